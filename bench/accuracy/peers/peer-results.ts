/** bench/accuracy/peers/peers.json, made by run-peers.ts. */
export interface PeerResults {
  readonly seed: string;
  /** Images drawn, of how many of the corpus. */
  readonly hidden: number;
  readonly honest: number;
  readonly of: { readonly hidden: number; readonly honest: number };
  readonly classes: Readonly<Record<string, number>>;
  readonly tools: readonly ToolResult[];
}

export interface ToolResult {
  readonly tool: string;
  readonly version: string;
  readonly is: string;
  readonly asked: string;
  /** Images that it could not read. */
  readonly unread: number;
  /** Of hidden and honest images: of how many it says something that it does not say of the base alone. */
  readonly told: number;
  readonly falseAlarms: number;
  /** Told by class. */
  readonly classes: Readonly<Record<string, number>>;
}

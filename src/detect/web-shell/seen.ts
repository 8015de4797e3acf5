/** What is seen of web shells, as plain JSON. */
export interface Seen {
  readonly [key: string]: string | boolean | number | undefined;
  readonly what: 'code' | 'command' | 'include' | 'binary' | 'call' | 'handler' | 'prepend';
  /** The language's name; for settings what they run. */
  readonly name: string;
  /** The function that the request reaches. */
  readonly sink?: string;
  /** Somebody did not want it to be read. */
  readonly hidden?: boolean;
  /** A page, rather than a program whose purpose it may be. */
  readonly page?: boolean;
  /** Code of this language has no business in a file of this name. */
  readonly misplaced?: boolean;
  /** For a page that a script writes: the file. */
  readonly target?: string;
}

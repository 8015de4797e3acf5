/** What `inspect` keeps of one thing that hides. */
export interface Seen {
  readonly [key: string]: string | undefined;
  readonly rule: string;
  /** Which kind of it: a place, an ending, what is appended, an installer's name. */
  readonly kind: string;
}

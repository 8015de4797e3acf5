/** A piece while it is put together. */
export interface Piece {
  at: number;
  text: string;
  /** Nothing but blanks so far. (To look at a text that grows each time costs its length each time.) */
  blank: boolean;
  /** The here-documents that it reads, which stand behind it. */
  documents: string;
}

/** What commands stand in: the script, or a substitution. */
export interface Commands {
  readonly kind: 'commands';
  /** What ends it; nothing ends the script. */
  readonly end: ')' | '`' | '';
  piece: Piece;
  /** The next word may be a command's name. */
  atStart: boolean;
  /** `(` that are open. */
  groups: number;
  /** `case` that are open, and whether a pattern comes next. */
  cases: number;
  inPattern: boolean;
  /** Between `case` and `in`. */
  inHead: boolean;
  /** The last piece of a group that has just ended: what stands behind the group goes on with it. */
  last: Piece | undefined;
  closed: boolean;
}

/** A part of a word in which blanks and operators mean nothing. */
export interface Part {
  readonly kind: 'double' | 'parameter' | 'arithmetic' | 'list';
  /** Parentheses that are open. */
  open: number;
}

export interface Pending {
  readonly piece: Piece;
  readonly delimiter: string;
  readonly tabs: boolean;
}

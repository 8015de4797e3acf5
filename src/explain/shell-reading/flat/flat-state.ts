import type { Commands, Part, Pending, Piece } from './open-parts.ts';

/** How far a script is read by its characters, and what came of it; what is open lies on a stack of its own. */
export class FlatState {
  readonly source: string;
  readonly stack: (Commands | Part)[] = [];
  /** Here-documents whose bodies begin behind the next line break. */
  pending: Pending[] = [];
  at: number;
  readonly #done: Piece[] = [];
  readonly #taken = new Set<Piece>();
  readonly #commands: Commands[] = [];

  constructor(source: string, from: number) {
    this.source = source;
    this.at = from;
    this.open('');
  }

  /** The innermost commands. */
  get commands(): Commands | undefined {
    return this.#commands.at(-1);
  }

  /** All pieces, once nothing is left to read. */
  pieces(): readonly Piece[] {
    for (const commands of this.#commands.toReversed()) this.end(commands);
    return this.#done.filter((piece) => !this.#taken.has(piece));
  }

  open(end: Commands['end']): void {
    const commands: Commands = {
      kind: 'commands',
      end,
      piece: this.newPiece(),
      atStart: true,
      groups: 0,
      cases: 0,
      inPattern: false,
      inHead: false,
      last: undefined,
      closed: false,
    };
    this.stack.push(commands);
    this.#commands.push(commands);
  }

  /** Puts text into the piece that is being read. */
  put(text: string): void {
    const piece = this.#commands.at(-1)?.piece;
    if (piece === undefined) return;
    if (piece.blank) {
      if (text === ' ') return;
      piece.at = this.at;
      piece.blank = false;
    }
    piece.text += text;
  }

  newPiece(): Piece {
    return { at: this.at, text: '', blank: true, documents: '' };
  }

  /** Takes `length` characters as they are. */
  copy(length: number): void {
    this.put(this.source.slice(this.at, this.at + length));
    this.at += length;
  }

  end(commands: Commands): void {
    const { piece } = commands;
    if (!piece.blank) {
      this.#done.push(piece);
      commands.last = piece;
    }
    commands.piece = this.newPiece();
    commands.atStart = true;
    commands.inHead = false;
  }

  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    return pattern.exec(this.source);
  }

  leave(commands: Commands): void {
    this.end(commands);
    this.stack.pop();
    this.#commands.pop();
  }

  /** Behind the end of a group: its last command is what a pipe or a redirection goes on with. */
  goOn(commands: Commands): void {
    const { closed, last, piece } = commands;
    commands.closed = false;
    if (!closed || last === undefined || !piece.blank || this.#taken.has(last)) return;
    this.#taken.add(last);
    commands.piece = { ...last, text: `${last.text} `, blank: false };
    for (const [i, pending] of this.pending.entries())
      if (pending.piece === last) this.pending[i] = { ...pending, piece: commands.piece };
  }
}

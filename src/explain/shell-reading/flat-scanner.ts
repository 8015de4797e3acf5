/** A command, or a pipeline of them, of a script that is read without its groups, branches and loops. */
export interface FlatPiece {
  readonly text: string;
  /** Where it begins in the script's text. */
  readonly at: number;
}

/** A piece while it is put together. */
interface Piece {
  at: number;
  text: string;
  /** Nothing but blanks so far. (To look at a text that grows each time costs its length each time.) */
  blank: boolean;
  /** The here-documents that it reads, which stand behind it. */
  documents: string;
}

/** What commands stand in: the script, or a substitution. */
interface Commands {
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
interface Part {
  readonly kind: 'double' | 'parameter' | 'arithmetic' | 'list';
  /** Parentheses that are open. */
  open: number;
}

interface Pending {
  readonly piece: Piece;
  readonly delimiter: string;
  readonly tabs: boolean;
}

const OPENERS = /^(?:then|do|else|elif|if|while|until|\{|!|begin)$/;
const CLOSERS = /^(?:fi|done|esac|\}|end)$/;
const WORD = /[^\s;&|()<>"'`$\\]+/y;
const PLAIN = /[^\s;&|()<>"'`$\\{}#]+/y;
/** A substitution with nothing in it that could hide anything from a parser. */
const SHALLOW = /\$\((?!\()(?:[^()'"`$\\\n]|"[^"`$\\\n]*"|'[^'\n]*'|\$[\w@*#]|\$\{\w+\}){0,400}\)/y;
const HERE = /<<(-?)[ \t]*(?:'([^'\n]*)'|"([^"\n]*)"|\\?([^\s;&|()<>"'`\\]+))/y;

/** Goes through a script by its characters; what is open lies on a stack of its own. */
export class FlatScanner {
  readonly #source: string;
  readonly #done: Piece[] = [];
  readonly #taken = new Set<Piece>();
  readonly #stack: (Commands | Part)[] = [];
  readonly #commands: Commands[] = [];
  #pending: Pending[] = [];
  #at: number;

  constructor(source: string, from: number) {
    this.#source = source;
    this.#at = from;
    this.#open('');
  }

  pieces(): readonly FlatPiece[] {
    while (this.#at < this.#source.length) {
      const top = this.#stack.at(-1);
      if (top === undefined) break;
      if (top.kind === 'commands') this.#command(top);
      else this.#part(top);
    }
    for (const commands of this.#commands.toReversed()) this.#end(commands);
    return this.#done
      .filter((piece) => !this.#taken.has(piece))
      .map(({ at, text, documents }) => ({ at, text: documents === '' ? text : `${text}\n${documents}` }));
  }

  #open(end: Commands['end']): void {
    const commands: Commands = {
      kind: 'commands',
      end,
      piece: this.#newPiece(),
      atStart: true,
      groups: 0,
      cases: 0,
      inPattern: false,
      inHead: false,
      last: undefined,
      closed: false,
    };
    this.#stack.push(commands);
    this.#commands.push(commands);
  }

  /** Puts text into the piece that is being read. */
  #put(text: string): void {
    const piece = this.#commands.at(-1)?.piece;
    if (piece === undefined) return;
    if (piece.blank) {
      if (text === ' ') return;
      piece.at = this.#at;
      piece.blank = false;
    }
    piece.text += text;
  }

  #newPiece(): Piece {
    return { at: this.#at, text: '', blank: true, documents: '' };
  }

  /** Takes `length` characters as they are. */
  #copy(length: number): void {
    this.#put(this.#source.slice(this.#at, this.#at + length));
    this.#at += length;
  }

  #end(commands: Commands): void {
    const { piece } = commands;
    if (!piece.blank) {
      this.#done.push(piece);
      commands.last = piece;
    }
    commands.piece = this.#newPiece();
    commands.atStart = true;
    commands.inHead = false;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#source);
  }

  #command(commands: Commands): void {
    const character = this.#source.charAt(this.#at);
    if (commands.inPattern && this.#pattern(commands)) return;
    switch (character) {
      case '\n':
        this.#end(commands);
        commands.closed = false;
        this.#at++;
        this.#hereDocuments();
        return;
      case ' ':
      case '\t':
      case '\r':
        this.#put(' ');
        this.#at++;
        return;
      case '#':
        if (/[\s;&|(]|^$/.test(this.#source.charAt(this.#at - 1))) {
          const end = this.#source.indexOf('\n', this.#at);
          this.#at = end < 0 ? this.#source.length : end;
        } else this.#copy(1);
        return;
      case ';':
      case '&':
      case '|':
        this.#operator(commands, character);
        return;
      case '<':
      case '>':
        this.#redirection(commands);
        return;
      case '(':
        this.#parenthesis(commands);
        return;
      case ')':
        this.#closing(commands);
        return;
      default:
        if ((commands.atStart || commands.inHead) && this.#reserved(commands)) return;
        if (/[{}]/.test(character) && this.#brace(commands)) return;
        commands.atStart = false;
        this.#word(character, commands);
    }
  }

  /** zsh: `if [[ … ]] { … }`. Elsewhere no word is a lone brace. */
  #brace(commands: Commands): boolean {
    if (!/^\s[{}](?:[\s;]|)$/.test(this.#source.slice(this.#at - 1, this.#at + 2))) return false;
    if (!commands.piece.blank) this.#end(commands);
    commands.atStart = true;
    this.#at++;
    return true;
  }

  /** The pattern of a branch of `case` says nothing; true while it goes on. */
  #pattern(commands: Commands): boolean {
    if (this.#match(/\s*esac\b/y) !== null) {
      commands.inPattern = false;
      return false;
    }
    const found = this.#match(/(?:[^)'"\\\n;]|\\[^]|'[^']*'|"[^"]*")*/y);
    this.#at += found?.[0].length ?? 0;
    if (this.#source[this.#at] === ')') commands.inPattern = false;
    this.#at++;
    commands.atStart = true;
    return true;
  }

  #operator(commands: Commands, character: string): void {
    const next = this.#source.charAt(this.#at + 1);
    if (character === '|' && next !== '|') {
      this.#goOn(commands);
      this.#copy(next === '&' ? 2 : 1);
      commands.atStart = true;
      return;
    }
    if (character === '&' && next === '>') {
      this.#goOn(commands);
      this.#copy(2);
      return;
    }
    if (character === ';' && /[;&]/.test(next) && commands.cases > 0) {
      this.#end(commands);
      commands.inPattern = true;
      this.#at += this.#source[this.#at + 2] === '&' ? 3 : 2;
      return;
    }
    this.#end(commands);
    commands.closed = false;
    this.#at += next === character ? 2 : 1;
  }

  /** Behind the end of a group: its last command is what a pipe or a redirection goes on with. */
  #goOn(commands: Commands): void {
    const { closed, last, piece } = commands;
    commands.closed = false;
    if (!closed || last === undefined || !piece.blank || this.#taken.has(last)) return;
    this.#taken.add(last);
    commands.piece = { ...last, text: `${last.text} `, blank: false };
    for (const [i, pending] of this.#pending.entries())
      if (pending.piece === last) this.#pending[i] = { ...pending, piece: commands.piece };
  }

  #redirection(commands: Commands): void {
    if (/[<>]\(/y.test(this.#source.slice(this.#at, this.#at + 2))) {
      this.#put('/dev/fd/63 ');
      this.#at += 2;
      this.#open(')');
      return;
    }
    this.#goOn(commands);
    const here = this.#match(HERE);
    if (here !== null && this.#source[this.#at + 2] !== '<') {
      const delimiter = here[2] ?? here[3] ?? here[4] ?? '';
      this.#copy(here[0].length);
      this.#pending.push({ piece: commands.piece, delimiter, tabs: here[1] === '-' });
      return;
    }
    this.#copy(this.#match(/[<>]+[&|]?/y)?.[0].length ?? 1);
  }

  #parenthesis(commands: Commands): void {
    const before = this.#source.charAt(this.#at - 1);
    if (before === '=' || (/[@?*+!]/.test(before) && !commands.piece.blank)) {
      this.#stack.push({ kind: 'list', open: 0 });
      this.#copy(1);
      return;
    }
    if (!commands.atStart && this.#match(/\([ \t]*\)/y) !== null) {
      // The name of a function.
      this.#at = this.#source.indexOf(')', this.#at) + 1;
      commands.piece = this.#newPiece();
    } else {
      if (!commands.atStart) this.#end(commands);
      commands.groups++;
      this.#at++;
    }
    commands.atStart = true;
  }

  #closing(commands: Commands): void {
    this.#at++;
    if (commands.groups > 0) {
      commands.groups--;
      if (!commands.piece.blank) this.#end(commands);
      commands.closed = true;
      commands.atStart = false;
    } else if (commands.end === ')') {
      this.#leave(commands);
    } else {
      // What only the pattern of a `case` can end with.
      commands.piece = this.#newPiece();
      commands.atStart = true;
    }
  }

  #leave(commands: Commands): void {
    this.#end(commands);
    this.#stack.pop();
    this.#commands.pop();
  }

  /** Words that only say how commands hang together; true where one stood here. */
  #reserved(commands: Commands): boolean {
    const word = this.#match(WORD)?.[0] ?? '';
    const after = this.#source.charAt(this.#at + word.length);
    if (word === '' || !/^(?:[\s;&|()<>]|)$/.test(after)) return false;
    if (commands.inHead) {
      if (word !== 'in' || !/\s/.test(this.#source.charAt(this.#at - 1))) return false;
      commands.inHead = false;
      commands.cases++;
      commands.inPattern = true;
      commands.piece = this.#newPiece();
      this.#at += word.length;
      return true;
    }
    if (OPENERS.test(word)) {
      this.#at += word.length;
    } else if (CLOSERS.test(word)) {
      this.#at += word.length;
      if (word === 'esac' && commands.cases > 0) commands.cases--;
      if (!commands.piece.blank) this.#end(commands);
      commands.closed = true;
      commands.atStart = false;
    } else if (word === 'function') {
      this.#at += this.#match(/function[ \t]+[^\s;&|()<>]+(?:[ \t]*\([ \t]*\))?/y)?.[0].length ?? word.length;
    } else if (word === 'case') {
      commands.inHead = true;
      commands.atStart = false;
      this.#at += word.length;
    } else {
      return false;
    }
    return true;
  }

  /** What a word is made of, in commands and in the parts of words. */
  #word(character: string, inside: Commands | Part): void {
    switch (character) {
      case '\\':
        if (this.#source[this.#at + 1] === '\n') this.#at += 2;
        else this.#copy(2);
        return;
      case "'": {
        if (inside.kind === 'double') {
          this.#copy(1);
          return;
        }
        const isAnsi = this.#source[this.#at - 1] === '$';
        const end = isAnsi
          ? this.#at + (this.#match(/'(?:[^'\\]|\\[^])*/y)?.[0].length ?? 1)
          : this.#source.indexOf("'", this.#at + 1);
        this.#copy(end < 0 ? this.#source.length - this.#at : end + 1 - this.#at);
        return;
      }
      case '"':
        this.#stack.push({ kind: 'double', open: 0 });
        this.#copy(1);
        return;
      case '`':
        if (this.#commands.at(-1)?.end === '`') {
          this.#at++;
          while (this.#stack.at(-1) !== this.#commands.at(-1)) this.#stack.pop();
          const commands = this.#commands.at(-1);
          if (commands !== undefined) this.#leave(commands);
          return;
        }
        this.#put('$(:)');
        this.#at++;
        this.#open('`');
        return;
      case '$':
        this.#dollar();
        return;
      default:
        this.#copy(Math.max(1, inside.kind === 'commands' ? (this.#match(PLAIN)?.[0].length ?? 1) : 1));
    }
  }

  #dollar(): void {
    const next = this.#source.slice(this.#at + 1, this.#at + 3);
    const shallow = this.#match(SHALLOW);
    if (shallow !== null) this.#copy(shallow[0].length);
    else if (next === '((') {
      this.#copy(3);
      this.#stack.push({ kind: 'arithmetic', open: 2 });
    } else if (next.startsWith('(')) {
      this.#put('$(:)');
      this.#at += 2;
      this.#open(')');
    } else if (next.startsWith('{')) {
      this.#copy(2);
      this.#stack.push({ kind: 'parameter', open: 1 });
    } else this.#copy(1);
  }

  #part(part: Part): void {
    const character = this.#source.charAt(this.#at);
    const [opens, closes] = part.kind === 'parameter' ? ['{', '}'] : ['(', ')'];
    if (part.kind === 'double') {
      if (character === '"') {
        this.#stack.pop();
        this.#copy(1);
        return;
      }
    } else if (character === opens) {
      part.open++;
      this.#copy(1);
      return;
    } else if (character === closes) {
      part.open--;
      this.#copy(1);
      if (part.open <= 0) this.#stack.pop();
      return;
    }
    this.#word(character, part);
  }

  /** The bodies of the here-documents that the line before has begun. */
  #hereDocuments(): void {
    for (const { piece, delimiter, tabs } of this.#pending) {
      while (this.#at < this.#source.length) {
        const newline = this.#source.indexOf('\n', this.#at);
        const end = newline < 0 ? this.#source.length : newline;
        const line = this.#source.slice(this.#at, end);
        piece.documents += `${line}\n`;
        this.#at = end + 1;
        if ((tabs ? line.replace(/^\t+/, '') : line) === delimiter) break;
      }
    }
    this.#pending = [];
  }
}

/** A place of a program's code. */
interface Use {
  readonly at: number;
  /** Index after it. */
  readonly end: number;
}

const WRITE = /(?<![\w.])(\w{1,60})\.write\s{0,5}\(/g;
/** Looks ahead at what follows the mark, so that in `a=b=c` both are found. */
const GIVEN = /\b(\w{1,60})\s{0,5}=(?=[^=])|\bas\s{1,5}(\w{1,60})\b(?=\s{0,5}:)|\|(\w{1,60})\|/g;

/** Where names of a program are written to, and where something else is given to them: found once, for all names. */
export class NameUses {
  readonly #writes = new Map<string, Use[]>();
  readonly #given = new Map<string, Use[]>();

  constructor(code: string) {
    for (const match of code.matchAll(WRITE)) add(this.#writes, match[1] ?? '', match);
    if (this.#writes.size === 0) return;
    for (const match of code.matchAll(GIVEN)) {
      const name = match[1] ?? match[2] ?? match[3] ?? '';
      if (this.#writes.has(name)) add(this.#given, name, match);
    }
  }

  /** The calls of `NAME.write(` from an index on, up to where the name is given something else. */
  *writes(name: string, from: number): Generator<Use> {
    const writes = this.#writes.get(name);
    if (writes === undefined) return;
    const given = this.#given.get(name) ?? [];
    const until = given[firstFrom(given, from)]?.at ?? Infinity;
    for (let index = firstFrom(writes, from); index < writes.length; index++) {
      const use = writes[index];
      if (use === undefined || use.at >= until) return;
      yield use;
    }
  }
}

function add(uses: Map<string, Use[]>, name: string, { 0: text, index }: RegExpExecArray): void {
  const use = { at: index, end: index + text.length };
  const before = uses.get(name);
  if (before === undefined) uses.set(name, [use]);
  else before.push(use);
}

/** The index of the first place at or after an index of the code; places are in the order of the code. */
function firstFrom(uses: readonly Use[], from: number): number {
  let low = 0;
  let high = uses.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((uses[middle]?.at ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

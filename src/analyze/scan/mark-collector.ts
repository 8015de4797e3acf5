import { limitReached } from '../../base/limit-reached.ts';
import type { Limits } from '../../base/limits.ts';
import type { Unknown } from '../../base/unknown.ts';
import type { Mark, MarkPlace, Triggers } from '../../image/layer-facts.ts';
import { LONGEST_ADDRESS, scanAddresses } from './address-scanner.ts';
import { LiteralScanner } from './literal-scanner.ts';
import { ScanWindow } from './scan-window.ts';

/** Several detectors' triggers, compiled into one search. Stateless: one serves many layers. */
export interface TriggerScanner {
  readonly sets: readonly Triggers[];
  readonly literals: LiteralScanner;
  readonly addresses: boolean;
  /** For each literal in lower case, the indexes of the sets that ask for it. */
  readonly setsOf: ReadonlyMap<string, readonly number[]>;
  /** The sets that ask for addresses. */
  readonly addressSets: readonly number[];
  /** Of these only whether a file holds them is noted: those that rules ask for, and others. */
  readonly noted: ReadonlySet<string>;
  /** Those of them that would slow the search for all others down, searched for by themselves. */
  readonly short?: LiteralScanner;
}

/** From this length on (that of the shortest trigger), literals of rules are searched for together with the detectors' own. */
export const LONG_LITERAL = 6;

/** @param noted latin1, in lower case, four bytes or more each */
export function compileTriggers(sets: readonly Triggers[], noted: readonly string[] = []): TriggerScanner {
  const setsOf = new Map<string, number[]>();
  for (const [index, set] of sets.entries()) {
    for (const text of new Set((set.literals ?? []).map((literal) => literal.toLowerCase()))) {
      const users = setsOf.get(text);
      if (users === undefined) setsOf.set(text, [index]);
      else users.push(index);
    }
  }
  const long = noted.filter((literal) => literal.length >= LONG_LITERAL);
  const short = noted.filter((literal) => literal.length < LONG_LITERAL);
  const addressSets = [...sets.keys()].filter((index) => sets[index]?.addresses === true);
  return {
    sets,
    literals: new LiteralScanner([...new Set([...setsOf.keys(), ...long])]),
    noted: new Set(noted),
    ...(short.length === 0 ? {} : { short: new LiteralScanner(short) }),
    addresses: addressSets.length > 0,
    setsOf,
    addressSets,
  };
}

interface OpenMark {
  readonly text: string;
  count: number;
  readonly places: MarkPlace[];
}

const EXCERPT_BEFORE = 100;
const EXCERPT_AFTER = 140;

/** What the files of one layer came to, those inside of archives too. */
class LayerTotals {
  /** For each trigger set. */
  readonly marks: Mark[][];
  /** Triggers past the limit, for each set: what one set finds must not depend on the others. */
  readonly cutMarks: number[];
  addresses = 0;
  cutAddresses = 0;

  constructor(sets: number) {
    this.marks = Array.from({ length: sets }, () => []);
    this.cutMarks = Array.from({ length: sets }, () => 0);
  }
}

/** Gathers where triggers occur in the files of one layer. */
export class MarkCollector {
  readonly #scanner: TriggerScanner;
  readonly #limits: Limits;
  readonly #totals: LayerTotals;
  #file = new Map<string, OpenMark>();
  readonly #window: ScanWindow;
  #noted = new Set<string>();

  /** @param of the collector of the layer's own files, where this one is for files inside of them */
  constructor(scanner: TriggerScanner, limits: Limits, of?: MarkCollector) {
    this.#scanner = scanner;
    this.#limits = limits;
    this.#totals = of === undefined ? new LayerTotals(scanner.sets.length) : of.#totals;
    const longest = Math.max(scanner.literals.longest, scanner.short?.longest ?? 0, LONGEST_ADDRESS);
    this.#window = new ScanWindow(EXCERPT_BEFORE, Math.max(longest, EXCERPT_AFTER), (bytes, base, from, to) =>
      this.#scan(bytes, base, from, to),
    );
  }

  /** Searches a file that is in memory as a whole. */
  scanWhole(bytes: Buffer): void {
    this.#scan(bytes, 0, 0, bytes.length);
  }

  /** Searches the next piece of a file too large for memory. */
  scanPiece(piece: Buffer): void {
    this.#window.take(piece);
  }

  /** Whether anything was found in a file searched as a whole. */
  get hasFound(): boolean {
    return this.#file.size > 0;
  }

  /** Takes out of the current file what is told better by a file inside of it. */
  leaveOut(texts: ReadonlySet<string>): void {
    this.#window.end();
    for (const key of texts) this.#file.delete(key);
  }

  /** Adds what was found in the current file, as `leaveOut` takes it. */
  addTo(texts: Set<string>): void {
    this.#window.end();
    for (const key of this.#file.keys()) texts.add(key);
  }

  /** Ends the current file, ties its marks to its entry and tells which trigger sets it holds marks of. */
  endFile(entry: number): readonly number[] {
    this.#window.end();
    if (this.#file.size === 0) return NONE;
    const { marks: all, cutMarks } = this.#totals;
    const touched = new Set<number>();
    for (const [key, { text, count, places }] of [...this.#file].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const sets = key.startsWith(ADDRESS_KEY) ? this.#scanner.addressSets : this.#scanner.setsOf.get(text);
      for (const set of sets ?? NONE) {
        touched.add(set);
        const marks = all[set] ?? [];
        if (marks.length < this.#limits.maxMarksPerLayer) marks.push({ entry, text, count, places });
        else cutMarks[set] = (cutMarks[set] ?? 0) + 1;
      }
    }
    this.#file = new Map();
    return [...touched].sort((a, b) => a - b);
  }

  /** Of the literals to be noted, those that the current file holds; to be asked once it is searched, before `endFile`. */
  takeNoted(): ReadonlySet<string> {
    this.#window.end();
    const found = this.#noted;
    if (found.size > 0) this.#noted = new Set();
    return found;
  }

  /** Forgets what was found in the current file: it is none that an image shows. */
  dropFile(): void {
    this.#window.end();
    this.#file = new Map();
    this.#noted = new Set();
  }

  /** The marks of one of the trigger sets, in entry order. */
  marksOf(set: number): readonly Mark[] {
    return this.#totals.marks[set] ?? [];
  }

  /** What one of the trigger sets was not told because of a limit. */
  unknownsOf(set: number): readonly Unknown[] {
    const found: Unknown[] = [];
    if (this.#totals.cutAddresses > 0 && this.#scanner.addressSets.includes(set)) {
      found.push(
        limitReached(
          'maxAddressesPerLayer',
          `the layer holds ${this.#totals.cutAddresses} address-shaped strings more than maxAddressesPerLayer (${this.#limits.maxAddressesPerLayer})`,
        ),
      );
    }
    const cut = this.#totals.cutMarks[set] ?? 0;
    if (cut > 0) {
      found.push(
        limitReached(
          'maxMarksPerLayer',
          `the layer holds ${cut} trigger places more than maxMarksPerLayer (${this.#limits.maxMarksPerLayer})`,
        ),
      );
    }
    return found;
  }

  /** Adds what starts from `from` to before `to`; `base` is where in the file the bytes begin. */
  #scan(bytes: Buffer, base: number, from: number, to: number): void {
    const { literals, short, noted, setsOf } = this.#scanner;
    short?.scan(bytes, (index) => {
      this.#noted.add(short.literals[index] ?? '');
    });
    literals.scan(bytes, (index, offset) => {
      if (offset < from || offset >= to) return;
      const text = literals.literals[index] ?? '';
      if (noted.has(text)) {
        this.#noted.add(text);
        if (!setsOf.has(text)) return;
      }
      this.#add(LITERAL_KEY + text, text, bytes, base, offset);
    });
    if (!this.#scanner.addresses) return;
    scanAddresses(bytes, (address, offset) => {
      if (offset < from || offset >= to) return;
      const key = ADDRESS_KEY + address;
      if (!this.#file.has(key)) {
        if (this.#totals.addresses >= this.#limits.maxAddressesPerLayer) {
          this.#totals.cutAddresses++;
          return;
        }
        this.#totals.addresses++;
      }
      this.#add(key, address, bytes, base, offset);
    });
  }

  #add(key: string, text: string, bytes: Buffer, base: number, offset: number): void {
    let open = this.#file.get(key);
    if (open === undefined) {
      open = { text, count: 0, places: [] };
      this.#file.set(key, open);
    }
    open.count++;
    if (open.places.length < this.#limits.maxMarksPerLiteral) {
      open.places.push({ offset: base + offset, excerpt: excerptAround(bytes, offset, text.length) });
    }
  }
}

const NONE: readonly number[] = [];
const LITERAL_KEY = 'l';
const ADDRESS_KEY = 'a';

/** The printable characters around a hit: its line in a text, its string in a program. */
function excerptAround(bytes: Buffer, offset: number, length: number): string {
  let start = offset;
  while (start > 0 && start > offset - EXCERPT_BEFORE && isPrintable(bytes[start - 1] ?? 0)) start--;
  let end = offset + length;
  const furthest = offset + Math.max(length, EXCERPT_AFTER);
  while (end < bytes.length && end < furthest && isPrintable(bytes[end] ?? 0)) end++;
  return bytes.toString('latin1', start, end);
}

function isPrintable(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x09;
}

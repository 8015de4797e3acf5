import { codeOnly } from './code-only.ts';
import { LineIndex } from './line-index.ts';
import { NameUses } from './name-uses.ts';
import type { ProgramLanguage } from './program-language.ts';
import type { StaticContext } from './static/context.ts';
import { Expression } from './static/expression.ts';
import { ProgramNames } from './static/names.ts';
import type { StaticValue } from './static/value.ts';

/** A text that a program writes into a file, where both are known from the program's text. */
export interface ProgramWrite {
  readonly path: string;
  readonly text: string;
  readonly appends: boolean;
  readonly line: number;
  readonly excerpt: string;
}

const MAX_WRITES = 200;
const MAX_WORK = 500_000;
/** What opens a file for a name, or for the call behind it. */
const OPEN = /(?<![\w.])(?:io\.|codecs\.|File\.)?open\s{0,5}\(/g;
/** `Path(…).write_text(…)`. */
const PATH = /(?<![\w.])(?:pathlib\.)?Path\s{0,5}\(/g;
/** Functions that are given the file and the text, and whether what is there stays. */
const AT_ONCE: Readonly<Partial<Record<ProgramLanguage, RegExp>>> = {
  node: /(?<!\w)(?:write|append)File(?:Sync)?\s{0,5}\(/g,
  php: /(?<!\w)file_put_contents\s{0,5}\(/g,
  ruby: /(?<!\w)(?:File|IO)\.(?:bin)?write\s{0,5}\(/g,
};
const NAMED = /^\s{0,20}(?:,\s{0,20})?([A-Za-z_]\w{0,30})\s{0,5}=(?!=)\s{0,5}/;
const MAX_NAMED = 10;
const ASKS = /open\s{0,5}\(|write_(?:text|bytes)|(?:write|append)File|file_put_contents|\.(?:bin)?write\b/;

/** The texts that a program writes into files, in the order of its text. */
export function programWrites(
  source: string,
  language: ProgramLanguage,
  variables: ReadonlyMap<string, string>,
): readonly ProgramWrite[] {
  if (!ASKS.test(source)) return [];
  const code = codeOnly(source, language);
  const names = new ProgramNames(source, code, language);
  const context: StaticContext = { language, names, variables, cwd: '/', work: { left: MAX_WORK } };
  return new WriteReader(source, code, context)
    .read()
    .sort((a, b) => a.line - b.line)
    .slice(0, MAX_WRITES);
}

class WriteReader {
  readonly #source: string;
  readonly #code: string;
  readonly #context: StaticContext;
  readonly #index: LineIndex;
  readonly #found: ProgramWrite[] = [];
  #uses: NameUses | undefined;

  constructor(source: string, code: string, context: StaticContext) {
    this.#source = source;
    this.#code = code;
    this.#context = context;
    this.#index = new LineIndex(source);
  }

  read(): ProgramWrite[] {
    const { language } = this.#context;
    if (language === 'python' || language === 'ruby') this.#opened();
    if (language === 'python') this.#paths();
    const atOnce = AT_ONCE[language];
    for (const match of atOnce === undefined ? [] : this.#matches(atOnce)) {
      const [path, text, mode] = this.#arguments(match.index + match[0].length).values;
      const appends = match[0].startsWith('append') || (mode?.kind === 'text' && mode.text.startsWith('a'));
      this.#add(match.index, path, text, appends);
    }
    return this.#found;
  }

  /** `with open(p, "w") as f: f.write(t)`, `f = open(p, "w")`, `open(p, "w").write(t)`. */
  #opened(): void {
    for (const match of this.#matches(OPEN)) {
      const { values, end: behind } = this.#arguments(match.index + match[0].length);
      const { named, end } = this.#named(behind);
      const [path = named.get('file'), mode = named.get('mode')] = values;
      if (mode?.kind !== 'text' || !/^[waxr]\+?[bt]?\+?$/.test(mode.text) || /^rb?t?$/.test(mode.text))
        continue;
      const appends = mode.text.startsWith('a');
      const after =
        /^\s{0,20}\)\s{0,5}(?:\.write\s{0,5}(\()|as\s{1,5}(\w{1,60})|do\s{0,5}\|(\w{1,60})\|)/.exec(
          this.#code.slice(end, end + 100),
        );
      if (after?.[1] !== undefined) {
        this.#add(match.index, path, this.#arguments(end + after[0].length).values[0], appends);
        continue;
      }
      const before = this.#code.slice(Math.max(0, match.index - 80), match.index);
      const name = after?.[2] ?? after?.[3] ?? /(?<![\w.])(\w{1,60})\s{0,5}=\s{0,5}$/.exec(before)?.[1];
      if (name !== undefined) this.#writesTo(name, end + (after?.[0].length ?? 0), path, appends);
    }
  }

  /** What is written by a name, up to where another file is opened for it. */
  #writesTo(name: string, from: number, path: StaticValue | undefined, appends: boolean): void {
    this.#uses ??= new NameUses(this.#code);
    let first = true;
    for (const { at, end } of this.#uses.writes(name, from)) {
      this.#add(at, path, this.#arguments(end).values[0], appends || !first);
      first = false;
      if (this.#found.length >= MAX_WRITES) return;
    }
  }

  #paths(): void {
    for (const match of this.#matches(PATH)) {
      const { values, end } = this.#arguments(match.index + match[0].length);
      const call = /^\s{0,5}\)\s{0,5}\.write_(?:text|bytes)\s{0,5}\(/.exec(
        this.#code.slice(end, end + 60),
      )?.[0];
      if (call === undefined) continue;
      this.#add(match.index, values[0], this.#arguments(end + call.length).values[0], false);
    }
  }

  *#matches(pattern: RegExp): Generator<RegExpExecArray> {
    for (const match of this.#code.matchAll(pattern)) {
      if (this.#found.length >= MAX_WRITES || this.#context.work.left <= 0) return;
      yield match;
    }
  }

  #arguments(at: number): { readonly values: readonly StaticValue[]; readonly end: number } {
    const expression = new Expression(this.#source, at, this.#context);
    const values = expression.arguments();
    return { values, end: expression.at };
  }

  /** Options by their name, as in `open(p, mode="w", encoding="utf-8")`. */
  #named(from: number): { readonly named: ReadonlyMap<string, StaticValue>; readonly end: number } {
    const named = new Map<string, StaticValue>();
    let end = from;
    while (named.size < MAX_NAMED) {
      const match = NAMED.exec(this.#code.slice(end, end + 100));
      if (match === null) break;
      const expression = new Expression(this.#source, end + match[0].length, this.#context);
      named.set(match[1] ?? '', expression.read());
      end = expression.at;
    }
    const comma = /^\s{0,20},/.exec(this.#code.slice(end, end + 30))?.[0].length ?? 0;
    return { named, end: end + comma };
  }

  #add(at: number, path: StaticValue | undefined, text: StaticValue | undefined, appends: boolean): void {
    if (path?.kind !== 'text' || text?.kind !== 'text' || !path.text.startsWith('/')) return;
    const start = this.#source.lastIndexOf('\n', at) + 1;
    const end = this.#source.indexOf('\n', at);
    const excerpt = this.#source
      .slice(start, end < 0 ? undefined : end)
      .trim()
      .slice(0, 2000);
    this.#found.push({ path: path.text, text: text.text, appends, line: this.#index.lineAt(at), excerpt });
  }
}

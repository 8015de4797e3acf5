import { DEFAULT_LIMITS, type Limits } from '../../base/limits.ts';
import { withNewlines } from '../../explain/program-text/line-ends.ts';
import { LineIndex } from '../../explain/program-text/line-index.ts';
import type { Content } from '../../image/layer-facts.ts';
import type { ShellScript } from '../shell/model.ts';
import { joinVia } from '../shell/via.ts';
import { type Commanding, commandsOf } from './commands-of.ts';
import type { Room } from './decode/codings.ts';
import { type Decoded, decodedTexts } from './decode/decoded-texts.ts';
import { standsInPlace, withValues } from './decode/in-place.ts';
import { languageOfDecoded } from './decode/language-of-decoded.ts';
import { type Signs, signsIn } from './decode/signs.ts';
import { type Language, languageOf } from './language.ts';
import { type ProgramPart, partsOf } from './program-parts.ts';
import type { TextCut, TextUnit, UnitOptions } from './text-unit.ts';

/** Texts that a script writes or hands on, one in another, without a coding in between. */
const MAX_CARRY_DEPTH = 12;
const MAX_CARRIED = 1024 * 1024;

/** All that there is to read in a file's text, the text itself first. Nothing is run; every step is bounded. */
export function unitsOf(
  path: string,
  content: Content | undefined,
  text: string,
  options: UnitOptions = {},
): readonly TextUnit[] {
  const expansion = new Expansion(options);
  const language = options.language ?? languageOf(path, content, text);
  const parts = partsOf(withNewlines(text, language), language);
  for (const part of parts) {
    const signs = signsIn(part.text, language);
    const source = { text: part.text, language, path, carried: 0, decoded: 0, signs };
    expansion.add(parts.length === 1 ? source : { ...source, part });
  }
  const [own, ...rest] = expansion.units;
  if (own === undefined || expansion.cut === undefined || own.cut !== undefined) return expansion.units;
  return [{ ...own, cut: expansion.cut }, ...rest];
}

interface Source extends Commanding {
  readonly target?: string;
  /** How deep it lies in texts that carry one another, and in codings. */
  readonly carried: number;
  readonly decoded: number;
  readonly signs: Signs;
  readonly part?: ProgramPart;
  /** Nothing in it is to be decoded. */
  readonly leaf?: true;
  readonly values?: string;
}

/** The texts of one file as they come to light, within what is left to spend on it. */
class Expansion {
  readonly units: TextUnit[] = [];
  cut: TextCut | undefined;
  readonly #options: UnitOptions;
  readonly #limits: Limits;
  readonly #seen = new Set<string>();
  #bytes: number;
  #carried = 0;

  constructor(options: UnitOptions) {
    this.#options = options;
    this.#limits = options.limits ?? DEFAULT_LIMITS;
    this.#bytes = this.#limits.maxDecodedBytes;
  }

  add(source: Source): void {
    const { text, language, line, via, part } = source;
    const isCarried = text !== part?.text;
    if (isCarried && ++this.#carried > this.#limits.maxCarriedTexts) {
      this.cut ??= 'maxCarriedTexts';
      return;
    }
    const shell = commandsOf(source, this.#options);
    this.units.push({
      text,
      language,
      ...(line !== undefined && { line }),
      ...(via !== undefined && { via }),
      ...(source.target !== undefined && { target: source.target }),
      ...(source.values !== undefined && { values: source.values }),
      commands: shell.pipelines,
      ...(shell.fetched !== undefined && { runsFetched: shell.fetched }),
      parts: shell.parts,
      ...(shell.cut !== undefined && { cut: shell.cut }),
      ...(part !== undefined && { part }),
    });
    const decodes = language !== 'markup' && language !== 'other' && source.leaf === undefined;
    // What a program hands on may be what it decodes, which says how.
    const shown = decodes && language !== 'shell' ? this.#addDecoded(source) : undefined;
    if (source.carried < MAX_CARRY_DEPTH) this.#addCarried(source, shell);
    else if (shell.carried.length > 0) this.cut ??= 'unfollowed';
    if (decodes && language === 'shell') this.#addDecoded(source);
    // What it hands on as it stands is no coded text's.
    if (shown !== undefined) this.add(shown);
  }

  #addCarried(source: Source, shell: ShellScript): void {
    for (const { via, ...carried } of shell.carried) {
      if (carried.text.length > MAX_CARRIED) this.cut ??= 'unfollowed';
      if (carried.text.length > MAX_CARRIED || this.#known(carried.language, carried.text)) continue;
      const how = joinVia(source.via, via);
      this.add({
        ...carried,
        path: (carried.target ?? '').replace(/^\/+/, ''),
        line: source.line ?? carried.line,
        ...(how !== undefined && { via: how }),
        carried: source.carried + 1,
        decoded: source.decoded,
        signs: signsIn(carried.text, carried.language, source.signs),
        ...(source.part !== undefined && { part: source.part }),
      });
    }
  }

  /** Gives the text itself with values in the place of their coded forms, where there are any. */
  #addDecoded(source: Source): Source | undefined {
    const { text, language, line, via, part } = source;
    if (this.#bytes <= 0) return undefined;
    const index = new LineIndex(text);
    const values: Decoded[] = [];
    const room: Room = { most: this.#bytes };
    const options = { signs: source.signs, room, whole: source.decoded === 0, language };
    for (const decoded of decodedTexts(text, options)) {
      if (source.decoded >= this.#limits.maxDecodeDepth) {
        this.cut ??= 'maxDecodeDepth';
        return undefined;
      }
      const place = {
        line: line ?? index.lineAt(decoded.index),
        via: joinVia(via, decoded.via),
        ...(part !== undefined && { part }),
      };
      if (decoded.program) {
        if (this.#known('other', `program ${place.line}`)) continue;
        this.units.push({ text: '', language: 'other', commands: [], program: true, ...place });
        continue;
      }
      const own = decoded.literals === true ? language : languageOfDecoded(decoded.text, language);
      if (this.#known(own, decoded.text)) continue;
      this.#bytes -= decoded.text.length;
      if (this.#bytes < 0) {
        this.cut ??= 'maxDecodedBytes';
        return undefined;
      }
      if (standsInPlace(decoded, language)) {
        values.push(decoded);
        continue;
      }
      this.add({
        text: decoded.text,
        language: own,
        path: '',
        ...place,
        carried: source.carried,
        decoded: source.decoded + 1,
        signs: signsIn(decoded.text, own, withoutKeysOf(decoded, source.signs)),
        ...(decoded.whole && { leaf: true as const }),
      });
    }
    if (room.exceeded) this.cut ??= 'maxDecodedBytes';
    if (values.length === 0) return undefined;
    const shown = withValues(text, values);
    const put = values.map((value) => value.text).join('\n');
    const how = joinVia(via, [...new Set(values.map((value) => value.via))].join(', '));
    return { ...source, text: shown, values: put, ...(how !== undefined && { via: how }), leaf: true };
  }

  /** True when the same text was met before; else it is from now on. */
  #known(language: Language, text: string): boolean {
    const key = `${language} ${text}`;
    if (this.#seen.has(key)) return true;
    this.#seen.add(key);
    return false;
  }
}

/** The same key undoes what it did: what came out by a key is not tried with the same ones again. */
function withoutKeysOf({ via }: Decoded, signs: Signs): Signs {
  return via.includes('xor') || via.includes('shifted') ? { ...signs, xorKeys: [], shifts: [] } : signs;
}

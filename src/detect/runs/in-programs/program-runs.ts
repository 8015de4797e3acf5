import { LineIndex } from '../../../explain/program-text/line-index.ts';
import { activeText } from '../../text/active-text.ts';
import type { Language } from '../../text/language.ts';
import { rememberTexts } from '../../text/remember-texts.ts';
import { URL_IN_CODE } from '../fetchers.ts';
import { evaluated, promisedBy } from './calls.ts';
import { comparesChecksum } from './compares-checksum.ts';
import { decodedCommands } from './decoded-commands.ts';
import { lineOf } from './line-of.ts';
import { minifiedPlaces } from './minified.ts';
import { longNames } from './names-in.ts';
import { functionsWithin, NamesWithin } from './names-within.ts';
import { withOwnNames } from './own-names.ts';
import type { ProgramRun } from './program-run.ts';
import { inRemovalHandler } from './removal-handler.ts';
import { isSearchWord } from './search-word.ts';
import { variablesFrom } from './variables-from.ts';
import { VOCABULARIES } from './vocabularies.ts';
import type { Vocabulary } from './vocabulary.ts';
import { withoutLoading } from './without-loading.ts';

const CONSTANT = /^[\w\s.]{1,30}\(\s*(?:"[^"\\]*"|'[^'\\]*')\s*\)$/;

/** Fetch-and-run and decode-and-run as scripting languages do it themselves, without a shell. */
export const programRuns = rememberTexts((text, language): readonly ProgramRun[] => {
  const vocabulary = VOCABULARIES.get(language);
  if (vocabulary === undefined || !vocabulary.words.test(text)) return [];
  const active = withOwnNames(activeText(text, language), language);
  const calls = vocabulary.decode.test(active) && vocabulary.run?.test(active) === true;
  if (!vocabulary.evaluate.test(active) && vocabulary.chmod?.test(active) !== true && !calls) return [];
  const index = new LineIndex(active);
  const found: ProgramRun[] = [];
  const minified = minifiedPlaces(active);
  const within = functionsWithin(active, language);
  const names = (): NamesWithin => new NamesWithin(active, within, language);
  const fetched = variablesFrom(active, names(), vocabulary, vocabulary.fetch);
  const decoded = variablesFrom(active, names(), vocabulary, vocabulary.decode);
  const variables = fetched.size + decoded.size > 0;
  const global = new RegExp(vocabulary.evaluate.source, `g${vocabulary.evaluate.flags}`);
  for (const match of active.matchAll(global)) {
    if (found.length >= 50) break;
    if (isSearchWord(active, match.index)) continue;
    const whole = match[0].startsWith('.then') ? promisedBy(active, match.index) : evaluated(active, match);
    const call = withoutLoading(whole, active, vocabulary);
    // Constant text: `new Function("return this")()` is how libraries find the global object.
    if (CONSTANT.test(call) && !vocabulary.decode.test(call) && !vocabulary.fetch.test(call)) continue;
    const used = variables ? longNames(call, minified(match.index), vocabulary) : [];
    const piped = vocabulary.fetch.test(call) || used.some((name) => fetched.has(name, match.index));
    if (!piped && !vocabulary.decode.test(call) && !used.some((name) => decoded.has(name, match.index)))
      continue;
    const place = { line: index.lineAt(match.index), excerpt: lineOf(active, match.index) };
    const url = piped ? (URL_IN_CODE.exec(call) ?? URL_IN_CODE.exec(active))?.[0] : undefined;
    found.push({ how: piped ? 'piped' : 'decoded', ...place, ...(url !== undefined && { url }) });
  }
  if (calls) found.push(...decodedCommands(active, vocabulary, decoded, index));
  const chmod = madeExecutable(active, language, vocabulary);
  if (found.length === 0 && chmod && vocabulary.fetch.test(active) && vocabulary.run?.test(active) === true) {
    const url = URL_IN_CODE.exec(active)?.[0];
    const place = { line: index.lineAt(chmod.index), excerpt: lineOf(active, chmod.index) };
    found.push({ how: 'saved', ...place, ...(url !== undefined && { url }) });
  }
  const verified = found.length > 0 && comparesChecksum(active);
  return verified ? found.map((run) => ({ ...run, verified })) : found;
});

/** Where a file is first made executable. */
function madeExecutable(
  active: string,
  language: Language,
  { chmod }: Vocabulary,
): RegExpExecArray | undefined {
  if (chmod === undefined) return undefined;
  const places = active.matchAll(new RegExp(chmod.source, `g${chmod.flags}`));
  return places.find(({ index }) => language !== 'python' || !inRemovalHandler(active, index));
}

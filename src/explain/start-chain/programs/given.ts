import { absolutePath } from '../../path-lookup.ts';
import type { ProgramLanguage } from '../../program-text/program-language.ts';
import type { Given } from '../../program-text/static/context.ts';
import { spend } from '../budget.ts';
import type { Chain, Environment, Invocation, Place } from '../chain.ts';
import { textOf } from '../managers/service-files.ts';
import { textIn } from '../text-in.ts';
import { valuesIn } from './data-files.ts';
import type { Handling } from './handling.ts';
import { mayRunWords } from './may-run-words.ts';

const MAX_WORDS = 64;
const MAX_TEXT = 16 * 1024;
/** Of a file whose text was not kept there is nothing to show. */
const MAX_FILES = 8;
/** Texts that one start of a program gives, its environment among them. */
const MAX_TEXTS = 200;

/** A word that a shell would read as a command worth looking at: it has blanks, and an address, an option or an operator. */
const COMMAND = /\s/;
const OPERATOR = /[|<>;&`(]|:\/\/|\s--?\w/;
const CODED = /^[A-Za-z0-9+/_-]{24,16000}={0,2}$/;

/** What a program is given, and the command that gives it. */
export interface Handed extends Given {
  readonly place: Place;
  readonly environment: Environment;
}

/** What a program is given by the words from an index on, and by what it reads. */
export function givenTo({ argv, stdin, environment, place }: Invocation, from: number, chain: Chain): Handed {
  const words = argv.slice(from, from + MAX_WORDS).map(({ value }) => value?.slice(0, MAX_TEXT));
  const input =
    stdin?.kind === 'text'
      ? stdin.text
      : stdin?.kind === 'file'
        ? textOf(chain, absolutePath(stdin.path, environment.cwd))
        : undefined;
  return {
    words,
    place,
    environment,
    ...(input !== undefined && { input: input.slice(0, MAX_TEXT) }),
    ...(stdin?.kind === 'unknown' && { from: stdin.from.split(/[\s'"]+/).slice(0, MAX_WORDS) }),
  };
}

/**
 * Shows detectors what a program is given that may run it: `python3 -c 'os.system(sys.argv[1])' COMMAND`, `COMMAND | awk '{ system($0) }'`.
 * Whether it does is not followed further than that its text gets at such things and runs something.
 */
export function speakGiven(
  chain: Chain,
  given: Handed,
  handling: Handling,
  language?: ProgramLanguage,
): void {
  const { environment } = given;
  if (!handling.runs && ![...handling.starts].some((name) => mayRunWords(chain, name, environment))) {
    // A word may still be meant for the program that it starts, as for one that is started with it.
    if (handling.takes && handling.starts.size > 0) speakWords(chain, given, language);
    return;
  }
  const texts = new Set<string>();
  if (handling.runsShell) {
    for (const path of handling.data) for (const value of valuesIn(chain, path)) addText(texts, value);
    for (const value of handling.values) addText(texts, value);
  }
  if (handling.takes) {
    for (const word of given.words) addWord(texts, word);
    for (const text of filesNamed(chain, [...given.words, ...(given.from ?? [])], environment.cwd))
      addText(texts, text);
    addText(texts, given.input);
    // Words that are joined again; options before them are the program's own.
    const plain = given.words.map((word) => word ?? '"$unknown"');
    const first = plain.findIndex((word) => !word.startsWith('-'));
    if (plain.length > 2 && first !== -1) addText(texts, plain.slice(first).join(' '));
  }
  if (handling.readsEnvironment)
    for (const value of environment.variables.values()) addText(texts, value ?? undefined);
  speak(chain, texts, given, language);
}

/** The same for a program whose texts were read before: it is not read again for other words. */
export function speakAgain(chain: Chain, path: string, given: Handed, language?: ProgramLanguage): void {
  const handling = chain.handlings.get(path);
  if (handling !== undefined) speakGiven(chain, given, handling, language);
}

/** Shows detectors those words that are commands, each for itself, whoever gets them. */
export function speakWords(chain: Chain, given: Handed, language?: ProgramLanguage): void {
  const texts = new Set<string>();
  for (const word of given.words) addWord(texts, word);
  speak(chain, texts, given, language);
}

function speak(
  chain: Chain,
  texts: ReadonlySet<string>,
  { place }: Handed,
  language: ProgramLanguage | undefined,
): void {
  for (const text of texts) {
    if (!spend(chain.budget, 1 + (text.length >> 6))) return;
    chain.spoken.add(text, place);
    if (language !== undefined && /[("']/.test(text)) chain.spoken.add(text, place, language);
  }
}

function addWord(texts: Set<string>, word: string | undefined): void {
  if (word === undefined) return;
  addText(texts, word);
  // `-v command=TEXT`, `--run=TEXT`.
  addText(texts, /^-{0,2}[\w.-]{1,60}[=:]([^]{8,})$/.exec(word)?.[1]);
}

function addText(texts: Set<string>, text: string | undefined): void {
  if (text === undefined || texts.size >= MAX_TEXTS) return;
  if (isCommand(text)) texts.add(text);
  const decoded = decodedText(text);
  if (decoded !== undefined && isCommand(decoded)) texts.add(decoded);
}

/** The beginnings of the image's texts that words name. */
function filesNamed(chain: Chain, words: readonly (string | undefined)[], cwd: string): readonly string[] {
  const found: string[] = [];
  for (const word of words) {
    if (word === undefined || found.length >= MAX_FILES || !/^[\w@%+,./-]{2,300}$/.test(word)) continue;
    const text = textOf(chain, absolutePath(word, cwd));
    if (text !== undefined) found.push(text.slice(0, MAX_TEXT));
  }
  return found;
}

function isCommand(text: string): boolean {
  return COMMAND.test(text.trim()) && OPERATOR.test(text);
}

/** The text behind base64 or hexadecimal digits; undefined for none, and for what is no text. */
function decodedText(word: string): string | undefined {
  const coded = word.trim();
  if (!CODED.test(coded)) return undefined;
  return textIn(Buffer.from(coded, /^(?:[\da-f]{2})+$/i.test(coded) ? 'hex' : 'base64'));
}

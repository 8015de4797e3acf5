import { absolutePath } from '../../path-lookup.ts';
import type { ProgramLanguage } from '../../program-text/program-language.ts';
import type { Given } from '../../program-text/static/context.ts';
import type { Chain, Environment, Invocation, Place } from '../chain.ts';
import { textOf } from '../managers/service-files.ts';
import { imageText } from '../shell/holes.ts';
import { mayRunWords, withoutOwnCommands } from './own-commands.ts';

const MAX_WORDS = 64;
const MAX_TEXT = 16 * 1024;
/** Of a file whose text was not kept there is nothing to show. */
const MAX_FILES = 8;

/** How a program's text may get at what it is given, in any of the languages. */
const TAKES =
  /argv|\bARG[VF]\b|\$[@*_]|@_\b|\bshift\b|stdin|\binput\s{0,5}\(|<>|\barg\s{0,5}\[|arg_?parse|optparse|getopt|click|docopt|\bfire\b|typer|commander|yargs|minimist|parseArgs|fileinput|readFile|\bgets\b|read_?line|\bopen\b|\bio\.|\bgetline\b|\$0|\bNR\b|command_?line|\bargs\b/i;
/** How it may run a text, whatever else it is called for. */
const RUNS =
  /(?<!platform\.)\bsystem\b|popen|\bexec(?!ut)|\beval\b|spawn|subprocess|child_process|check_(?:call|output)|getoutput|getstatusoutput|\bFunction\s{0,5}\(|\bvm\.|passthru|\bfork\b|\bpty\b|__import__|run_(?:path|module)/;
/** And in languages that have these. */
const ALSO_RUNS: Readonly<Partial<Record<ProgramLanguage, RegExp>>> = {
  perl: /`|\bqx\b|\bopen\b[^\n]{0,60}\||\bdo\b|\brequire\b/,
  ruby: /`|\bopen\b[^\n]{0,60}\||\bsend\b|%x|\bload\b/,
  php: /`|\binclude|\brequire/,
  lua: /\bload(?:string|file)?\b|\bdofile\b|os\.execute/,
};
/** Of a language of which only such calls are read. */
const FOREIGN_RUNS =
  /`|\brun\b|process|shell|\bsh\b|\bcmd\b|\bcommand\b|\|\s{0,5}getline|\|&?\s{0,5}["']?(?:ba|da|k|z)?sh\b/i;

/** Where its text asks for all variables, or for one by a name that does not stand there; by a plain name, it is read where it stands. */
const ENVIRONMENT = [
  /\benvironb?\b(?!\s{0,3}(?:\.\w{1,20}\s{0,3}\(|\[)\s{0,3}["']\w{1,60}["']\s{0,3}[\]),])/,
  /getenv\s{0,3}\(\s{0,3}(?!["']\w{1,60}["']\s{0,3}[),])/,
  /\bprocess\.env\b(?!\.\w|\[\s{0,3}["']\w{1,60}["']\s{0,3}\])/,
  /%ENV|\$ENV\{(?!\s{0,3}["']?\w{1,60}["']?\s{0,3}\})/,
  /(?<![$%\w])ENV\b(?!\s{0,3}(?:\.\w{1,20}\s{0,3}\(?|\[)\s{0,3}["']\w{1,60}["']\s{0,3}[\]),])/,
  /\$_(?:ENV|SERVER)\b(?!\s{0,3}\[\s{0,3}["']\w{1,60}["']\s{0,3}\])/,
  /\bENVIRON\b/,
];

/** A word that a shell would read as a command worth looking at: it has blanks, and an address, an option or an operator. */
const COMMAND = /\s/;
const OPERATOR = /[|<>;&`(]|:\/\/|\s--?\w/;
const CODED = /^[A-Za-z0-9+/_-]{24,16000}={0,2}$/;

/** What a program is given by the words from an index on, and by what it reads. */
export function givenTo({ argv, stdin, environment }: Invocation, from: number, chain: Chain): Given {
  const words = argv.slice(from, from + MAX_WORDS).map(({ value }) => value?.slice(0, MAX_TEXT));
  const input =
    stdin?.kind === 'text'
      ? stdin.text
      : stdin?.kind === 'file'
        ? textOf(chain, absolutePath(stdin.path, environment.cwd))
        : undefined;
  return {
    words,
    ...(input !== undefined && { input: input.slice(0, MAX_TEXT) }),
    ...(stdin?.kind === 'unknown' && { from: stdin.from.split(/[\s'"]+/).slice(0, MAX_WORDS) }),
  };
}

/** The words by which a program that is started again is another one: those that may be commands. */
export function commandWords({ words, input }: Given): readonly string[] {
  return [...words, input].filter((word) => word !== undefined && isCommand(word)) as readonly string[];
}

/** Whether a program's text gets at what it is given, and whether it runs something that may be that. */
export interface Handling {
  takes: boolean;
  runs: boolean;
  /** Programs that it starts by name, with words of their own. */
  readonly starts: Set<string>;
  readsEnvironment: boolean;
  /** The program's files that this was noted of. */
  readonly files: Set<string>;
}

export function newHandling(): Handling {
  return { takes: false, runs: false, starts: new Set(), readsEnvironment: false, files: new Set() };
}

/** Notes of one of a program's texts what it may do with what it is given; `foreign` is one of which only calls are read. */
export function noteHandling(handling: Handling, text: string, language: ProgramLanguage | 'foreign'): void {
  handling.takes ||= TAKES.test(text);
  const also = language === 'foreign' ? FOREIGN_RUNS : ALSO_RUNS[language];
  const { rest, programs } = withoutOwnCommands(text, language);
  handling.runs ||= RUNS.test(rest) || also?.test(rest) === true;
  for (const program of programs) handling.starts.add(program);
  handling.readsEnvironment ||= ENVIRONMENT.some((pattern) => pattern.test(text));
}

/** Who runs what is given, and where. */
interface Runner {
  readonly place: Place;
  readonly environment: Environment;
  readonly language?: ProgramLanguage;
}

/**
 * Shows detectors what a program is given that may run it: `python3 -c 'os.system(sys.argv[1])' COMMAND`, `COMMAND | awk '{ system($0) }'`.
 * Whether it does is not followed further than that its text gets at such things and runs something.
 */
export function speakGiven(chain: Chain, given: Given, handling: Handling, runner: Runner): void {
  const { environment } = runner;
  if (!handling.runs && ![...handling.starts].some((name) => mayRunWords(chain, name, environment))) {
    // A word may still be meant for the program that it starts, as for one that is started with it.
    if (handling.takes && handling.starts.size > 0) speakWords(chain, given, runner);
    return;
  }
  const texts = new Set<string>();
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
  speak(chain, texts, runner);
}

/** Shows detectors those words that are commands, each for itself, whoever gets them. */
export function speakWords(chain: Chain, { words }: Given, runner: Runner): void {
  const texts = new Set<string>();
  for (const word of words) addWord(texts, word);
  speak(chain, texts, runner);
}

function speak(chain: Chain, texts: ReadonlySet<string>, { place, language }: Runner): void {
  for (const text of texts) {
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
  if (text === undefined) return;
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
  const bytes = Buffer.from(coded, /^(?:[\da-f]{2})+$/i.test(coded) ? 'hex' : 'base64');
  const text = bytes.toString('utf8');
  return /[\0-\x08\ufffd]/.test(text) ? undefined : imageText(text);
}

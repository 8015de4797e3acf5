import { absolutePath } from '../../path-lookup.ts';
import type { ProgramLanguage } from '../../program-text/program-language.ts';
import type { Given } from '../../program-text/static/context.ts';
import { spend } from '../budget.ts';
import type { Chain, Environment, Invocation, Place } from '../chain.ts';
import { textOf } from '../managers/service-files.ts';
import { CommandTexts } from './command-texts.ts';
import { valuesIn } from './data-files.ts';
import type { Handling } from './handling.ts';
import { mayRunWords } from './may-run-words.ts';

/** What a program is given, and the command that gives it. */
export interface Handed extends Given {
  readonly place: Place;
  readonly environment: Environment;
  /** The words of the command that writes to its input, where what that prints is not known. */
  readonly from: readonly string[];
}

/** What a program is given by the words from an index on, and by what it reads. */
export function givenTo({ argv, stdin, environment, place }: Invocation, from: number, chain: Chain): Handed {
  const input =
    stdin?.kind === 'text'
      ? stdin.text
      : stdin?.kind === 'file'
        ? textOf(chain, absolutePath(stdin.path, environment.cwd))
        : undefined;
  return {
    words: argv.slice(from).map(({ value }) => value),
    from: stdin?.kind === 'unknown' ? stdin.from.split(/[\s'"]+/) : [],
    place,
    environment,
    ...(input !== undefined && { input }),
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
  if (!spend(chain.budget, given.words.length)) return;
  if (!handling.runs && ![...handling.starts].some((name) => mayRunWords(chain, name, environment))) {
    // A word may still be meant for the program that it starts, as for one that is started with it.
    if (handling.takes && handling.starts.size > 0) speakWords(chain, given, language);
    return;
  }
  const found = new CommandTexts();
  if (handling.runsShell) {
    for (const path of handling.data) {
      const { values, isCut } = valuesIn(chain, path);
      for (const value of values) found.add(value);
      if (isCut) chain.spoken.leaveOut(given.place);
    }
    for (const value of handling.values) found.add(value);
    if (handling.isCut) chain.spoken.leaveOut(given.place);
  }
  if (handling.takes) {
    for (const word of given.words) found.addWord(word);
    for (const text of filesNamed(chain, [...given.words, ...given.from], environment.cwd)) found.add(text);
    found.add(given.input);
    // Words that are joined again; options before them are the program's own.
    const plain = given.words.map((word) => word ?? '"$unknown"');
    const first = plain.findIndex((word) => !word.startsWith('-'));
    if (plain.length > 2 && first !== -1) found.add(plain.slice(first).join(' '));
  }
  if (handling.readsEnvironment)
    for (const value of environment.variables.values()) found.add(value ?? undefined);
  speak(chain, found, given, language);
}

/** The same for a program whose texts were read before: it is not read again for other words. */
export function speakAgain(chain: Chain, path: string, given: Handed, language?: ProgramLanguage): void {
  const handling = chain.handlings.get(path);
  if (handling !== undefined) speakGiven(chain, given, handling, language);
}

/** Shows detectors those words that are commands, each for itself, whoever gets them. */
export function speakWords(chain: Chain, given: Handed, language?: ProgramLanguage): void {
  const found = new CommandTexts();
  if (!spend(chain.budget, given.words.length)) return;
  for (const word of given.words) found.addWord(word);
  speak(chain, found, given, language);
}

function speak(
  chain: Chain,
  { texts, isFull }: CommandTexts,
  { place }: Handed,
  language: ProgramLanguage | undefined,
): void {
  if (isFull) chain.spoken.leaveOut(place);
  for (const text of texts) {
    if (!spend(chain.budget, 1 + (text.length >> 6))) return;
    chain.spoken.add(text, place);
    if (language !== undefined && /[("']/.test(text)) chain.spoken.add(text, place, language);
  }
}

/** The image's texts that words name. Of a file whose text was not kept there is nothing to show. */
function* filesNamed(chain: Chain, words: readonly (string | undefined)[], cwd: string): Generator<string> {
  for (const word of words) {
    if (chain.budget.workLeft <= 0) return;
    if (word === undefined || !/^[\w@%+,./-]{2,300}$/.test(word)) continue;
    const text = textOf(chain, absolutePath(word, cwd));
    if (text !== undefined) yield text;
  }
}

import { absolutePath } from '../../path-lookup.ts';
import { type Argument, type Chain, type Environment, known } from '../chain.ts';
import { textOf } from '../managers/service-files.ts';
import { JavaOptionReader, type OptionWord } from './java-options.ts';

export interface OptionWords {
  readonly words: readonly OptionWord[];
  readonly problems: readonly string[];
}

const OPTIONS_FILE = /^-XX:VMOptionsFile=(.{1,500})$/;
const MAX_WORDS = 4096;
const MAX_FILES = 20;
const MAX_TEXT = 256 * 1024;
/** Read by every virtual machine (JVM Tool Interface, "JAVA_TOOL_OPTIONS"), and by the `java` command (JEP 293). */
const VARIABLES = ['JAVA_TOOL_OPTIONS', '_JAVA_OPTIONS', 'JDK_JAVA_OPTIONS'];

/**
 * The words that `java` goes by: those of its variables, then its arguments, with argument files (`@FILE`) read as far
 * as the main class (java(1), "java Command-Line Argument Files").
 */
export function optionWords(chain: Chain, args: readonly Argument[], environment: Environment): OptionWords {
  const words: OptionWord[] = [];
  const problems: string[] = [];
  let files = 0;
  const wordsIn = (path: string, from?: string): readonly OptionWord[] => {
    const file = absolutePath(path, environment.cwd);
    const text = files++ < MAX_FILES ? textOf(chain, file) : undefined;
    if (text === undefined) problems.push(`the arguments in ${file} were not read`);
    return splitWords((text ?? '').slice(0, MAX_TEXT), true).map((word) => ({
      ...known(word),
      from: from ?? file,
    }));
  };
  for (const name of VARIABLES) {
    const value = environment.variables.get(name);
    if (value === null) problems.push(`${name} is set to what is not known`);
    else if (value !== undefined)
      for (const word of splitWords(value, false)) {
        const path = name === 'JDK_JAVA_OPTIONS' ? /^@([^@][^]*)$/.exec(word)?.[1] : undefined;
        words.push(...(path === undefined ? [{ ...known(word), from: name }] : wordsIn(path, name)));
      }
  }
  const own: OptionWord[] = [];
  const reader = new JavaOptionReader();
  const add = (word: OptionWord): void => {
    own.push(word);
    reader.add(word);
  };
  let expands = true;
  for (const argument of args) {
    if (own.length >= MAX_WORDS) break;
    const { value } = argument;
    if (value === '--disable-@files') expands = false;
    if (!expands || value?.startsWith('@') !== true || value.startsWith('@@') || reader.done) {
      add(value?.startsWith('@@') === true && expands ? known(value.slice(1)) : argument);
      continue;
    }
    for (const word of wordsIn(value.slice(1))) add(word);
  }
  const all = [...words, ...own].flatMap((word) => {
    const path = OPTIONS_FILE.exec(word.value ?? '')?.[1];
    return path === undefined ? [word] : wordsIn(path);
  });
  return { words: all.slice(0, MAX_WORDS), problems };
}

/** Splits at blanks outside quotes; in a file, `#` begins a comment and a backslash takes the next character as it is. */
function splitWords(text: string, isFile: boolean): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < text.length && words.length < MAX_WORDS; at++) {
    const character = text.charAt(at);
    if (isFile && character === '\\' && quote !== '') {
      at++;
      // At the end of a line it joins the next one, without the blanks that begin it.
      if (text[at] === '\n') while (/[ \t]/.test(text.charAt(at + 1))) at++;
      else word = (word ?? '') + text.charAt(at);
    } else if (quote !== '') {
      if (character === quote) quote = '';
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (isFile && character === '#') {
      const end = text.indexOf('\n', at);
      at = end === -1 ? text.length : end - 1;
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (word !== undefined) words.push(word);
  return words;
}

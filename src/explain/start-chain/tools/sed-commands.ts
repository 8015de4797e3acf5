/** A command that a tool is told to run, with the file and line that it comes from where it is not in the tool's own words. */
export interface ToldCommand {
  readonly text: string;
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
}

const MAX_SCRIPT = 16 * 1024;
const MAX_COMMANDS = 100;
const MAX_INPUT = 64 * 1024;

/** `1e`, `/x/,$ e`, `{e`: an address or none, and GNU sed's `e`, with its command where it has one. */
const RUNS =
  /(?:^|[;{}\n])\s{0,20}(?:(?:\d{1,9}(?:~\d{1,9})?|\$|\/(?:[^/\\\n]|\\.){0,500}\/[IM]{0,2})(?:\s{0,5},\s{0,5}(?:[+~]?\d{1,9}|\$|\/(?:[^/\\\n]|\\.){0,500}\/[IM]{0,2}))?\s{0,5}!?\s{0,5})?e(?:[ \t]{1,20}([^\n]{1,4000})|[ \t]{0,20}(?=$|[;}\n]))/g;

/**
 * What `sed` runs (GNU sed, "e [command]" and the flag `e` of `s`): the command itself, what `s///e` puts in place, or the
 * lines that it reads.
 *
 * @param words without the program's name
 * @param input what it reads from standard input, where that is known
 * @param read the text of a file by its name, and its path
 */
export function sedCommands(
  words: readonly string[],
  input: string | undefined,
  read: (name: string) => { readonly text: string; readonly file: string } | undefined,
): readonly ToldCommand[] {
  const scripts: { text: string; file?: string }[] = [];
  const files: string[] = [];
  let isGiven = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const [, option = word, attached] =
      /^(-[ef]|--(?:expression|file)=|-[nEruzs]{1,6}[ef])(.*)$/s.exec(word) ?? [];
    if (/^(?:-[a-zA-Z]{0,6}[ef]|--(?:expression|file)=?)$/.test(option)) {
      const value = attached === undefined || attached === '' ? (words[++at] ?? '') : attached;
      const isFile = /f$|^--file/.test(option);
      const file = isFile ? read(value) : undefined;
      if (file !== undefined) scripts.push(file);
      if (!isFile) scripts.push({ text: value });
      isGiven = true;
    } else if (!word.startsWith('-') || word === '-') {
      if (isGiven) files.push(word);
      else scripts.push({ text: word });
      isGiven = true;
    }
  }
  return scripts
    .flatMap((script) => commandsIn(script, () => inputsOf(files, input, read)))
    .slice(0, MAX_COMMANDS);
}

function inputsOf(
  files: readonly string[],
  input: string | undefined,
  read: (name: string) => { readonly text: string; readonly file: string } | undefined,
): readonly ToldCommand[] {
  const texts = files.flatMap((name): readonly ToldCommand[] => {
    const file = read(name);
    return file === undefined ? [] : [{ ...file, line: 1 }];
  });
  return files.length === 0 && input !== undefined ? [{ text: input.slice(0, MAX_INPUT) }] : texts;
}

function commandsIn(
  script: { readonly text: string; readonly file?: string },
  inputs: () => readonly ToldCommand[],
): readonly ToldCommand[] {
  const text = script.text.slice(0, MAX_SCRIPT);
  const found: ToldCommand[] = [];
  const placed = (command: string, at: number): ToldCommand => ({
    text: command,
    ...(script.file !== undefined && { file: script.file, line: text.slice(0, at).split('\n').length }),
  });
  for (const match of text.matchAll(RUNS)) {
    if (found.length >= MAX_COMMANDS) return found;
    // The line may begin with what ends the one before.
    if (match[1] !== undefined) found.push(placed(match[1], match.index + match[0].search(/\S/)));
    else found.push(...inputs());
  }
  for (const { replacement, at } of evaluatedSubstitutions(text)) {
    // What is put in for `&` and `\1` is the line's own.
    const command = replacement
      .replace(/\\(\d)|(?<!\\)&/g, '')
      .replace(/\\n/g, '\n')
      .replace(/\\([^\n])/g, '$1');
    if (command.trim() === '') found.push(...inputs());
    else found.push(placed(command, at));
  }
  return found;
}

const MAX_SUBSTITUTIONS = 200;

/** `s/…/REPLACEMENT/e`, by whatever mark it is parted. */
function evaluatedSubstitutions(text: string): readonly { replacement: string; at: number }[] {
  const found: { replacement: string; at: number }[] = [];
  let looked = 0;
  for (const { index } of text.matchAll(/(?<![A-Za-z\\])s(?=[^\w\s\\])/g)) {
    if (looked++ >= MAX_SUBSTITUTIONS) break;
    const mark = text.charAt(index + 1);
    const middle = endOf(text, index + 2, mark);
    const end = middle === undefined ? undefined : endOf(text, middle + 1, mark);
    if (middle === undefined || end === undefined) continue;
    const flags = /^[gpiImM\d]{0,8}e[gpiImMe\d]{0,8}(?=$|[\s;}w])/.exec(text.slice(end + 1, end + 20));
    if (flags !== null) found.push({ replacement: text.slice(middle + 1, end), at: index });
  }
  return found;
}

const MAX_PART = 4000;

/** The next mark that no backslash stands before. */
function endOf(text: string, from: number, mark: string): number | undefined {
  for (let at = from; at < Math.min(text.length, from + MAX_PART); at++) {
    if (text.charAt(at) === '\\') at++;
    else if (text.charAt(at) === mark) return at;
  }
  return undefined;
}

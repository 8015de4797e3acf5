import type { ShellCommand } from '../shell/model.ts';

/** An archive that a pipeline takes apart. */
export interface UnpackCall {
  readonly archive: string;
  readonly into: string;
  /** Leading parts of the members' names that are left out. */
  readonly strip: number;
}

/** What `tar x`, `unzip`, `jar x` and Python's `tarfile` and `zipfile` take apart, also out of `cat FILE |`. */
export function unpackCall(commands: readonly ShellCommand[]): UnpackCall | undefined {
  for (const [index, command] of commands.entries()) {
    const call = callOf(command);
    if (call === undefined) continue;
    const archive = call.archive ?? inputOf(command) ?? printedFile(commands.slice(0, index));
    if (archive !== undefined) return { into: '.', strip: 0, ...call, archive };
  }
  return undefined;
}

type Call = Partial<UnpackCall>;

function callOf({ name, args }: ShellCommand): Call | undefined {
  const words = args.map(({ text }) => text);
  switch (name) {
    case 'tar':
    case 'gtar':
    case 'bsdtar':
      return tarCall(words);
    case 'unzip': {
      const at = words.findIndex((word) => /^-\w*d$/.test(word));
      const into = at < 0 ? undefined : words[at + 1];
      const archive = words.find((word, index) => !word.startsWith('-') && (at < 0 || index !== at + 1));
      return { ...(archive !== undefined && { archive }), ...(into !== undefined && { into }) };
    }
    case 'jar': {
      const archive = words[1];
      return /^-?x\w*f/.test(words[0] ?? '') && archive !== undefined ? { archive } : undefined;
    }
    default:
      return /^python[\d.]*$/.test(name) ? moduleCall(words) : undefined;
  }
}

/** `python3 -m zipfile -e ARCHIVE FOLDER`. */
function moduleCall(words: readonly string[]): Call | undefined {
  const at = words.indexOf('-m');
  const [module = '', option = '', archive, into] = words.slice(at + 1);
  if (at < 0 || !/^(?:zip|tar)file$/.test(module) || !/^(?:-e|--extract)$/.test(option)) return undefined;
  return { ...(archive !== undefined && { archive }), ...(into !== undefined && { into }) };
}

/** tar(1): `xzf A -C D`, `-x -f A`, `--extract --file=A --directory D`. */
function tarCall(words: readonly string[]): Call | undefined {
  const call: { archive?: string; into?: string; strip?: number } = {};
  let extracts = false;
  const take = (option: string, value: string | undefined): void => {
    if (value === undefined) return;
    if (option === 'f' && value !== '-') call.archive = value;
    if (option === 'C') call.into = value;
    if (option === 's' && /^\d{1,3}$/.test(value)) call.strip = Number(value);
  };
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const long = /^--(extract|get|file|directory|strip-components)(?:=(.*))?$/s.exec(word);
    if (long !== null) {
      const [, name = '', value] = long;
      if (name === 'extract' || name === 'get') extracts = true;
      else take({ file: 'f', directory: 'C' }[name] ?? 's', value ?? words[++at]);
      continue;
    }
    const isBundle = at === 0 ? /^-?[A-Za-z]+$/.test(word) : /^-[A-Za-z]/.test(word);
    if (!isBundle) continue;
    const letters = word.replace(/^-/, '');
    for (const [index, letter] of [...letters].entries()) {
      if (letter === 'x') extracts = true;
      if (!'fCbTXH'.includes(letter)) continue;
      // With a dash, what follows the letter is its value; without one, the next word.
      const rest = letters.slice(index + 1);
      if (word.startsWith('-') && rest !== '') {
        take(letter, rest);
        break;
      }
      take(letter, words[++at]);
    }
  }
  return extracts ? call : undefined;
}

function inputOf({ redirects }: ShellCommand): string | undefined {
  return redirects.find(({ operator }) => operator === '<')?.target.text;
}

/** The file that `cat`, or what undoes a compression, prints. */
function printedFile(commands: readonly ShellCommand[]): string | undefined {
  for (const command of commands) {
    if (!/^(?:cat|zcat|gunzip|gzip|xzcat|xz|unxz|bzcat|bunzip2|zstdcat|zstd|unzstd|pv)$/.test(command.name))
      continue;
    const operand = command.args.map(({ text }) => text).find((text) => !text.startsWith('-'));
    const file = operand ?? inputOf(command);
    if (file !== undefined) return file;
  }
  return undefined;
}

import type { Pattern } from './pattern.ts';
import { type SedAddress, type SedCommand, sedProgram } from './program.ts';

/** Characters of a text that sed's commands are applied to, and of what comes of it. */
const MAX_TEXT = 512 * 1024;
/** Characters that patterns may look at for one text. */
const MAX_WORK = 4 * 1024 * 1024;

/** The script of a `sed` command and the files that it works on. */
export interface SedCall {
  readonly scripts: readonly string[];
  readonly extended: boolean;
  /** `-n`: prints only what it is told to. */
  readonly quiet: boolean;
  /** `-i`: the files are changed in place. */
  readonly inPlace: boolean;
  readonly files: readonly string[];
}

/** The words of a `sed` command, read as GNU's and busybox's do. */
export function sedCall(args: readonly string[]): SedCall {
  const scripts: string[] = [];
  const operands: string[] = [];
  let extended = false;
  let quiet = false;
  let inPlace = false;
  let isScript = false;
  for (const [index, arg] of args.entries()) {
    if (isScript) {
      scripts.push(arg);
      isScript = false;
    } else if (arg.startsWith('--')) {
      if (/^--regexp-extended$/.test(arg)) extended = true;
      else if (/^--(?:quiet|silent)$/.test(arg)) quiet = true;
      else if (/^--in-place(?:=|$)/.test(arg)) inPlace = true;
      else if (arg === '--expression') isScript = true;
      else if (arg.startsWith('--expression=')) scripts.push(arg.slice('--expression='.length));
    } else if (arg.startsWith('-') && arg !== '-') {
      // What follows `i` is the ending of the copy that is kept.
      const letters = /^-([nrEszue]*)(i?)/.exec(arg);
      if (/[rE]/.test(letters?.[1] ?? '')) extended = true;
      if (letters?.[1]?.includes('n') === true) quiet = true;
      if (letters?.[2] === 'i') inPlace = true;
      // busybox and people write `-ie`, too, and mean `-i -e`.
      isScript = arg.endsWith('e') && index + 1 < args.length;
    } else operands.push(arg);
  }
  if (scripts.length === 0) scripts.push(...operands.splice(0, 1));
  return { scripts, extended, quiet, inPlace, files: operands };
}

/**
 * What `sed` makes of a text, where its commands are replacements, deletions and added lines. Nothing is run, and every
 * step is bounded; undefined where it is told anything else.
 */
export function sedOutput({ scripts, extended, quiet }: SedCall, input: string): string | undefined {
  if (scripts.length === 0 || input.length > MAX_TEXT) return undefined;
  const commands = sedProgram(scripts.join('\n'), extended);
  if (commands === undefined || commands.length * input.length > MAX_WORK) return undefined;
  const ends = input.endsWith('\n');
  const lines = (ends ? input.slice(0, -1) : input).split('\n');
  const inRange = new Set<SedCommand>();
  const out: string[] = [];
  let size = 0;
  for (const [index, line] of lines.entries()) {
    const place = { number: index + 1, isLast: index === lines.length - 1 };
    for (const made of edited(line, place, commands, inRange, quiet)) {
      size += made.length + 1;
      if (size > MAX_TEXT) return undefined;
      out.push(made);
    }
  }
  return out.length === 0 ? '' : out.join('\n') + (ends ? '\n' : '');
}

interface LinePlace {
  readonly number: number;
  readonly isLast: boolean;
}

function edited(
  given: string,
  place: LinePlace,
  commands: readonly SedCommand[],
  inRange: Set<SedCommand>,
  quiet: boolean,
): readonly string[] {
  const before: string[] = [];
  const after: string[] = [];
  let line = given;
  for (const command of commands) {
    if (isFor(command, line, place, inRange) === command.others) continue;
    const { does } = command;
    switch (does.kind) {
      case 'delete':
        return [...before, ...after];
      case 'instead':
        return [...before, does.text, ...after];
      case 'print':
        before.push(line);
        break;
      case 'before':
        before.push(does.text);
        break;
      case 'after':
        after.push(does.text);
        break;
      case 'replace': {
        const made = replaced(line, does);
        if (does.prints && made !== line) before.push(made);
        line = made;
      }
    }
  }
  return quiet ? [...before, ...after] : [...before, line, ...after];
}

function isFor(command: SedCommand, line: string, place: LinePlace, inRange: Set<SedCommand>): boolean {
  const { from, to } = command;
  if (from === undefined) return true;
  if (to === undefined) return isAt(from, line, place);
  if (!inRange.has(command)) {
    if (!isAt(from, line, place)) return false;
    if (typeof to === 'number' && to <= place.number) return true;
    inRange.add(command);
    return true;
  }
  if (isAt(to, line, place) || (typeof to === 'number' && place.number >= to)) inRange.delete(command);
  return true;
}

function isAt(address: SedAddress, line: string, { number, isLast }: LinePlace): boolean {
  if (typeof address === 'number') return number === address;
  return address === 'last' ? isLast : address(line, 0) !== undefined;
}

const MAX_MATCHES = 10_000;

function replaced(
  line: string,
  { pattern, by, which, all }: { pattern: Pattern; by: string; which: number; all: boolean },
): string {
  let out = '';
  let done = 0;
  let from = 0;
  for (let count = 1; count <= MAX_MATCHES && from <= line.length; count++) {
    const match = pattern(line, from);
    if (match === undefined) break;
    from = match.end > match.start ? match.end : match.end + 1;
    if (count < which) continue;
    out += line.slice(done, match.start) + filledIn(by, match.groups);
    done = match.end;
    if (!all || out.length > MAX_TEXT) break;
  }
  return out + line.slice(done);
}

/** `&` and `\1` in a replacement. */
function filledIn(by: string, groups: readonly string[]): string {
  return by.replaceAll(/\\([\s\S])|&/g, (whole, escaped: string | undefined) => {
    if (escaped === undefined) return groups[0] ?? '';
    if (/\d/.test(escaped)) return groups[Number(escaped)] ?? '';
    return { n: '\n', t: '\t' }[escaped] ?? (whole === '\\\n' ? '\n' : escaped);
  });
}

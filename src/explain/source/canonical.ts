import type { SourceInstruction } from './parse-dockerfile.ts';
import { expand, quotedWords } from './variables.ts';

export type Lookup = (name: string) => string | undefined;

/**
 * What an instruction means, in one form for all ways to write it, so that two can be compared: variables
 * replaced, quotes taken away, white space as one space, sets in order. Flags that no history records
 * (`--from`, `--mount` …) are left out. `workdir` is the WORKDIR in force.
 */
export function canonical(instruction: SourceInstruction, lookup: Lookup, workdir = '/'): string {
  const { keyword, argument } = instruction;
  if (keyword === 'WORKDIR') return `WORKDIR ${resolveFolder(expand(argument, lookup), workdir)}`;
  return `${keyword} ${argumentOf(instruction, argument, lookup)}`.trim();
}

function argumentOf(instruction: SourceInstruction, argument: string, lookup: Lookup): string {
  switch (instruction.keyword) {
    case 'RUN':
    case 'CMD':
    case 'ENTRYPOINT':
      return commandText(argument, instruction.heredocs);
    case 'SHELL':
      return commandText(argument, []);
    case 'ENV':
    case 'LABEL':
      return pairsOf(argument, lookup)
        .map(([key, value]) => `${key}=${JSON.stringify(squeeze(value))}`)
        .join(' ');
    case 'EXPOSE':
      return [...new Set(quotedWords(argument).flatMap((word) => portsOf(expand(word, lookup))))]
        .sort()
        .join(' ');
    case 'VOLUME':
      return (jsonList(argument) ?? quotedWords(argument))
        .map((path) => expand(path, lookup))
        .sort()
        .join(' ');
    case 'HEALTHCHECK':
      return healthcheck(instruction);
    case 'COPY':
    case 'ADD':
      return copy(instruction, lookup);
    case 'MAINTAINER':
      return squeeze(argument);
    case 'ONBUILD':
      return squeeze([...instruction.flags, argument].join(' '));
    default:
      return squeeze(expand(argument, lookup));
  }
}

/** The key-value pairs of ENV and LABEL, in both ways to write them. */
export function pairsOf(argument: string, lookup: Lookup): [string, string][] {
  const words = quotedWords(argument);
  if (!/^(?:"[^"]*"|'[^']*'|[^\s=])+=/.test(words[0] ?? '')) {
    const old = /^(\S+)\s+([^]*)$/.exec(argument.trim());
    return old === null ? [] : [[expand(old[1] ?? '', lookup), expand((old[2] ?? '').trim(), lookup)]];
  }
  return words.slice(0, 1000).map((word) => {
    const equals = equalsOf(word);
    return [expand(word.slice(0, equals), lookup), expand(word.slice(equals + 1), lookup)];
  });
}

function equalsOf(word: string): number {
  const quoted = /^"[^"]*"|^'[^']*'/.exec(word)?.[0].length ?? 0;
  const at = word.indexOf('=', quoted);
  return at === -1 ? word.length : at;
}

function commandText(argument: string, heredocs: readonly string[]): string {
  const list = jsonList(argument);
  if (list !== undefined) return JSON.stringify(list.map(squeeze));
  // A single here-document as the whole command is recorded as its text.
  if (heredocs.length === 1 && /^<<-?["']?[\w.]+["']?$/.test(argument)) return squeeze(heredocs[0] ?? '');
  return squeeze([argument, ...heredocs].join('\n'));
}

function portsOf(port: string): string[] {
  const [numbers = '', protocol = 'tcp'] = port.toLowerCase().split('/', 2);
  const range = /^(\d{1,5})-(\d{1,5})$/.exec(numbers);
  const first = Number(range?.[1]);
  const last = Number(range?.[2]);
  if (range === null || last < first || last - first > 1000) return [`${numbers}/${protocol}`];
  return Array.from({ length: last - first + 1 }, (_, i) => `${first + i}/${protocol}`);
}

function healthcheck({ flags, argument }: SourceInstruction): string {
  const command = argument.replace(/^CMD\s+/i, 'CMD ');
  const list = command.startsWith('CMD ') ? jsonList(command.slice(4)) : undefined;
  const text = list === undefined ? squeeze(command) : `CMD ${JSON.stringify(list)}`;
  return [...flags.map(seconds).sort(), text].join(' ');
}

/** `--interval=1m30s` in milliseconds, however it is written. */
function seconds(flag: string): string {
  const match = /^(--[a-z-]+)=((?:\d+(?:\.\d+)?(?:ms|h|m|s))+)$/.exec(flag);
  if (match === null) return flag;
  const UNIT: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  let total = 0;
  for (const [, number, unit] of (match[2] ?? '').matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)) {
    total += Number(number) * (UNIT[unit ?? 's'] ?? 0);
  }
  return `${match[1]}=${total}`;
}

function copy({ flags, argument }: SourceInstruction, lookup: Lookup): string {
  const kept = flags
    .filter((flag) => /^--(?:chown|chmod|parents)\b/.test(flag))
    .map((flag) => expand(flag, lookup))
    .sort();
  return [...kept, ...copyWords({ argument }, lookup)].join(' ');
}

/** What COPY and ADD copy and, last, where to. */
export function copyWords({ argument }: Pick<SourceInstruction, 'argument'>, lookup: Lookup): string[] {
  const words = jsonList(argument) ?? quotedWords(argument);
  return words.map((word) => expand(word, lookup).replace(/^(<<-?)["']|["']$/g, '$1'));
}

export function jsonList(text: string): string[] | undefined {
  if (!text.startsWith('[') || !text.trimEnd().endsWith(']')) return undefined;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : undefined;
  } catch {
    return undefined;
  }
}

/** A folder as WORKDIR means it: below the one in force where it does not begin at the root. */
export function resolveFolder(path: string, workdir: string): string {
  const whole = squeeze(path.startsWith('/') ? path : `${workdir}/${path}`).replace(/\/{2,}/g, '/');
  return whole.length > 1 ? whole.replace(/\/$/, '') : whole;
}

export function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** One instruction as a Dockerfile writes it (docs.docker.com, Dockerfile reference). */
export interface SourceInstruction {
  /** In capitals. */
  readonly keyword: string;
  /** `--from=build`, `--mount=…`: those in front of the argument. */
  readonly flags: readonly string[];
  /** What follows, continuation lines joined and comment lines left out; line breaks of here-documents stay. */
  readonly argument: string;
  /** Line on which it begins, from 1. */
  readonly line: number;
  /** Bodies of its here-documents. */
  readonly heredocs: readonly string[];
}

export interface SourceStage {
  /** What stands behind FROM: `debian:12 AS build`. */
  readonly from: string;
  readonly line: number;
  readonly instructions: readonly SourceInstruction[];
}

export interface SourceDockerfile {
  /** ARGs before the first FROM. */
  readonly globals: readonly SourceInstruction[];
  readonly stages: readonly SourceStage[];
  /** False where it is longer than is read. */
  readonly whole: boolean;
}

/** Characters and instructions read of one Dockerfile. */
export const MAX_SOURCE = 1_000_000;
const MAX_INSTRUCTIONS = 10_000;

const FLAG = /^--[a-z][a-z-]*(?:=\S*)?$/;
const WITH_FLAGS: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD', 'HEALTHCHECK', 'FROM', 'ONBUILD']);
const WITH_HEREDOCS: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD']);

/** Takes a Dockerfile apart. Linear; never throws: a line that is no instruction becomes one with an odd keyword. */
export function parseDockerfile(text: string): SourceDockerfile {
  const lines = text
    .slice(0, MAX_SOURCE)
    .replace(/^\ufeff/, '')
    .split(/\r?\n/);
  const escape = escapeOf(lines);
  const globals: SourceInstruction[] = [];
  const stages: { from: string; line: number; instructions: SourceInstruction[] }[] = [];
  let at = 0;
  let count = 0;
  while (at < lines.length && count < MAX_INSTRUCTIONS) {
    const start = at;
    const first = lines[at] ?? '';
    at++;
    if (isBlankOrComment(first)) continue;
    const pieces: string[] = [];
    let line: string | undefined = first;
    while (line !== undefined) {
      const end = line.trimEnd();
      if (!end.endsWith(escape)) {
        pieces.push(line);
        break;
      }
      pieces.push(end.slice(0, -1));
      // Comments and empty lines between continued ones belong to none.
      while (at < lines.length && isBlankOrComment(lines[at] ?? '')) at++;
      line = lines[at++];
    }
    const logical = pieces.join('').trim();
    const keyword = (/^\S+/.exec(logical)?.[0] ?? '').toUpperCase();
    const { flags, argument } = takeFlags(keyword, logical.slice(keyword.length).trim());
    const heredocs: string[] = [];
    if (WITH_HEREDOCS.has(keyword)) at = takeHeredocs(argument, lines, at, heredocs);
    const instruction = { keyword, flags, argument, line: start + 1, heredocs };
    count++;
    if (keyword === 'FROM') stages.push({ from: argument, line: start + 1, instructions: [] });
    else (stages.at(-1)?.instructions ?? globals).push(instruction);
  }
  return { globals, stages, whole: text.length <= MAX_SOURCE && count < MAX_INSTRUCTIONS };
}

/** The parser directive `# escape=`, which stands above everything else. */
function escapeOf(lines: readonly string[]): string {
  for (const line of lines.slice(0, 20)) {
    const directive = /^#\s*([a-z]+)\s*=\s*(\S*)/i.exec(line);
    if (directive === null) return '\\';
    if (directive[1]?.toLowerCase() === 'escape' && directive[2] === '`') return '`';
  }
  return '\\';
}

function isBlankOrComment(line: string): boolean {
  return /^\s*(?:#|$)/.test(line);
}

function takeFlags(keyword: string, text: string): { flags: string[]; argument: string } {
  const flags: string[] = [];
  let argument = text;
  while (WITH_FLAGS.has(keyword) && argument.startsWith('--') && flags.length < 50) {
    const word = /^\S+/.exec(argument)?.[0] ?? '';
    if (!FLAG.test(word)) break;
    flags.push(word);
    argument = argument.slice(word.length).trim();
  }
  return { flags, argument };
}

/** Reads the bodies of `<<EOF` and `<<-"EOF"` behind an instruction; gives the line after them. */
function takeHeredocs(argument: string, lines: readonly string[], from: number, bodies: string[]): number {
  let at = from;
  for (const match of argument.matchAll(/(?:^|[^<])<<(-?)(["']?)([A-Za-z_][\w.]{0,100})\2/g)) {
    if (bodies.length >= 50) break;
    const [, tabs, , name] = match;
    const body: string[] = [];
    let ended = false;
    for (let next = at; next < lines.length; next++) {
      const line = tabs === '-' ? (lines[next] ?? '').replace(/^\t+/, '') : (lines[next] ?? '');
      if (line === name) {
        at = next + 1;
        ended = true;
        break;
      }
      body.push(line);
    }
    // Without its end it is none: `<<` may be a shift or a here-document of the shell on one line.
    if (!ended) break;
    bodies.push(`${body.join('\n')}\n`);
  }
  return at;
}

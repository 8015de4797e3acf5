import type { StartStep } from '../../explanation.ts';
import { absolutePath } from '../../path-lookup.ts';
import { oneLine } from '../../printable.ts';
import {
  type Argument,
  type Chain,
  type Follower,
  type Invocation,
  known,
  type Place,
  shellWords,
} from '../chain.ts';
import { firstGroup } from '../first-group.ts';
import { lineOf, textOf } from '../managers/service-files.ts';
import { sedCommands, type ToldCommand } from './sed-commands.ts';
import { TOOLS, type Tool } from './tool-table.ts';

const MAX_WORDS = 128;
const MAX_LINES = 2000;
const MAX_LINE = 4000;
const MAX_COMMANDS = 100;

/** Options under which an interpreter takes a program's text. */
const INTERPRETERS: Readonly<Record<string, readonly [name: string, option: string]>> = {
  python: ['python3', '-c'],
  perl: ['perl', '-e'],
  ruby: ['ruby', '-e'],
  lua: ['lua', '-e'],
  node: ['node', '-e'],
};

/** A text that a tool is told, and where it stands: in a file, or among the words of the command. */
interface Told {
  readonly text: string;
  readonly file?: string;
  /** Of the first line. */
  readonly line?: number;
}

/** `gdb -ex 'shell …'`, `vim -c '!…'`, `sed '1e …'`, `tar --to-command=…`: commands that a tool is told to run. */
export const followTool: Follower = (invocation, program, chain) => {
  const isSed = /^g?sed$/.test(program.name);
  const tool = isSed ? undefined : TOOLS.find(({ name }) => name.test(program.name));
  if (tool === undefined && !isSed) return undefined;
  const children: StartStep[] = [];
  const run = (argv: readonly Argument[], text: string, place: Place): void => {
    if (children.length >= MAX_COMMANDS) return;
    const { stdin: _stdin, ...rest } = invocation;
    children.push(...chain.run({ ...rest, argv, command: oneLine(text), place }));
  };
  const commands: readonly ToolCommand[] =
    tool === undefined ? sedTold(invocation, chain) : commandsOf(tool, toldTo(tool, invocation, chain));
  for (const { text, argv = shellWords(text), file, line } of commands) {
    const place =
      file === undefined
        ? { ...invocation.place, ...(line !== undefined && { line }) }
        : lineOf(chain, file, line ?? 1);
    run(argv, text, place);
  }
  return children.length === 0 ? undefined : { children };
};

function toldTo(tool: Tool, { argv, environment, stdin }: Invocation, chain: Chain): readonly Told[] {
  const told: Told[] = [];
  const read = (name: string): void => {
    const file = absolutePath(name, environment.cwd);
    const text = textOf(chain, file);
    if (text !== undefined) told.push({ text, file, line: 1 });
  };
  const words = argv.slice(1, MAX_WORDS).map(({ value }) => value);
  for (const [at, word] of words.entries()) {
    if (word === undefined) continue;
    const before = words[at - 1] ?? '';
    if (tool.after?.test(before) === true) told.push({ text: tool.plain?.(word) ?? word });
    else if (tool.file?.test(before) === true) read(word);
    else {
      const within = firstGroup(tool.within?.exec(word));
      if (within !== undefined) told.push({ text: tool.plain?.(within) ?? within });
    }
  }
  if (tool.stdin !== true || stdin === undefined) return told;
  if (stdin.kind === 'file') read(stdin.path);
  if (stdin.kind === 'text')
    told.push({ text: stdin.text, ...(stdin.line !== undefined && { line: stdin.line }) });
  return told;
}

interface ToolCommand extends ToldCommand {
  readonly argv?: readonly Argument[];
}

function commandsOf(tool: Tool, told: readonly Told[]): readonly ToolCommand[] {
  return told.flatMap(({ text, file, line: first }): readonly ToolCommand[] => {
    const at = (index: number): Omit<ToldCommand, 'text'> => ({
      ...(file !== undefined && { file }),
      ...(first !== undefined && { line: first + index }),
    });
    if (tool.line === undefined) return [{ text, ...at(0) }];
    const found: ToolCommand[] = [];
    const lines = text.split('\n', MAX_LINES).map((line) => line.slice(0, MAX_LINE));
    for (const [index, line] of lines.entries()) {
      const program = tool.program?.exec(line);
      const [language] = Object.entries(program?.groups ?? {}).find(([, name]) => name !== undefined) ?? [];
      const interpreter = language === undefined ? undefined : INTERPRETERS[language];
      if (interpreter !== undefined) {
        const inner = program?.at(-1) || blockFrom(lines, index + 1);
        found.push({ text: line, argv: [...interpreter, inner].map(known), ...at(index) });
        continue;
      }
      const command = firstGroup(tool.line.exec(line));
      if (command !== undefined) found.push({ text: command, ...at(index) });
    }
    return found;
  });
}

/** The lines of a program in a script of gdb's: as far as `end`. */
function blockFrom(lines: readonly string[], from: number): string {
  const end = lines.findIndex((line, index) => index >= from && line.trim() === 'end');
  return lines.slice(from, end < 0 ? undefined : end).join('\n');
}

function sedTold({ argv, environment, stdin }: Invocation, chain: Chain): readonly ToldCommand[] {
  const words = argv.slice(1, MAX_WORDS).map(({ value }) => value ?? '');
  const textIn = (name: string): string | undefined => textOf(chain, absolutePath(name, environment.cwd));
  const input = stdin?.kind === 'text' ? stdin.text : stdin?.kind === 'file' ? textIn(stdin.path) : undefined;
  return sedCommands(words, input, (name) => {
    const text = textIn(name);
    return text === undefined ? undefined : { text, file: absolutePath(name, environment.cwd) };
  });
}

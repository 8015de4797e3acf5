import type { StartStep } from '../../explanation.ts';
import { absolutePath } from '../../path-lookup.ts';
import { oneLine } from '../../printable.ts';
import { type Chain, type Invocation, type Program, shellWords } from '../chain.ts';
import { isFolder, lineOf, textOf } from '../managers/service-files.ts';
import { cutStep } from '../native/library-step.ts';
import { readToldText } from '../programs/program-text.ts';
import { globFiles } from '../shell/file-globs.ts';

const RUNS_NOTEBOOKS =
  /^(?:voila|papermill|jupyter(?:-[a-z]{1,20})?|nbconvert|ploomber|treon|jupytext|nbval)$/;
const MAX_TEXT = 4 * 1024 * 1024;
const MAX_NOTEBOOKS = 20;
const MAX_WORDS = 64;
/** Lines for a shell in a cell of Python (IPython, "System shell access"). */
const SHELL_LINE = /^\s{0,40}(?:\w{1,60}\s{0,9}=\s{0,9})?!{1,2}([^=\n][^\n]{0,4000})/gm;
const SHELL_CELL = /^\s{0,9}%%(?:bash|sh|script\s{1,9}(?:ba)?sh)\b[^\n]{0,200}\n([^]*)$/;

/** The code of the notebooks among a command's words, where the program runs them. */
export function notebookSteps(chain: Chain, invocation: Invocation, { name }: Program): readonly StartStep[] {
  if (!RUNS_NOTEBOOKS.test(name)) return [];
  const { environment, place, command } = invocation;
  const paths = invocation.argv.slice(1, MAX_WORDS).flatMap(({ value = '' }) => {
    const path = absolutePath(value, environment.cwd);
    if (value !== '' && isFolder(chain, path)) return globFiles(chain, '*.ipynb', path) ?? [];
    return value.endsWith('.ipynb') ? [path] : [];
  });
  const steps = paths.slice(0, MAX_NOTEBOOKS).flatMap((path) => notebook(chain, invocation, path));
  return paths.length > MAX_NOTEBOOKS ? [...steps, cutStep(chain, command, place)] : steps;
}

function notebook(chain: Chain, invocation: Invocation, path: string): readonly StartStep[] {
  const text = textOf(chain, path);
  if (text === undefined) return [];
  const { stdin: _stdin, ...rest } = invocation;
  const place = lineOf(chain, path, 1);
  const cells = text.length > MAX_TEXT ? [] : cellsOf(text);
  return cells.flatMap((cell) => {
    const whole = SHELL_CELL.exec(cell)?.[1];
    const lines = whole === undefined ? [...cell.matchAll(SHELL_LINE)].map(([, line = '']) => line) : [whole];
    const commands = lines.flatMap((line) =>
      chain.run({ ...rest, place, argv: shellWords(line), command: oneLine(line, 300) }),
    );
    if (whole !== undefined) return commands;
    const reader = { language: 'python', interpreter: 'python3', environment: rest.environment } as const;
    const code = cell.replace(SHELL_LINE, '').replace(/^\s{0,40}%[^\n]*/gm, '');
    const told = code.trim() === '' ? [] : readToldText(chain, code, reader, place).children;
    return [...commands, ...told];
  });
}

interface Cell {
  readonly cell_type?: unknown;
  readonly source?: unknown;
}

function cellsOf(text: string): readonly string[] {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return [];
  }
  const cells = (read as { readonly cells?: unknown } | null)?.cells;
  if (!Array.isArray(cells)) return [];
  return (cells as readonly (Cell | null)[]).flatMap((cell) => {
    if (cell?.cell_type !== 'code') return [];
    const { source } = cell;
    return typeof source === 'string' ? source : Array.isArray(source) ? source.map(String).join('') : [];
  });
}

import type { StartStep } from '../../explanation.ts';
import { absolutePath } from '../../path-lookup.ts';
import { oneLine } from '../../printable.ts';
import { type Chain, type Invocation, type Program, shellWords } from '../chain.ts';
import { isFile, isFolder, lineOf, textOf } from '../managers/service-files.ts';
import { cutStep } from '../native/library-step.ts';
import { readToldText } from '../programs/program-text.ts';
import { globFiles } from '../shell/file-globs.ts';
import { makeStep } from '../step.ts';

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
  return paths.length > MAX_NOTEBOOKS
    ? [...steps, cutStep(chain, command, place, 'notebooks that it runs')]
    : steps;
}

function notebook(chain: Chain, invocation: Invocation, path: string): readonly StartStep[] {
  if (!isFile(chain, path)) return [];
  const { stdin: _stdin, ...rest } = invocation;
  const place = lineOf(chain, path, 1);
  const cells = cellsOf(textOf(chain, path) ?? '');
  if (cells === undefined) {
    const unknown = 'the code of its cells was not read';
    return [makeStep(chain, { what: path, command: path, kind: 'program', place, unknown })];
  }
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

/** The code of a notebook's cells; undefined for what is none. */
function cellsOf(text: string): readonly string[] | undefined {
  if (text.length > MAX_TEXT) return undefined;
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  const cells = (read as { readonly cells?: unknown } | null)?.cells;
  if (!Array.isArray(cells)) return undefined;
  return (cells as readonly (Cell | null)[]).flatMap((cell) => {
    if (cell?.cell_type !== 'code') return [];
    const { source } = cell;
    return typeof source === 'string' ? source : Array.isArray(source) ? source.map(String).join('') : [];
  });
}

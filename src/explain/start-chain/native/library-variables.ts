import type { StartStep } from '../../explanation.ts';
import { absolutePath, directory } from '../../path-lookup.ts';
import type { Chain, Invocation, Program } from '../chain.ts';
import { globFiles } from '../shell/file-globs.ts';
import { cutStep, isFirst, libraryStep } from './library-step.ts';
import { LIBRARY_VARIABLES, type LibraryVariable } from './library-variable-table.ts';
import { loaderSteps } from './loader-files.ts';

/** Names of one variable, and files of its folders that are looked at. */
const MAX_NAMES = 32;
const MAX_FILES = 500;
const MAX_VALUE = 8000;

/** Libraries that variables and the loader's own files make a program load; each once an image. */
export function librarySteps(chain: Chain, invocation: Invocation, program: Program): readonly StartStep[] {
  if (program.kind === 'missing' || program.kind === 'builtin') return [];
  return [...variableSteps(chain, invocation, program), ...loaderSteps(chain, invocation)];
}

function variableSteps(chain: Chain, invocation: Invocation, program: Program): readonly StartStep[] {
  const { environment, place } = invocation;
  const origin = directory(program.path ?? '/');
  return LIBRARY_VARIABLES.flatMap((told) => {
    const value = environment.variables.get(told.variable);
    if (value == null || value === '') return [];
    const command = `${told.variable}=${value}`;
    if (!isFirst(chain, command)) return [];
    const names = value
      .slice(0, MAX_VALUE)
      .replace(/\$(?:ORIGIN\b|\{ORIGIN\})/g, () => origin)
      .split(told.between ?? /[:\s]+/)
      .filter((name) => name !== '');
    const lists = names.slice(0, MAX_NAMES).map((name) => filesOf(chain, told, name, invocation));
    const files = lists.flatMap((list) => list ?? []);
    const steps = files.slice(0, MAX_FILES).flatMap((path) => libraryStep(chain, path, { command, place }));
    const isCut =
      lists.includes(undefined) ||
      names.length > MAX_NAMES ||
      files.length > MAX_FILES ||
      value.length > MAX_VALUE;
    return isCut ? [...steps, cutStep(chain, command, place)] : steps;
  });
}

/**
 * The files that a name stands for: a path, or what the places of the variable say of a bare name or folder; undefined where
 * there are too many.
 */
function filesOf(
  chain: Chain,
  { places = [], holds, folders = '' }: LibraryVariable,
  name: string,
  { argv, environment: { cwd, variables } }: Invocation,
): readonly string[] | undefined {
  const path = absolutePath(name, cwd);
  if (holds !== undefined) {
    const lists = holds.map((pattern) => globFiles(chain, `${path}/${pattern}`, '/'));
    return lists.includes(undefined) ? undefined : lists.flatMap((list) => list ?? []);
  }
  // `/opt/?.so`: any name in the place of the mark.
  if (name.includes('/')) return name.includes('?') ? globFiles(chain, path.replace('?', '*'), '/') : [path];
  // Beside the program, too: of .NET, the assembly that `dotnet` is told.
  const beside = argv.slice(0, 2).flatMap(({ value = '' }) => {
    const folder = directory(absolutePath(value, cwd));
    return [`${folder}/${name}`, `${folder}/${name}.dll`];
  });
  const elsewhere = places.flatMap(
    (place) =>
      globFiles(
        chain,
        place.replace('?', () => name),
        '/',
      ) ?? [],
  );
  const listed = (variables.get(folders) ?? '').split(':', MAX_NAMES).filter((folder) => folder !== '');
  return [...beside, ...listed.map((folder) => absolutePath(name, folder)), ...elsewhere];
}

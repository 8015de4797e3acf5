import type { StartStep } from '../../explanation.ts';
import { spend } from '../budget.ts';
import { type Argument, type Chain, type Following, type Invocation, known, type Place } from '../chain.ts';
import { placeInFile } from '../open-script.ts';
import { findFile } from '../program.ts';

/** Services, units or scripts of one folder that are followed. */
export const MAX_SERVICES = 500;

/** The steps of a process manager in the making, with what it could not follow. */
export class Steps {
  readonly children: StartStep[] = [];
  readonly #problems = new Set<string>();

  add(steps: readonly StartStep[]): void {
    this.children.push(...steps);
  }

  problem(text: string): void {
    if (this.#problems.size < 5) this.#problems.add(text);
  }

  done(): Following {
    const unknown = [...this.#problems].join('; ');
    return unknown === '' ? { children: this.children } : { children: this.children, unknown };
  }
}

/** The names in a folder, links followed, sorted; none when there is no such folder. Says so when there are too many. */
export function namesIn(chain: Chain, folder: string, steps?: Steps): readonly string[] {
  const resolution = chain.tree.resolve(folder.replace(/^\/+/, ''));
  if (resolution.kind !== 'found' || resolution.node.entry.kind !== 'directory') return [];
  const names = chain.tree.children(resolution.node.path);
  const visible = names.slice(0, MAX_SERVICES).filter((name) => !name.startsWith('.'));
  if (names.length > MAX_SERVICES)
    steps?.problem(`${folder} holds ${names.length} entries: only the first ${MAX_SERVICES} were followed`);
  return spend(chain.budget, visible.length) ? visible : [];
}

export function isFile(chain: Chain, path: string): boolean {
  const resolution = chain.tree.resolve(path.replace(/^\/+/, ''));
  return resolution.kind === 'found' && resolution.node.entry.kind === 'file';
}

export function isFolder(chain: Chain, path: string): boolean {
  const resolution = chain.tree.resolve(path.replace(/^\/+/, ''));
  return resolution.kind === 'found' && resolution.node.entry.kind === 'directory';
}

/** Characters of a text that are read in the time that one unit of the chain's work takes. */
const CHARACTERS_A_UNIT = 32;

/** Text kept of the file at an absolute path, links followed. To read it is work, and the same file may be read again and again. */
export function textOf(chain: Chain, path: string): string | undefined {
  const resolution = chain.tree.resolve(path.replace(/^\/+/, ''));
  const text = resolution.kind === 'found' ? chain.text(resolution.node.path) : undefined;
  spend(chain.budget, 1 + Math.floor((text?.length ?? 0) / CHARACTERS_A_UNIT));
  return text;
}

/** The place of a line in a file of the image, behind a condition if any. */
export function lineOf(chain: Chain, path: string, line: number, behind: Behind = {}): Place {
  return { ...placeInFile(chain, findFile(chain, path, '/'), line), ...behind };
}

/** The condition that a service stands behind. */
export interface Behind {
  readonly when?: string;
  readonly taken?: boolean;
}

export interface RunOptions extends Behind {
  readonly args?: readonly string[];
  readonly cwd?: string;
}

/** Runs a file that the manager finds by its place. */
export function runFile(
  chain: Chain,
  invocation: Invocation,
  path: string,
  { args = [], cwd, ...behind }: RunOptions = {},
): readonly StartStep[] {
  const { stdin: _stdin, ...rest } = invocation;
  const argv: Argument[] = [path, ...args].map(known);
  const environment = cwd === undefined ? rest.environment : { ...rest.environment, cwd };
  const command = argv.map(({ text }) => text).join(' ');
  return chain.run({ ...rest, argv, command, environment, place: { ...rest.place, ...behind } });
}

/** Runs each file of a folder in the order of their names, as `run-parts` does. */
export function runFolder(
  chain: Chain,
  invocation: Invocation,
  folder: string,
  steps: Steps,
  options: RunOptions = {},
): void {
  for (const name of namesIn(chain, folder, steps)) {
    const path = `${folder}/${name}`;
    if (isFile(chain, path)) steps.add(runFile(chain, invocation, path, options));
  }
}

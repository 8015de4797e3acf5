import type { StartStep } from '../../explanation.ts';
import { absolutePath } from '../../path-lookup.ts';
import { oneLine } from '../../printable.ts';
import type { Chain, Place, Program } from '../chain.ts';
import { isFolder, namesIn } from '../managers/service-files.ts';
import { findFile } from '../program.ts';
import { makeStep } from '../step.ts';
import { jarOf } from './jar-of.ts';

const MAX_ENTRIES = 500;
/** Archives that are steps of their own. */
const MAX_SHOWN = 8;
const MAX_NAMED = 3;

/** What a class path names: folders, and archives in order. */
export interface ClassPath {
  readonly folders: readonly string[];
  readonly archives: readonly Program[];
  /** Entries that the image does not hold, as written. */
  readonly missing: readonly string[];
}

/** Takes a class path apart (java(1), `-cp`): folders, archives, and `DIR/*` for all archives of a folder. */
export function readClassPath(chain: Chain, entries: readonly string[], cwd: string): ClassPath {
  const folders: string[] = [];
  const archives: Program[] = [];
  const missing: string[] = [];
  for (const entry of entries.slice(0, MAX_ENTRIES)) {
    const path = absolutePath(entry === '' ? '.' : entry, cwd);
    if (path.endsWith('/*')) {
      const folder = path.slice(0, -2);
      const names = namesIn(chain, folder).filter((name) => /\.jar$/i.test(name));
      archives.push(...names.map((name) => findFile(chain, `${folder}/${name}`, '/')));
      if (names.length === 0) missing.push(entry);
    } else if (isFolder(chain, path)) {
      folders.push(path);
    } else {
      const file = findFile(chain, path, '/');
      if (file.node === undefined) missing.push(entry);
      else archives.push(file);
    }
  }
  return { folders, archives: archives.slice(0, MAX_ENTRIES), missing };
}

/** What of a class path is not there; undefined where all is. */
export function missingEntries({ missing }: ClassPath): string | undefined {
  if (missing.length === 0) return undefined;
  const more = missing.length > MAX_NAMED ? ` and ${missing.length - MAX_NAMED} more` : '';
  return oneLine(
    `its class path names what the image does not hold: ${missing.slice(0, MAX_NAMED).join(', ')}${more}`,
    300,
  );
}

/** A step for each of the first archives, whose classes run as the main class calls them. */
export function archiveSteps(
  chain: Chain,
  { archives }: ClassPath,
  command: string,
  place: Place,
): StartStep[] {
  const steps: StartStep[] = [];
  for (const program of archives.slice(0, MAX_SHOWN)) {
    if (chain.budget.stepsLeft-- <= 0) break;
    steps.push(
      makeStep(chain, { what: program.path ?? program.what, command, kind: program.kind, place, program }),
    );
  }
  const [last] = steps.slice(-1);
  const left = archives.length - steps.length;
  if (last === undefined || left === 0) return steps;
  return [
    ...steps.slice(0, -1),
    { ...last, unknown: `${left} more archives of the class path are not listed` },
  ];
}

/** The file that a class comes from: of a folder, or the archive whose own manifest names it. */
export function classFile(chain: Chain, name: string, { folders, archives }: ClassPath): Program | undefined {
  const file = `${name.replaceAll('.', '/')}.class`;
  for (const folder of folders) {
    const found = findFile(chain, `${folder}/${file}`, '/');
    if (found.node !== undefined) return found;
  }
  return archives.find((archive) => jarOf(archive)?.mainClass === name);
}

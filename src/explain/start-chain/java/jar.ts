import type { StartStep } from '../../explanation.ts';
import { directory } from '../../path-lookup.ts';
import { oneLine } from '../../printable.ts';
import { spend } from '../budget.ts';
import type { Chain, Following, Program } from '../chain.ts';
import { makeStep } from '../step.ts';
import { archiveSteps, missingEntries, readClassPath } from './class-path.ts';
import { jarOf } from './jar-of.ts';

export const CLASS_NOT_READ = 'a compiled class: not read';

/** What `java -jar` runs of an archive: the class that its manifest names, and what a loader runs in turn. */
export function followJar(chain: Chain, file: Program): Following {
  const jar = jarOf(file);
  if (jar === undefined)
    return { children: [], unknown: 'it is no Java archive by name and content: not read' };
  const { mainClass, startClass, problem } = jar;
  if (mainClass === undefined) {
    return { children: [], unknown: oneLine(problem ?? 'its manifest names no main class', 300) };
  }
  const own = startClass === undefined ? [] : classStep(chain, file, 'Start-Class', startClass, []);
  const main = classStep(chain, file, 'Main-Class', mainClass, own);
  const named = jar.classPath?.split(/\s+/).filter((entry) => entry !== '') ?? [];
  const classPath = readClassPath(chain, named, directory(file.path ?? '/'));
  const command = oneLine(`Class-Path: ${named.join(' ')}`, 300);
  const archives = archiveSteps(chain, classPath, command, { file: file.path ?? file.what });
  const missing = missingEntries(classPath);
  return { children: [...main, ...archives], ...(missing === undefined ? {} : { unknown: missing }) };
}

function classStep(
  chain: Chain,
  file: Program,
  attribute: string,
  name: string,
  children: readonly StartStep[],
): readonly StartStep[] {
  if (!spend(chain.budget, 1)) return [];
  const shown = oneLine(name, 300);
  const place = { file: file.path ?? file.what };
  return [
    makeStep(chain, {
      what: shown,
      command: `${attribute}: ${shown}`,
      kind: 'program',
      place,
      program: { ...file, kind: 'program', what: shown },
      unknown: CLASS_NOT_READ,
      withoutSays: true,
      children,
    }),
  ];
}

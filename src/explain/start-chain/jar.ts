import type { JarFacts } from '../../image/jar-facts.ts';
import type { StartStep } from '../explanation.ts';
import { oneLine } from '../printable.ts';
import { spend } from './budget.ts';
import type { Chain, Following, Program } from './chain.ts';
import { makeStep } from './step.ts';

const NOT_READ = 'a compiled class: not read';

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
  return { children: classStep(chain, file, 'Main-Class', mainClass, own) };
}

export function jarOf({ node }: Pick<Program, 'node'>): JarFacts | undefined {
  const content = node?.entry.content;
  return content !== undefined && 'jar' in content ? content.jar : undefined;
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
      unknown: NOT_READ,
      withoutSays: true,
      children,
    }),
  ];
}

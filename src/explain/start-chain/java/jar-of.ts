import type { JarFacts } from '../../../image/jar-facts.ts';
import type { Program } from '../chain.ts';

/** What a Java archive says of itself. */
export function jarOf({ node }: Pick<Program, 'node'>): JarFacts | undefined {
  const content = node?.entry.content;
  return content !== undefined && 'jar' in content ? content.jar : undefined;
}

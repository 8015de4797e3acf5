import type { SourceDockerfile, StageFit } from '../../explain/index.ts';
import { expandVariables, parseDockerfile } from '../../explain/index.ts';
import { type ImageAddress, ofReference } from './image-address.ts';
import type { Provenance } from './provenance.ts';

const MAX_STAGES = 1000;

/**
 * The image that a stage begins with, through stages that begin with one another; undefined for `scratch`, and where a
 * variable is not known.
 */
export function stageBase({ dockerfile, args }: Provenance, stage: StageFit): ImageAddress | undefined {
  const file = parseDockerfile(dockerfile?.text ?? '');
  const known = globalArguments({ args }, file);
  const byName = new Map(
    file.stages.slice(0, MAX_STAGES).flatMap(({ from }) => {
      const { name, image } = partsOf(from);
      return name === undefined ? [] : [[name, image] as const];
    }),
  );
  const seen = new Set<string>();
  let { image } = partsOf(stage.from);
  for (let next = byName.get(image.toLowerCase()); next !== undefined && !seen.has(image); ) {
    seen.add(image);
    image = next;
    next = byName.get(image.toLowerCase());
  }
  const written = expandedFrom(image, known);
  return written === '' || written === 'scratch' ? undefined : ofReference(written);
}

/** Values of the ARGs before the first FROM, as the build was given them. */
export function globalArguments(
  { args }: Pick<Provenance, 'args'>,
  { globals }: SourceDockerfile,
): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  for (const { keyword, argument } of globals) {
    const declared = keyword === 'ARG' ? /^([A-Za-z_]\w*)(?:=(.*))?$/s.exec(argument) : null;
    const name = declared?.[1] ?? '';
    const value = args.get(name) ?? declared?.[2];
    if (value !== undefined) known.set(name, expandedFrom(value, known));
  }
  return known;
}

export function expandedFrom(text: string, known: ReadonlyMap<string, string>): string {
  return expandVariables(text, (one) => known.get(one));
}

/** `[--platform=…] IMAGE [AS NAME]`; the name in lower case. */
export function partsOf(from: string): { readonly image: string; readonly name?: string } {
  const words = from.split(/\s+/).filter((word) => !word.startsWith('--'));
  const [image = '', as, name] = words;
  return as?.toLowerCase() === 'as' && name !== undefined ? { image, name: name.toLowerCase() } : { image };
}

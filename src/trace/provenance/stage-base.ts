import type { SourceDockerfile, StageFit } from '../../explain/index.ts';
import { expandVariables } from '../../explain/index.ts';
import { type ImageAddress, ofReference } from './image-address.ts';
import type { Provenance } from './provenance.ts';

/** The image that a stage is built from; undefined for `scratch`, and where a variable is not known. */
export function stageBase({ from }: Pick<StageFit, 'from'>): ImageAddress | undefined {
  return from === '' || from.toLowerCase() === 'scratch' ? undefined : ofReference(from);
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

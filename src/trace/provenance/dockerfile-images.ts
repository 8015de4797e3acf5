import { parseDockerfile } from '../../explain/index.ts';
import { resolver } from './check-base.ts';
import type { Provenance } from './provenance.ts';
import { expandedFrom, globalArguments, partsOf } from './stage-base.ts';

const MAX_IMAGES = 100;
/** How the line of an image ends that is named by nothing but a tag. */
export const NO_DIGEST = ': no digest is known';

/**
 * Every image that a Dockerfile, mostly that of a provenance, takes something from (FROM, COPY --from, RUN --mount), one line each with
 * the digest that it was resolved to, or that none is known. Stages and `scratch` are no images.
 */
export function imagesOfDockerfile(
  provenance: Pick<Provenance, 'dockerfile' | 'args' | 'materials'>,
): readonly string[] {
  const file = parseDockerfile(provenance.dockerfile?.text ?? '');
  const known = globalArguments(provenance, file);
  const resolved = resolver(provenance);
  const stages = new Set<string>();
  const found = new Map<string, string>();
  const add = (how: string, written: string): void => {
    const image = expandedFrom(written, known);
    if (image === '' || image === 'scratch' || /^\d+$/.test(image) || stages.has(image.toLowerCase())) return;
    const key = `${how} ${image}`;
    if (found.has(key) || found.size === MAX_IMAGES) return;
    const digest = /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1] ?? resolved(image);
    found.set(key, digest === undefined ? NO_DIGEST : `: resolved to ${digest}`);
  };
  for (const { from, instructions } of file.stages) {
    const { image: base, name } = partsOf(from);
    add('FROM', base);
    for (const { keyword, flags } of instructions) {
      for (const flag of flags) {
        const image = fromOf(flag);
        if (image !== undefined && ['COPY', 'ADD', 'RUN'].includes(keyword)) add(`${keyword} --from`, image);
      }
    }
    if (name !== undefined) stages.add(name);
  }
  return [...found].map(([image, digest]) => `${image}${digest}`);
}

/** `--from=IMAGE`, or `from=IMAGE` among the parts of `--mount=…`. */
function fromOf(flag: string): string | undefined {
  if (flag.startsWith('--from=')) return flag.slice('--from='.length);
  if (!flag.startsWith('--mount=')) return undefined;
  const part = flag
    .slice('--mount='.length)
    .split(',')
    .find((one) => one.startsWith('from='));
  return part?.slice('from='.length);
}

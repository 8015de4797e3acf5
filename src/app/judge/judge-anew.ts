import type { Limits } from '../../base/limits.ts';
import { contentRules, DETECTORS, type Detector, type ImageParts, judgeImage } from '../../detect/index.ts';
import type { LayerCache } from '../../store/layer-cache.ts';
import type { ReadImage } from '../read-image.ts';
import type { SetRule } from '../rules/rule-set.ts';
import type { Judged } from './judged.ts';
import { recallAutostarts } from './recall-autostarts.ts';
import { recallImports } from './recall-imports.ts';

export interface JudgeOptions extends Pick<ImageParts, 'catalog'> {
  readonly rules: readonly SetRule[];
  readonly limits: Limits;
  readonly cache: LayerCache | undefined;
}

/** Lets every detector judge an image that was read with what they saw in its layers. */
export async function judgeAnew(
  { image, layers, tree, texts, explanation, accounting }: ReadImage,
  { catalog, rules, limits, cache }: JudgeOptions,
): Promise<Judged> {
  const detectors: readonly Detector[] = [...DETECTORS, contentRules(rules)];
  const parts: ImageParts = {
    image,
    layers: layers.map(({ facts }) => facts),
    tree,
    explanation,
    ...(catalog === undefined ? {} : { catalog }),
    accounting,
    observations: (id, layer) => layers[layer]?.observations.get(id)?.observations ?? [],
    text: (layer, entry) => texts.ofEntry(layer, entry),
  };
  const imports = await recallImports(detectors, parts, limits, texts, cache);
  const autostarts = await recallAutostarts(detectors, parts, limits, layers, texts, cache);
  const judgement = judgeImage(detectors, { ...parts, imports, autostarts }, limits);
  const named = new Set(judgement.findings.map(({ rule }) => rule));
  return {
    ...judgement,
    rules: detectors.flatMap((detector) => detector.rules).filter(({ id }) => named.has(id)),
  };
}

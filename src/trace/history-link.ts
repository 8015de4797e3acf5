import { plural } from '../base/quantities.ts';
import type { Explanation } from '../explain/explanation.ts';
import type { Image } from '../image/image.ts';
import type { TraceLink } from './trace-link.ts';

/** From the bytes to the instructions: whether the history has a row for every layer. The rows are the author's word. */
export function historyLink(image: Image, explanation: Explanation): TraceLink {
  const name = 'history';
  const layers = image.layers.length;
  const makers = image.config.history.filter((row) => row.empty_layer !== true).length;
  if (makers === 0) {
    return { name, status: 'missing', evidence: [], reason: 'The image comes without a history.' };
  }
  const doubted = explanation.instructions.filter(({ certainty }) => certainty === 'contradicted');
  if (makers !== layers) {
    return {
      name,
      status: 'contradicted',
      evidence: [`${plural(makers, 'row')} that made layers`, plural(layers, 'layer')],
      reason: 'The history and the layers differ in number, so which row made which layer is a guess.',
    };
  }
  if (doubted.length > 0) {
    return {
      name,
      status: 'contradicted',
      evidence: doubted.map(({ text }) => text),
      reason: 'The history says something else than the configuration.',
    };
  }
  return {
    name,
    status: 'claimed',
    evidence: [`${plural(makers, 'row')} for ${plural(layers, 'layer')}`],
    reason: 'The history has a row for every layer. Nobody vouches for it but the image itself.',
    vouchedBy: [{ by: 'history' }],
  };
}

import type { Assessment } from '../assess/assessment.ts';
import { baseSentences } from './base-words.ts';
import { inline } from './markdown-escape.ts';

const MAX_TEXT = 400;

/** What the image was built on, an item each. */
export function baseMarkdown(picture: Pick<Assessment, 'image' | 'explanation'>): readonly string[] {
  const sentences = baseSentences(picture);
  return sentences.length === 0
    ? []
    : [sentences.map((sentence) => `- ${inline(sentence.slice(0, MAX_TEXT))}`).join('\n')];
}

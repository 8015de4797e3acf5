import type { Difference } from '../../compare/difference.ts';
import type { TextOptions } from '../text/page.ts';

export const DIFF_FORMATS = ['text', 'json', 'markdown'] as const;
export type DiffFormat = (typeof DIFF_FORMATS)[number];

/** A difference in one format. Each format's code is loaded when it is first asked for. */
export async function renderDiff(
  format: DiffFormat,
  difference: Difference,
  toolVersion: string,
  options: TextOptions = {},
): Promise<string> {
  if (format === 'json') return (await import('./json.ts')).renderDiffJson(difference, toolVersion);
  if (format === 'markdown')
    return (await import('./markdown.ts')).renderDiffMarkdown(difference, toolVersion);
  return (await import('./text.ts')).renderDiffText(difference, options);
}

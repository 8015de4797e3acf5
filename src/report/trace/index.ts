import type { TextOptions } from '../text/page.ts';
import type { Traced } from './traced.ts';

export type { Traced } from './traced.ts';

export const TRACE_FORMATS = ['text', 'json', 'markdown', 'html', 'vsa', 'badge', 'badge-svg'] as const;
export type TraceFormat = (typeof TRACE_FORMATS)[number];

/** What `trace` prints of the images that a target names, in one format but `vsa`, which has to be signed. Each format's code is loaded when asked for. */
export async function renderTraces(
  format: Exclude<TraceFormat, 'vsa'>,
  images: readonly Traced[],
  toolVersion: string,
  options: TextOptions = {},
): Promise<string> {
  if (format === 'json') return (await import('./json.ts')).traceJson(images, toolVersion);
  if (format === 'markdown') return (await import('./markdown.ts')).traceMarkdown(images, toolVersion);
  if (format === 'html') return (await import('./html.ts')).traceHtmlPage(images, toolVersion);
  if (format === 'badge') return (await import('./badge.ts')).badgeJson(images);
  if (format === 'badge-svg') return (await import('./badge.ts')).badgeSvg(images);
  return (await import('./text.ts')).traceText(images, options);
}

import type { ReportContext, ReportInput } from './report-context.ts';
import type { TextOptions } from './text/page.ts';

export const FORMATS = ['text', 'json', 'sarif', 'markdown', 'table', 'html'] as const;
export type Format = (typeof FORMATS)[number];
export { EXPLAIN_FORMATS, type ExplainFormat, renderExplanation } from './explain/index.ts';
export type { FailedTarget, ReportContext, ReportInput } from './report-context.ts';
export type { TextOptions } from './text/page.ts';
export { renderTraces, TRACE_FORMATS, type Traced, type TraceFormat } from './trace/index.ts';

/** One report in one format. Each format's code is loaded when it is first asked for. */
export async function renderReport(
  format: Format,
  input: ReportInput,
  context: ReportContext,
  options: TextOptions = {},
): Promise<string> {
  return RENDERERS[format](input, context, options);
}

type Renderer = (input: ReportInput, context: ReportContext, options: TextOptions) => Promise<string>;

const RENDERERS: Readonly<Record<Format, Renderer>> = {
  text: async (input, _, options) => (await import('./text.ts')).renderText(input, options),
  json: async (input, context) => (await import('./json.ts')).renderJson(input, context),
  sarif: async (input, context) => (await import('./sarif.ts')).renderSarif(input, context),
  markdown: async (input, context) => (await import('./markdown.ts')).renderMarkdown(input, context),
  html: async (input, context) => (await import('./html.ts')).renderHtml(input, context),
  table: async (input, _, options) => (await import('./table.ts')).renderTable(input, options),
};

/** One line an image, for `--quiet`. */
export async function renderQuietReport(input: ReportInput, options: TextOptions = {}): Promise<string> {
  return (await import('./text.ts')).renderQuiet(input, options);
}

import type { Description } from '../../assess/describe.ts';
import type { ReportContext } from '../report-context.ts';
import type { TextOptions } from '../text/page.ts';

export const EXPLAIN_FORMATS = ['text', 'json', 'dockerfile', 'markdown', 'dot', 'mermaid'] as const;
export type ExplainFormat = (typeof EXPLAIN_FORMATS)[number];

/** What `explain` prints of the images that a target names, in one format. */
export async function renderExplanation(
  format: ExplainFormat,
  images: readonly Description[],
  context: ReportContext,
  options: TextOptions = {},
): Promise<string> {
  return RENDERERS[format](images, context, options);
}

/** What runs at start, a graph an image. */
async function startGraphs(images: readonly Description[], format: 'dot' | 'mermaid'): Promise<string> {
  const { renderStartGraph } = await import('../start-graph.ts');
  return images.map(({ explanation }) => renderStartGraph(explanation.startChain, format)).join('\n');
}

type Renderer = (
  images: readonly Description[],
  context: ReportContext,
  options: TextOptions,
) => Promise<string>;

const RENDERERS: Readonly<Record<ExplainFormat, Renderer>> = {
  text: async (images, _, options) => (await import('./text.ts')).explanationText(images, options),
  json: async (images, context) => (await import('./json.ts')).explanationJson(images, context),
  dockerfile: async (images) => (await import('./dockerfile.ts')).explanationDockerfile(images),
  markdown: async (images, context) => (await import('./markdown.ts')).explanationMarkdown(images, context),
  dot: (images) => startGraphs(images, 'dot'),
  mermaid: (images) => startGraphs(images, 'mermaid'),
};

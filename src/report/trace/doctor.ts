import { type BuildTool, type Diagnosis, TOOL_NAMES } from '../../trace/index.ts';
import { jsonText } from '../json-text.ts';
import { createPage, type Page, type TextOptions } from '../text/page.ts';
import { LEVEL_WORDS } from '../trace-words.ts';

export interface Diagnosed {
  readonly reference: string;
  readonly digest: string;
  readonly diagnosis: Diagnosis;
}

/** What to add to a build, in order of value, with the lines for the tools named. */
export function doctorText(
  images: readonly Diagnosed[],
  tools: readonly BuildTool[] | undefined,
  options: TextOptions,
): string {
  return images
    .map((image) => {
      const page = createPage(options);
      writeDiagnosis(image, tools ?? [image.diagnosis.builtWith], page);
      return page.toString();
    })
    .join('\n');
}

function writeDiagnosis({ reference, diagnosis }: Diagnosed, tools: readonly BuildTool[], page: Page): void {
  const { level, contradicted, steps } = diagnosis;
  page.text(reference, { style: 'bold', maxLines: 2 });
  page.text(`It is traceable to ${LEVEL_WORDS[level]}.`);
  for (const { name, reason } of contradicted) {
    page.text(`${name} is contradicted, which comes first: ${reason}`, {
      first: '  ! ',
      indent: '    ',
      style: 'warning',
    });
  }
  if (steps.length === 0) {
    page.blank();
    page.text('There is nothing to add: every link is filled.');
    return;
  }
  for (const [index, { title, why, reaches, lines }] of steps.entries()) {
    page.blank();
    page.text(`${title}  → ${reaches}`, { first: `${index + 1}. `, indent: '   ', style: 'bold' });
    page.text(why, { indent: '   ' });
    for (const tool of tools) {
      page.text(`${TOOL_NAMES[tool]}:`, { indent: '   ', style: 'dim' });
      if (lines[tool].length === 0) page.text('It cannot do that by itself.', { indent: '     ' });
      for (const line of lines[tool]) page.verbatim(`     ${line}`);
    }
  }
}

/** The same for other programs; every tool's lines. */
export function doctorJson(images: readonly Diagnosed[], toolVersion: string): string {
  return jsonText({
    schemaVersion: '1.0.0',
    tool: { name: 'clearpull', version: toolVersion },
    images: images.map(({ reference, digest, diagnosis }) => ({
      reference,
      digest,
      level: diagnosis.level,
      contradicted: diagnosis.contradicted,
      builtWith: diagnosis.builtWith,
      steps: diagnosis.steps.map(({ id, link, title, why, reaches, lines }) => ({
        id,
        link,
        title,
        why,
        reaches,
        lines,
      })),
    })),
  });
}

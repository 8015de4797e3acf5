import type { Description } from '../../assess/describe.ts';
import { writeAccounting } from '../text/accounting.ts';
import { writeCoverage } from '../text/closing.ts';
import { writeHeader } from '../text/header.ts';
import { createPage, type TextOptions } from '../text/page.ts';
import { writeStartChain } from '../text/start.ts';
import { writeDockerfile } from './dockerfile-text.ts';

/** The explanation for a terminal, one image after the other. */
export function explanationText(images: readonly Description[], options: TextOptions = {}): string {
  const rule = `${'═'.repeat(createPage(options).width)}\n\n`;
  return images
    .map((description) => {
      const page = createPage(options);
      writeHeader(description, page);
      writeDockerfile(description, page);
      writeStartChain(description, page);
      writeAccounting(description, page);
      writeCoverage(description, page);
      return page.toString();
    })
    .join(`\n${rule}`);
}

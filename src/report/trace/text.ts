import { visible } from '../../base/visible.ts';
import { writeCoverage } from '../text/closing.ts';
import { writeHeader } from '../text/header.ts';
import { pad } from '../text/layout.ts';
import { createPage, type Page, type TextOptions } from '../text/page.ts';
import { LINK_STYLES } from '../text/trace.ts';
import { LEVEL_WORDS } from '../trace-words.ts';
import type { Traced } from './traced.ts';
import { voucherWords } from './vouchers.ts';

/** Lines of evidence shown for a link; -v shows all. */
const MAX_EVIDENCE = 12;
const INDENT = '  ';
const UNDER = ' '.repeat(4);
const NAME_WIDTH = 11;

/** Every link with its status, the reason, who stands behind it and what was compared, one image after the other. */
export function traceText(images: readonly Traced[], options: TextOptions = {}): string {
  const rule = `${'═'.repeat(createPage(options).width)}\n\n`;
  return images
    .map((traced) => {
      const page = createPage(options);
      writeHeader(traced, page);
      writeLinks(traced, page);
      writeGate(traced, page);
      writeCoverage(traced, page);
      return page.toString();
    })
    .join(`\n${rule}`);
}

function writeLinks({ trace }: Traced, page: Page): void {
  page.section('How far it can be traced', LEVEL_WORDS[trace.level]);
  for (const { name, status, evidence, reason, vouchedBy = [] } of trace.links) {
    const style = LINK_STYLES[status];
    page.text(`${pad(name, NAME_WIDTH)}${status}`, {
      indent: INDENT,
      ...(style === undefined ? {} : { style }),
    });
    page.text(visible(reason), { indent: UNDER });
    const by = [...new Set(vouchedBy.map(voucherWords))];
    if (by.length > 0) {
      page.text(`says: ${by.map(visible).join('; ')}`, { indent: UNDER, style: 'dim', maxLines: 6 });
    }
    const shown = page.verbose ? evidence : evidence.slice(0, MAX_EVIDENCE);
    for (const text of shown) {
      page.text(visible(text), {
        first: `${UNDER}> `,
        indent: `${UNDER}  `,
        maxLines: page.verbose ? 50 : 3,
      });
    }
    if (shown.length < evidence.length) {
      page.line(`and ${evidence.length - shown.length} more (-v shows all)`, { indent: UNDER });
    }
  }
}

/** What was asked for, and what of it is not so. */
function writeGate({ gate }: Traced, page: Page): void {
  if (gate === undefined) return;
  page.section('What was asked for', gate.unmet.length === 0 ? 'passed' : 'not passed');
  page.text(`${visible(gate.asked.join('; '))}.`, { indent: INDENT, maxLines: 6 });
  for (const { text } of gate.unmet) {
    page.text(visible(text), { first: `${INDENT}- `, indent: UNDER, style: 'block', maxLines: 6 });
  }
}

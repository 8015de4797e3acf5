import type { Assessment } from '../../assess/assessment.ts';
import { visible } from '../../base/visible.ts';
import type { LinkStatus } from '../../trace/index.ts';
import { LEVEL_WORDS } from '../trace-words.ts';
import { pad } from './layout.ts';
import type { Page } from './page.ts';
import type { Style } from './paint.ts';

export const LINK_STYLES: Readonly<Partial<Record<LinkStatus, Style>>> = {
  contradicted: 'block',
  missing: 'dim',
};

/** How far the image can be traced to its source, link by link. */
export function writeTrace({ trace }: Assessment, page: Page): void {
  page.section('How far it can be traced', LEVEL_WORDS[trace.level]);
  for (const { name, status, evidence, reason } of trace.links) {
    if (status === 'missing' && evidence.length === 0 && !page.verbose) continue;
    const style = LINK_STYLES[status];
    const indent = ' '.repeat(INDENT + NAME_WIDTH + STATUS_WIDTH);
    const first = `${' '.repeat(INDENT)}${pad(name, NAME_WIDTH)}${pad(status, STATUS_WIDTH)}`;
    page.text(visible(reason), { first, indent, ...(style === undefined ? {} : { style }) });
    if (status !== 'contradicted' && !page.verbose) continue;
    for (const text of evidence) page.line(visible(text), { first: `${indent}> `, indent: `${indent}  ` });
  }
  const missing = trace.links.filter(({ status, evidence }) => status === 'missing' && evidence.length === 0);
  if (missing.length > 0 && !page.verbose) {
    page.text(`Missing or not looked at yet: ${missing.map(({ name }) => name).join(', ')}.`, {
      style: 'dim',
    });
  }
}

const INDENT = 2;
const NAME_WIDTH = 11;
const STATUS_WIDTH = 14;

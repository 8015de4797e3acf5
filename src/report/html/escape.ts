import { visible } from '../../base/visible.ts';

/** HTML that is safe to put anywhere that an element's content or a quoted attribute's value may stand. */
export interface Html {
  readonly html: string;
}

export type HtmlPart = Html | string | number | readonly HtmlPart[];

/** Builds HTML; every text put in is made visible and escaped, so that none can become markup. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  let text = strings[0] ?? '';
  for (const [index, part] of parts.entries()) text += `${toText(part)}${strings[index + 1] ?? ''}`;
  return { html: text };
}

function toText(part: HtmlPart): string {
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escapeHtml(part);
  return 'html' in part ? part.html : part.map(toText).join('');
}

export function escapeHtml(text: string): string {
  return visible(text).replace(/[&<>"'`]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** A value as JSON for a data block: no `<` that could end it, nothing that a reader could not see. */
export function dataBlock(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u007f-\uffff]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

const MAX_TEXT = 4000;

/** A text of an image as long as a page may show it. */
export function short(text: string, max = MAX_TEXT): string {
  return text.length > max ? `${text.slice(0, max)}…` : text;
}

/** Parts one after another with something between them. */
export function joined(parts: readonly HtmlPart[], between: string): Html {
  return html`${parts.map((part, i) => [i === 0 ? '' : between, part])}`;
}

import type { Assessment } from '../../assess/assessment.ts';
import type { Description } from '../../assess/describe.ts';
import { plural } from '../../base/quantities.ts';
import { archivesOpaque, archivesOpened } from '../archive-words.ts';
import { coverageLine, limitsLine, nextSteps } from '../closing-words.ts';
import { type Html, html, short } from './escape.ts';

const MAX_UNREAD = 200;
const MAX_NOTES = 100;

/** What was looked at and what was not. */
export function coverageHtml({ coverage }: Description): Html {
  const { complete, unread, notes = [] } = coverage;
  const more = unread.length - MAX_UNREAD;
  const { nested, opaque, unopened } = coverage;
  const opened = nested === undefined ? undefined : archivesOpened(nested);
  const sealed = unopened.count === 0 ? undefined : archivesOpaque(unopened.count, opaque?.bytes);
  return html`<p${complete ? '' : html` class="warning"`}>${coverageLine(coverage)}</p>${
    unread.length === 0
      ? ''
      : html`<ul>${unread.slice(0, MAX_UNREAD).map(({ path, layer, detail }) => {
          const where = layer === undefined ? '' : `layer ${layer + 1}: `;
          return html`<li>${where}${path === undefined ? '' : html`<code>/${short(path)}</code>: `}${short(detail)}</li>`;
        })}</ul>`
  }${more > 0 ? html`<p>and ${plural(more, 'more part')}</p>` : ''}${paragraphs(limitsLine(coverage), opened, sealed)}${
    sealed === undefined
      ? ''
      : html`<ul>${(opaque?.listed ?? [])
          .slice(0, MAX_UNREAD)
          .map(
            ({ path, layer, detail }) =>
              html`<li>layer ${layer + 1}: <code>${short(`/${path}`)}</code>: ${short(detail)}</li>`,
          )}</ul>`
  }${paragraphs(...notes.slice(0, MAX_NOTES))}`;
}

function paragraphs(...lines: readonly (string | undefined)[]): readonly Html[] {
  return lines.flatMap((line) => (line === undefined ? [] : [html`<p>${short(line)}</p>`]));
}

/** What a reader can do now. */
export function nextHtml(assessment: Assessment): Html {
  return html`${nextSteps(assessment).map(({ text, literal }) =>
    literal ? html`<p><code>${text}</code></p>` : html`<p>${text}</p>`,
  )}`;
}

import type { TraceLink, Voucher } from '../../trace/trace-link.ts';
import { LINK_STATUSES, TRACE_LEVELS, type Trace } from '../../trace/trace-link.ts';
import { voucherWords } from '../trace/vouchers.ts';
import { LEVEL_MEANING, LEVEL_WORDS, LINK_QUESTIONS, STATUS_MEANING, STATUS_SIGN } from '../trace-words.ts';
import { type Html, html, short } from './escape.ts';

/** Lines of evidence in sight; further ones are folded away. */
const MAX_EVIDENCE = 8;
const MAX_FOLDED = 500;

/**
 * How far an image can be traced, as a diagram: the five levels with the one reached, and the ten links as a chain,
 * each with its sign and word, so that neither colour nor a script is needed.
 */
export function traceHtml({ level, links }: Pick<Trace, 'level' | 'links'>, id: string): Html {
  return html`<ol class="levels" aria-label="Trace levels">${TRACE_LEVELS.map((one) => {
    const reached = TRACE_LEVELS.indexOf(one) <= TRACE_LEVELS.indexOf(level);
    const here = one === level;
    const current = here ? html` aria-current="step"` : '';
    return html`<li class="${here ? 'here' : reached ? 'reached' : 'beyond'}"${current}><strong>${LEVEL_WORDS[one].replace(',', '')}</strong>${
      here ? html` <span class="badge">this image</span>` : ''
    }<div class="note">${LEVEL_MEANING[one]}</div></li>`;
  })}</ol>
<ul class="legend statuses">${LINK_STATUSES.map((status) => {
    const count = links.filter((link) => link.status === status).length;
    return html`<li><span class="sign t-${status}" aria-hidden="true">${STATUS_SIGN[status]}</span> ${status} (${count}): ${STATUS_MEANING[status]}</li>`;
  })}</ul>
<ol class="chain">${links.map((link) => linkHtml(link, id))}</ol>`;
}

function linkHtml({ name, status, evidence, reason, vouchedBy = [] }: TraceLink, id: string): Html {
  const shown = evidence.slice(0, MAX_EVIDENCE);
  const folded = evidence.slice(MAX_EVIDENCE, MAX_FOLDED);
  return html`<li class="link t-${status}" id="${id}-${name}"><span class="sign" aria-hidden="true">${STATUS_SIGN[status]}</span>
<h3>${name} <span class="badge">${status}</span></h3><p class="note">${LINK_QUESTIONS[name]}</p>
<p>${short(reason)}</p>${vouchersHtml(vouchedBy)}${evidenceList(shown)}${
    folded.length === 0
      ? ''
      : html`<details><summary>${folded.length} more</summary>${evidenceList(folded)}</details>`
  }</li>`;
}

function vouchersHtml(vouchedBy: readonly Voucher[]): Html {
  const by = [...new Set(vouchedBy.map(voucherWords))];
  if (by.length === 0) return html``;
  return html`<p class="note">Who says so: ${short(by.join('; '))}</p>`;
}

function evidenceList(evidence: readonly string[]): Html {
  return evidence.length === 0
    ? html``
    : html`<ul class="evidence">${evidence.map((text) => html`<li><code>${short(text, 600)}</code></li>`)}</ul>`;
}

import type { Assessment, Decision, Reason } from '../../assess/assessment.ts';
import type { Finding } from '../../detect/finding.ts';
import { lookCommand } from '../by-hand.ts';
import { adviceOf } from '../closing-words.ts';
import { layerOf, originOf, placeOf } from '../evidence-words.ts';
import { type Html, html, short } from './escape.ts';

const MAX_REASONS = 50;

export const SIGN: Readonly<Record<Decision, string>> = {
  block: '✖ block',
  review: '▲ review',
  allow: '✔ allow',
};

/** The decision, why, and of what weighs most: what it is, where, how it got there and how to see it. */
export function verdictHtml(assessment: Assessment, id: string): Html {
  const { verdict, findings } = assessment;
  const { decision, reasons } = verdict;
  const found = reasons.map((reason) => findingOf(reason, findings));
  const first = decision === 'allow' ? undefined : findings[found[0] ?? -1];
  return html`<div class="verdict v-${decision}"><p class="decision">${SIGN[decision]}</p><p class="advice">${adviceOf(assessment)}</p>
<ul>${reasons.slice(0, MAX_REASONS).map(({ text, policy }, i) => {
    const at = found[i] ?? -1;
    const said = at < 0 ? short(text) : html`<a href="#${id}-f${at + 1}">${short(text)}</a>`;
    return html`<li>${said} <span class="note">(${policy})</span></li>`;
  })}</ul>${first === undefined ? '' : inShort(first, assessment)}</div>`;
}

/** Index of the finding that led to a reason; -1 for none. */
function findingOf({ rule, text }: Reason, findings: readonly Finding[]): number {
  return rule === undefined
    ? -1
    : findings.findIndex((one) => one.rule === rule && text.startsWith(one.title));
}

function inShort(finding: Finding, assessment: Assessment): Html {
  const [evidence] = finding.evidence;
  const origin = originOf(evidence, assessment);
  const command = lookCommand(evidence, assessment)?.join(' ');
  return html`<dl class="in-short"><div><dt>What</dt><dd>${short(finding.why)}</dd></div>
<div><dt>Where</dt><dd><code>${short(placeOf(evidence))}</code></dd></div>
<div><dt>How it got there</dt><dd>${layerOf(evidence, assessment)}${origin === undefined ? '' : html`, by <code>${short(origin, 400)}</code>`}</dd></div>
${command === undefined ? '' : html`<div><dt>See for yourself</dt><dd><code class="command">$ ${short(command)}</code></dd></div>`}</dl>`;
}

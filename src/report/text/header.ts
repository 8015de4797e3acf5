import type { Assessment, Reason } from '../../assess/assessment.ts';
import type { Description } from '../../assess/describe.ts';
import { formatBytes, plural } from '../../base/quantities.ts';
import { formatPlatform } from '../../image/platform.ts';
import { accountingLine } from '../accounting-words.ts';
import { baseSentences } from '../base-words.ts';
import { adviceOf } from '../closing-words.ts';
import { shortDigest } from '../places.ts';
import type { Page } from './page.ts';
import { DECISION_SIGN } from './paint.ts';

const MAX_REASONS = 5;

/** What the image is: name, digest, platform, distribution, size, age, user. */
export function writeHeader(
  { image, layers, explanation, accounting }: Description & Pick<Assessment, 'accounting'>,
  page: Page,
): void {
  page.text(image.reference, { indent: '', style: 'bold', maxLines: 4 });
  const kind = image.bare ? ' (its tar)' : image.hasManifest ? '' : ' (image ID)';
  const made =
    image.created === undefined || !/^\d{4}-\d\d-\d\d/.test(image.created)
      ? undefined
      : `made ${image.created.slice(0, 10)}`;
  const ports = image.exposedPorts.length === 0 ? undefined : `exposes ${image.exposedPorts.join(', ')}`;
  const what = image.bare ? 'plain root file system' : plural(layers.length, 'layer');
  writeFacts(page, [
    shortDigest(image.digest) + kind,
    formatPlatform(image.platform) || undefined,
    image.distribution,
  ]);
  writeFacts(page, [
    `${what}, ${formatBytes(image.size)}`,
    made,
    image.bare ? undefined : `runs as ${image.user}`,
    ports,
  ]);
  if (accounting !== undefined && accounting.total > 0) writeFacts(page, [accountingLine(accounting)]);
  for (const sentence of baseSentences({ image, explanation })) writeFacts(page, [sentence]);
}

/** The decision and why, strongest reason first. */
export function writeVerdict(assessment: Assessment, page: Page): void {
  const { decision, reasons } = assessment.verdict;
  page.blank();
  page.text(`${DECISION_SIGN[decision]} ${decision.toUpperCase()}  ${adviceOf(assessment)}`, {
    indent: '',
    style: decision,
  });
  const decisive = reasons.filter((reason) => reason.decision === decision);
  const shown = page.verbose ? reasons : decisive.slice(0, MAX_REASONS);
  for (const reason of shown) {
    const lesser = reason.decision === decision ? '' : `(${reason.decision}) `;
    page.text(lesser + reason.text, { first: '  - ', indent: '    ', maxLines: 4 });
  }
  if (shown.length < reasons.length) {
    page.line(`and ${plural(reasons.length - shown.length, 'lesser reason')} (see below)`, {
      indent: '    ',
    });
  }
  page.text(`Decided by the ${policyLines(shown)}.`, { style: 'dim', maxLines: 3 });
}

/** The lines of the policy that decided, under the policy's name: `built-in policy: "a", "b"`. */
function policyLines(reasons: readonly Reason[]): string {
  const lines = new Map<string, Set<string>>();
  for (const { policy } of reasons) {
    const comma = policy.indexOf(', ');
    const name = comma === -1 ? policy : policy.slice(0, comma);
    const known = lines.get(name) ?? new Set();
    lines.set(name, comma === -1 ? known : known.add(policy.slice(comma + 2)));
  }
  return [...lines]
    .map(([name, rules]) => (rules.size === 0 ? name : `${name}: ${[...rules].join(', ')}`))
    .join('; ');
}

function writeFacts(page: Page, facts: readonly (string | undefined)[]): void {
  const known = facts.filter((fact) => fact !== undefined).map((fact) => fact.slice(0, 400));
  page.text(known.join(' · '), { maxLines: 3 });
}

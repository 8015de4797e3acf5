import type { Severity } from '../../finding.ts';
import { lower } from '../../finding-order.ts';
import { roleReason } from '../role.ts';
import type { Where } from './placed.ts';

/** A severity, and why it became less, a sentence each. */
export interface Weighed {
  readonly severity: Severity;
  readonly reasons: readonly string[];
}

/**
 * What a finding about malware weighs by the kind of place that it is in: among documents, rules and tests hardly
 * anything, among a library's files less, and less once a later layer took it away. What starts is not asked what its path
 * says.
 *
 * @param about why the file is rather about malware than such a thing, where its text says so; the end of a sentence. Asked
 * only where nothing else says it
 */
export function weighPlace(
  given: Severity,
  { runs, role, gone }: Where,
  about?: () => string | undefined,
): Weighed {
  const reasons: string[] = [];
  let severity = given;
  const less = runs === undefined ? (roleReason(role) ?? about?.()) : undefined;
  if (less !== undefined) {
    severity = lower(severity, role === 'library' ? 1 : 3);
    reasons.push(`It weighs less because ${less}.`);
  }
  if (gone) {
    severity = lower(severity);
    reasons.push(
      'A later layer takes the file away, so a container does not see it; the image still carries it.',
    );
  }
  return { severity, reasons };
}

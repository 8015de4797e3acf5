import type { HostileCase } from './hostile-case.ts';

/** What came of a hostile input. */
export type Outcome =
  | { readonly kind: 'error'; readonly code: string; readonly message: string; readonly hint?: string }
  | {
      readonly kind: 'checked';
      readonly unread: readonly {
        readonly reason: string;
        readonly limit?: string;
        readonly detail: string;
      }[];
      readonly findings: readonly string[];
      readonly unopened: number;
    };

/** What is wrong with the outcome; undefined when it is what the case expects. */
export function complaint({ expected }: HostileCase, outcome: Outcome): string | undefined {
  if (expected.kind === 'error') {
    if (outcome.kind !== 'error') return `was checked; should be refused with ${expected.code}`;
    if (outcome.code !== expected.code)
      return `got ${outcome.code} (${outcome.message}), not ${expected.code}`;
    const text = `${outcome.message} ${outcome.hint ?? ''}`;
    return expected.says === undefined || expected.says.test(text)
      ? undefined
      : `does not say ${expected.says}: ${text}`;
  }
  if (outcome.kind === 'error') return `was refused: ${outcome.code}: ${outcome.message}`;
  const reasons = outcome.unread.map(({ reason, limit }) =>
    limit === undefined ? reason : `${reason} ${limit}`,
  );
  if (expected.kind === 'whole') {
    if (reasons.length > 0) return `not fully read: ${reasons.join(', ')}`;
    if (expected.finds === undefined || outcome.findings.some((title) => expected.finds?.test(title)))
      return undefined;
    return `did not find ${expected.finds}: ${outcome.findings.join(', ')}`;
  }
  const wanted = expected.limit === undefined ? expected.reason : `${expected.reason} ${expected.limit}`;
  return reasons.some((reason) => reason.startsWith(wanted))
    ? undefined
    : `not ${wanted}, but: ${reasons.join(', ') || 'read whole'}`;
}

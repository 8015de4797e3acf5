import type { Policy } from './policy.ts';

/** What holds when the user gives no policy: blocks only on proof, asks for a look at what is likely. */
export const DEFAULT_POLICY: Policy = Object.freeze({
  name: 'built-in policy',
  rules: [
    {
      name: 'critical with good evidence',
      decision: 'block',
      when: { severity: 'critical', confidence: 'high' },
    },
    { name: 'serious and certain', decision: 'block', when: { severity: 'high', confidence: 'certain' } },
    { name: 'worth a look', decision: 'review', when: { severity: 'medium', confidence: 'medium' } },
  ],
  unread: 'review',
  default: 'allow',
} satisfies Policy);

import type { z } from 'zod';

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys and values',
};

/** What a value of a file written by hand should be, where a schema's own words are for programmers: `needs a text`. */
export function neededWords(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input')) {
    return `needs ${KINDS[issue.expected] ?? issue.expected}`;
  }
  if (issue.code === 'invalid_format' && issue.format === 'date') return 'needs a date such as 2027-01-31';
  if (issue.code === 'too_small' && issue.origin !== 'number' && Number(issue.minimum) === 1) {
    return issue.origin === 'string' ? 'needs some words' : 'needs at least one';
  }
  if (issue.code === 'too_small') return `needs at least ${issue.minimum}${countedOf(issue.origin)}`;
  if (issue.code === 'too_big') return `takes at most ${issue.maximum}${countedOf(issue.origin)}`;
  return undefined;
}

/** A key that has to be there and is not. */
export function isMissing(issue: z.core.$ZodIssue): boolean {
  return (
    issue.code === 'invalid_type' && issue.path.length > 0 && issue.message.endsWith('received undefined')
  );
}

function countedOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' entries' : '';
}

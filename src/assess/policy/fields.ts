import { z } from 'zod';

export const policyName = z.string().min(1).max(200);
export const globText = z.string().min(1).max(1000);
/** Of what can only make a verdict stricter. */
export const stricter = z.enum(['review', 'block']);

/** One value or a list of them, as a list. */
export function oneOrMore<T extends z.ZodType>(item: T) {
  return z.union([item.transform((value) => [value]), z.array(item).min(1).max(1000)]);
}

import type { Arguments } from './follow.ts';

/** Stands for the value of a build argument; a private-use character that no Dockerfile has a reason to hold. */
const PLACEHOLDER = '\ue0f1';

/** Every build argument has the placeholder as its value, and so has what depends on one. */
export const ANY_ARGUMENTS: Arguments = { get: () => PLACEHOLDER };

/** Whether the text is the template with something in the place of each placeholder. Linear. */
export function matchesTemplate(template: string, text: string): boolean {
  const parts = template.split(PLACEHOLDER);
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return template === text;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}

/** What looks alike on a screen, as one sign: the digits for letters, two letters that read as one, separators. */
const ALIKE: readonly (readonly [RegExp, string])[] = [
  [/0/g, 'o'],
  [/[1|]/g, 'l'],
  [/3/g, 'e'],
  [/5/g, 's'],
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/[-_]/g, ''],
];

/** Two names with the same outline are hard to tell apart by eye. */
function outline(name: string): string {
  return ALIKE.reduce((text, [sign, as]) => text.replace(sign, as), name.toLowerCase());
}

export type Likeness = 'looks the same' | 'two letters exchanged' | 'one letter away';

/**
 * How a name resembles another that it is not: by its outline, or by one slip of a finger (Damerau–Levenshtein
 * distance 1). A number put behind (`tomcat9`) is a version, not a slip.
 */
export function likeness(name: string, other: string): Likeness | undefined {
  if (name === other || Math.abs(name.length - other.length) > 2) return undefined;
  if (/^\d+$/.test(name.slice(other.length)) && name.startsWith(other)) return undefined;
  if (outline(name) === outline(other)) return 'looks the same';
  return slip(name, other);
}

function slip(name: string, other: string): Likeness | undefined {
  let at = 0;
  while (at < name.length && name[at] === other[at]) at++;
  const restOf = (text: string, skip: number): string => text.slice(at + skip);
  if (name.length === other.length) {
    if (restOf(name, 1) === restOf(other, 1)) return 'one letter away';
    const exchanged = name[at] === other[at + 1] && name[at + 1] === other[at];
    return exchanged && restOf(name, 2) === restOf(other, 2) ? 'two letters exchanged' : undefined;
  }
  const [longer, shorter] = name.length > other.length ? [name, other] : [other, name];
  return restOf(longer, 1) === restOf(shorter, 0) ? 'one letter away' : undefined;
}

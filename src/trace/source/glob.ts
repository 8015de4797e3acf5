/**
 * Patterns of `.dockerignore`, COPY and ADD: those of Go's `path/filepath.Match`, component by component, with
 * `**` for any number of components (moby/patternmatcher). Never a regular expression: patterns are a stranger's.
 */
export interface PathPattern {
  readonly parts: readonly string[];
  /** No part has a wildcard. */
  readonly literal: boolean;
}

/** Components looked at, and characters of one. */
const MAX_PARTS = 200;
const MAX_PART = 1000;

/** `/a/./b/` → `a`, `b`. Undefined when it leaves the folder, or is longer than is looked at. */
export function parsePattern(text: string): PathPattern | undefined {
  const parts: string[] = [];
  for (const part of text.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  if (parts.length > MAX_PARTS || parts.some(({ length }) => length > MAX_PART)) return undefined;
  return { parts, literal: parts.every((part) => !/[*?[\\]/.test(part)) };
}

/** Whether the pattern matches the whole path, given as its components. */
export function matchesPath({ parts }: PathPattern, path: readonly string[]): boolean {
  // Where the last `**` began, and how much of the path it has taken: greedy steps back suffice.
  let [part, at, star, taken] = [0, 0, -1, 0];
  while (at < path.length) {
    const pattern = parts[part];
    if (pattern === '**') {
      [star, taken] = [part, at];
      part++;
    } else if (pattern !== undefined && matchesPart(pattern, path[at] ?? '')) {
      part++;
      at++;
    } else if (star === -1) return false;
    else {
      taken++;
      [part, at] = [star + 1, taken];
    }
  }
  while (parts[part] === '**') part++;
  return part === parts.length;
}

/** One component: `*`, `?`, `[a-z]`, `[^a-z]`, `\c`. A pattern that is not well formed matches nothing. */
function matchesPart(pattern: string, text: string): boolean {
  let [p, t, star, taken] = [0, 0, -1, 0];
  while (t < text.length) {
    const step = stepAt(pattern, p, text.charCodeAt(t));
    if (step === 'star') {
      [star, taken] = [p, t];
      p++;
    } else if (step > 0) {
      p += step;
      t++;
    } else if (star === -1) return false;
    else {
      taken++;
      [p, t] = [star + 1, taken];
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** How many characters of the pattern match one of the text; 0 when they do not. */
function stepAt(pattern: string, p: number, code: number): number | 'star' {
  const character = pattern[p];
  if (character === undefined) return 0;
  if (character === '*') return 'star';
  if (character === '?') return 1;
  if (character === '[') return classAt(pattern, p, code);
  if (character === '\\') return pattern.charCodeAt(p + 1) === code ? 2 : 0;
  return pattern.charCodeAt(p) === code ? 1 : 0;
}

function classAt(pattern: string, p: number, code: number): number {
  const negated = pattern[p + 1] === '^';
  let at = p + (negated ? 2 : 1);
  let inside = false;
  for (let ranges = 0; ranges === 0 || pattern[at] !== ']'; ranges++) {
    const from = characterAt(pattern, at);
    if (from === undefined) return 0;
    let to = from;
    at = from.next;
    if (pattern[at] === '-') {
      const end = characterAt(pattern, at + 1);
      if (end === undefined) return 0;
      to = end;
      at = end.next;
    }
    if (code >= from.code && code <= to.code) inside = true;
  }
  return inside === negated ? 0 : at + 1 - p;
}

function characterAt(pattern: string, at: number): { code: number; next: number } | undefined {
  if (pattern[at] === '-' || pattern[at] === ']') return undefined;
  const escaped = pattern[at] === '\\' ? at + 1 : at;
  const code = pattern.charCodeAt(escaped);
  return Number.isNaN(code) ? undefined : { code, next: escaped + 1 };
}

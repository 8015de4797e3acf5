import { matchesPath, type PathPattern, parsePattern } from './glob.ts';

/** Rules read of one file, and characters of it. */
const MAX_RULES = 2000;
const MAX_TEXT = 1_000_000;

interface Rule {
  readonly pattern: PathPattern;
  /** `!`: what matches is taken in again. */
  readonly keeps: boolean;
}

/**
 * What a `.dockerignore` leaves out of the build context (Dockerfile reference, ".dockerignore files"): a rule
 * matches a path when it matches it or a folder above it, and the last rule that matches decides
 * (moby/patternmatcher, `MatchesOrParentMatches`).
 *
 * @returns whether the path, without leading slash, is left out
 */
export function dockerignore(text: string): (path: string) => boolean {
  const rules = parse(text);
  if (rules.length === 0) return () => false;
  // Which rules match a folder or one above it, found once a folder.
  const folders = new Map<string, Uint8Array>([['', new Uint8Array(rules.length)]]);
  const matchedBy = (parts: readonly string[], above: Uint8Array): Uint8Array => {
    const matched = above.slice();
    for (const [i, { pattern }] of rules.entries()) {
      if (matched[i] === 0 && matchesPath(pattern, parts)) matched[i] = 1;
    }
    return matched;
  };
  const ofFolder = (parts: readonly string[]): Uint8Array => {
    const path = parts.join('/');
    const known = folders.get(path);
    if (known !== undefined) return known;
    const matched = matchedBy(parts, ofFolder(parts.slice(0, -1)));
    folders.set(path, matched);
    return matched;
  };
  return (path) => {
    const parts = path.split('/');
    const matched = matchedBy(parts, ofFolder(parts.slice(0, -1)));
    const last = matched.lastIndexOf(1);
    return last !== -1 && rules[last]?.keeps === false;
  };
}

function parse(text: string): Rule[] {
  const rules: Rule[] = [];
  for (const line of text
    .slice(0, MAX_TEXT)
    .replace(/^\ufeff/, '')
    .split('\n')) {
    if (line.startsWith('#') || rules.length >= MAX_RULES) continue;
    const written = line.trim();
    const keeps = written.startsWith('!');
    const pattern = parsePattern((keeps ? written.slice(1) : written).trim());
    if (written !== '' && pattern !== undefined && pattern.parts.length > 0) rules.push({ pattern, keeps });
  }
  return rules;
}

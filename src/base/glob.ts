/**
 * A glob: `?` one character, `*` any within a path segment, `**` any across segments; `**` followed by a
 * slash also matches no folder at all. Everything else stands for itself.
 *
 * It is matched by walking a set of states along the text, so the time is at most pattern × text: no pattern
 * that a user writes and no path that an image holds can make it slow.
 */
export interface Glob {
  readonly source: string;
  matches(text: string): boolean;
}

/** A path of evidence; a glob without a leading slash does not ask for one either. */
export function matchesPath(glob: Glob, path: string): boolean {
  return (
    glob.matches(path) ||
    (!glob.source.startsWith('/') && path.startsWith('/') && glob.matches(path.slice(1)))
  );
}

type Token =
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'one' }
  | { readonly kind: 'within' }
  | { readonly kind: 'across' }
  /** Entry of a globstar with slash: skips it, or goes on into the next token, `folders`. */
  | { readonly kind: 'maybe-folders' }
  | { readonly kind: 'folders' };

export function compileGlob(source: string): Glob {
  const tokens = tokenize(source);
  return { source, matches: (text) => run(tokens, text) };
}

function tokenize(source: string): readonly Token[] {
  const chars = Array.from(source);
  const tokens: Token[] = [];
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i] as string;
    if (char === '?') tokens.push({ kind: 'one' });
    else if (char !== '*') tokens.push({ kind: 'char', char });
    else if (chars[i + 1] !== '*') tokens.push({ kind: 'within' });
    else {
      while (chars[i + 1] === '*') i++;
      if (chars[i + 1] === '/') {
        i++;
        tokens.push({ kind: 'maybe-folders' }, { kind: 'folders' });
      } else tokens.push({ kind: 'across' });
    }
  }
  return tokens;
}

function run(tokens: readonly Token[], text: string): boolean {
  let states = new Set<number>();
  enter(tokens, 0, states);
  for (const char of text) {
    const next = new Set<number>();
    for (const state of states) step(tokens, state, char, next);
    if (next.size === 0) return false;
    states = next;
  }
  return states.has(tokens.length);
}

/** Adds a state, and those that follow from it without a character. */
function enter(tokens: readonly Token[], state: number, into: Set<number>): void {
  if (into.has(state)) return;
  into.add(state);
  const kind = tokens[state]?.kind;
  if (kind === 'within' || kind === 'across') enter(tokens, state + 1, into);
  if (kind === 'maybe-folders') {
    enter(tokens, state + 1, into);
    enter(tokens, state + 2, into);
  }
}

function step(tokens: readonly Token[], state: number, char: string, into: Set<number>): void {
  const token = tokens[state];
  if (token === undefined) return;
  if (token.kind === 'char') {
    if (token.char === char) enter(tokens, state + 1, into);
  } else if (token.kind === 'one') {
    if (char !== '/') enter(tokens, state + 1, into);
  } else if (token.kind === 'within') {
    if (char !== '/') enter(tokens, state, into);
  } else if (token.kind === 'across') {
    enter(tokens, state, into);
  } else if (token.kind === 'folders') {
    into.add(state);
    if (char === '/') enter(tokens, state + 1, into);
  }
}

import type { Rule } from './recipes.ts';

export interface Makefile {
  /** Of a recipe, variables of make are replaced where they are known. */
  readonly rules: ReadonlyMap<string, Rule>;
  /** The first target that make takes by itself. */
  readonly first?: string;
}

const MAX_LINES = 100_000;
const MAX_LINE = 16_000;
const MAX_EXPANDED = 64 * 1024;
const MAX_DEPTH = 8;

/** Reads a makefile as far as it says things plainly: no pattern rules, no functions, both branches of conditions. */
export function parseMakefile(text: string): Makefile {
  const variables = new Map<string, string>();
  const rules = new Map<string, { needs: string[]; recipe: { text: string; line: number }[] }>();
  let first: string | undefined;
  let open: readonly string[] = [];
  for (const { text: line, number } of logicalLines(text)) {
    if (line.startsWith('\t')) {
      const command = line.trimStart().replace(/^[@+-]+\s*/, '');
      for (const target of open) rules.get(target)?.recipe.push({ text: command, line: number });
      continue;
    }
    const bare = line.trim();
    if (bare === '' || bare.startsWith('#')) continue;
    const set = /^(?:export\s+|override\s+)?([\w.-]{1,100})\s*(?:[:?+!]{0,3}=)\s*(.*)$/.exec(bare);
    if (set !== null) {
      variables.set(set[1] ?? '', set[2] ?? '');
      open = [];
      continue;
    }
    const colon = bare.indexOf(':');
    if (colon <= 0) continue;
    const [needs, inline] = split(bare.slice(colon).replace(/^:+/, ''), ';');
    open = words(expand(bare.slice(0, colon), variables));
    for (const target of open) {
      const rule = rules.get(target) ?? { needs: [], recipe: [] };
      rules.set(target, rule);
      rule.needs.push(...words(expand(needs, variables)));
      if (inline !== undefined) rule.recipe.push({ text: inline.trim(), line: number });
      if (!target.startsWith('.') && !target.includes('%')) first ??= target;
    }
  }
  // Recipes are expanded when they are run: a variable may be set below them.
  const done = new Map(
    [...rules].map(([name, { needs, recipe }]) => [
      name,
      { needs, recipe: recipe.map(({ text: one, line }) => ({ text: shellText(one, variables), line })) },
    ]),
  );
  return { rules: done, ...(first !== undefined && { first }) };
}

/** Lines put together where they end in a backslash, with the number of the first. */
function* logicalLines(text: string): Generator<{ text: string; number: number }> {
  let begun: { text: string; number: number } | undefined;
  for (const [index, line] of text.split('\n', MAX_LINES).entries()) {
    const raw = line.slice(0, MAX_LINE);
    const whole = begun === undefined ? raw : `${begun.text} ${raw.trimStart()}`.slice(0, MAX_LINE);
    const number = begun?.number ?? index + 1;
    if (whole.endsWith('\\')) begun = { text: whole.slice(0, -1), number };
    else {
      begun = undefined;
      yield { text: whole, number };
    }
  }
  if (begun !== undefined) yield begun;
}

function shellText(recipe: string, variables: ReadonlyMap<string, string>): string {
  return expand(recipe, variables).replaceAll('$$', '$');
}

/** `$(NAME)` and `${NAME}` where they are set; the rest stays as it is written. */
function expand(text: string, variables: ReadonlyMap<string, string>, depth = 0): string {
  if (depth >= MAX_DEPTH || !text.includes('$')) return text;
  const expanded = text.replace(/\$\$|\$[({]([\w.-]{1,100})[)}]/g, (written, name?: string) => {
    const value = name === undefined ? undefined : variables.get(name);
    return value === undefined ? written : value;
  });
  if (expanded === text || expanded.length > MAX_EXPANDED) return text;
  return expand(expanded, variables, depth + 1);
}

function split(text: string, at: string): [string, string?] {
  const index = text.indexOf(at);
  return index === -1 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

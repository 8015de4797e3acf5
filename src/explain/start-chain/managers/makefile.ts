import type { RecipeLine, Rule } from './recipes.ts';

export interface Makefile {
  /** Of a recipe, variables of make are replaced where they are known. */
  readonly rules: ReadonlyMap<string, Rule>;
  /** The first target that make takes by itself. */
  readonly first?: string;
  /** Commands of `$(shell …)`, which run while it is read. */
  readonly atOnce: readonly RecipeLine[];
  /** It has more rules than are read. */
  readonly isCut: boolean;
}

const MAX_LINES = 100_000;
const MAX_LINE = 16_000;
const MAX_EXPANDED = 64 * 1024;
const MAX_DEPTH = 8;
const MAX_AT_ONCE = 200;
const MAX_DEFINED = 200;
/** Lines of recipes, and names of what rules need, of all rules together: each target of a rule has those of the rule. */
const MAX_RULES = 100_000;

/** Calls of make's own function that runs a shell, as far as round brackets in it are closed. */
const SHELL_CALLS = /\$[({]shell[ \t]{1,40}((?:[^()\n]|\([^()\n]{0,500}\)){1,2000})/g;
const ASSIGNED = /^(?:export\s+|override\s+)?([\w.-]{1,100})\s*(?:[:?+!]{0,3}=)\s*(.*)$/;

/**
 * Reads a makefile as far as it says things plainly: of functions only `shell`, both branches of conditions; rules for a pattern are run for
 * whatever they fit.
 *
 * @param given variables that the command or the environment sets
 */
export function parseMakefile(text: string, given: ReadonlyMap<string, string> = new Map()): Makefile {
  const variables = new Map<string, string>([['MAKE', 'make'], ...given]);
  const atOnce: RecipeLine[] = [];
  let defined: { name: string; lines: string[] } | undefined;
  const rules = new Map<string, { needs: string[]; recipe: { text: string; line: number }[] }>();
  let first: string | undefined;
  let open: readonly string[] = [];
  let left = MAX_RULES;
  for (const { text: line, number } of logicalLines(text)) {
    if (defined !== undefined) {
      if (/^\s*endef\b/.test(line)) {
        variables.set(defined.name, defined.lines.join('\n'));
        defined = undefined;
      } else if (defined.lines.length < MAX_DEFINED) defined.lines.push(line.trim());
      continue;
    }
    if (line.startsWith('\t')) {
      const command = line.trimStart().replace(/^[@+-]+\s*/, '');
      left -= open.length;
      if (left < 0) open = [];
      for (const target of open) rules.get(target)?.recipe.push({ text: command, line: number });
      continue;
    }
    const bare = line.trim();
    if (bare === '' || bare.startsWith('#')) continue;
    const define = /^(?:override\s+)?define\s+([\w.-]{1,100})\s*[:?+!]{0,3}=?\s*$/.exec(bare)?.[1];
    if (define !== undefined) {
      defined = { name: define, lines: [] };
      continue;
    }
    for (const [, command = ''] of bare.matchAll(SHELL_CALLS))
      if (atOnce.length < MAX_AT_ONCE) atOnce.push({ text: shellText(command, variables), line: number });
    const set = ASSIGNED.exec(bare);
    if (set !== null) {
      variables.set(set[1] ?? '', set[2] ?? '');
      open = [];
      continue;
    }
    const colon = bare.indexOf(':');
    if (colon <= 0) continue;
    const [needs, inline] = split(bare.slice(colon).replace(/^:+/, ''), ';');
    open = words(expand(bare.slice(0, colon), variables));
    const needed = words(expand(needs, variables));
    left -= open.length * (1 + needed.length);
    if (left < 0) open = [];
    for (const target of open) {
      const rule = rules.get(target) ?? { needs: [], recipe: [] };
      rules.set(target, rule);
      for (const need of needed) rule.needs.push(need);
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
  return { rules: done, atOnce, isCut: left < 0, ...(first !== undefined && { first }) };
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

/** The files that a makefile includes, as patterns. */
export function includesOf(text: string): readonly string[] {
  return [...text.matchAll(/^[ ]{0,20}[-s]?include[ \t]{1,40}([^#\n]{1,2000})/gm)].flatMap(([, files = '']) =>
    words(files),
  );
}

function shellText(recipe: string, variables: ReadonlyMap<string, string>): string {
  return expand(recipe, variables).replaceAll('$$', '$');
}

/** `$(NAME)` and `${NAME}` where they are set; the rest stays as it is written. */
function expand(text: string, variables: ReadonlyMap<string, string>, depth = 0): string {
  if (depth >= MAX_DEPTH || !text.includes('$')) return text;
  let left = MAX_EXPANDED - text.length;
  const expanded = text.replace(/\$\$|\$[({]([\w.-]{1,100})[)}]/g, (written, name?: string) => {
    const value = name === undefined ? undefined : variables.get(name);
    left -= value?.length ?? 0;
    return value === undefined || left < 0 ? written : value;
  });
  if (expanded === text || left < 0) return text;
  return expand(expanded, variables, depth + 1);
}

function split(text: string, at: string): [string, string?] {
  const index = text.indexOf(at);
  return index === -1 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

import type { RecipeLine, Rule } from './recipes.ts';

/** What a justfile says (just.systems/man, "Grammar"), as far as it says it plainly: no functions, no conditions. */
export interface Justfile {
  readonly rules: ReadonlyMap<string, Rule>;
  /** The recipe that just takes by itself. */
  readonly first?: string;
  /** The words that run a line of a recipe, where it sets them: `set shell := ["bash", "-c"]`. */
  readonly shell?: readonly string[];
  /** Commands in backticks of assignments, which just runs whatever recipe it is told. */
  readonly evaluated: readonly RecipeLine[];
  /** Files that it imports, as written. */
  readonly imports: readonly string[];
}

const MAX_LINES = 5000;
const MAX_LINE = 16_000;
const MAX_EXPANDED = 64 * 1024;
const MAX_DEPTH = 8;
const MAX_EVALUATED = 100;

const ASSIGNMENT = /^(?:export\s{1,20})?([A-Za-z_][\w-]{0,100})\s{0,20}:=\s{0,20}(.*)$/;
const HEADER =
  /^@?([A-Za-z_][\w-]{0,100})((?:\s(?:"[^"]{0,1000}"|'[^']{0,1000}'|[^:"']){0,1000})?):(?!=)(.*)$/;
const SHELL = /^set\s{1,20}(?:windows-)?shell\s{0,20}:=\s{0,20}\[([^\]]{0,1000})\]/;
const IMPORT = /^import\??\s{1,20}["']([^"'\n]{1,500})["']/;
const ALIAS = /^alias\s{1,20}([\w-]{1,100})\s{0,20}:=\s{0,20}([\w:-]{1,100})/;

export function parseJustfile(text: string): Justfile {
  const values = new Map<string, string>();
  const rules = new Map<
    string,
    { needs: string[]; after: string[]; body: { text: string; line: number }[] }
  >();
  const evaluated: RecipeLine[] = [];
  const imports: string[] = [];
  const aliases: [name: string, recipe: string][] = [];
  let shell: readonly string[] | undefined;
  let first: string | undefined;
  let open: { body: { text: string; line: number }[] } | undefined;
  for (const [index, raw] of text.split('\n', MAX_LINES).entries()) {
    const line = raw.slice(0, MAX_LINE).replace(/\r$/, '');
    if (/^[ \t]/.test(line) || line.trim() === '') {
      if (line.trim() !== '' || open !== undefined) open?.body.push({ text: line, line: index + 1 });
      continue;
    }
    open = undefined;
    if (line.startsWith('#') || line.startsWith('[')) continue;
    const set = SHELL.exec(line);
    if (set !== null) {
      shell = quotedIn(set[1] ?? '');
      continue;
    }
    const imported = IMPORT.exec(line)?.[1];
    if (imported !== undefined) imports.push(imported);
    const alias = ALIAS.exec(line);
    if (alias !== null) aliases.push([alias[1] ?? '', alias[2] ?? '']);
    if (imported !== undefined || alias !== null || /^(?:set|mod|unexport)\s/.test(line)) continue;
    const assigned = ASSIGNMENT.exec(line);
    if (assigned !== null) {
      const [, name = '', value = ''] = assigned;
      values.set(name, joinedLiterals(value));
      for (const one of value.matchAll(/`([^`]{1,4000})`/g)) {
        if (evaluated.length < MAX_EVALUATED) evaluated.push({ text: one[1] ?? '', line: index + 1 });
      }
      continue;
    }
    const header = HEADER.exec(line);
    if (header === null) continue;
    const [, name = '', parameters = '', needed = ''] = header;
    for (const [, parameter = '', given] of parameters.matchAll(/([\w-]{1,100})=(?:"([^"]*)"|'([^']*)')/g))
      if (given !== undefined && !values.has(parameter)) values.set(parameter, given);
    const [before = '', after = ''] = needed.replace(/\s#.*$/, '').split('&&', 2);
    const rule = { needs: namesIn(before), after: namesIn(after), body: [] };
    rules.set(name, rule);
    open = rule;
    first ??= name;
  }
  const done = new Map<string, Rule>(
    [...rules].map(([name, { needs, after, body }]) => [
      name,
      { needs: [...needs, ...after], recipe: recipeOf(body, values) },
    ]),
  );
  for (const [name, recipe] of aliases) if (!done.has(name)) done.set(name, { needs: [recipe], recipe: [] });
  return {
    rules: done,
    evaluated,
    imports,
    ...(first !== undefined && { first }),
    ...(shell !== undefined && shell.length > 0 && { shell }),
  };
}

/** Lines as the shell gets them; a body that begins with `#!` is one script. */
function recipeOf(
  body: readonly { readonly text: string; readonly line: number }[],
  values: ReadonlyMap<string, string>,
): readonly RecipeLine[] {
  const [head] = body;
  if (head === undefined) return [];
  if (head.text.trimStart().startsWith('#!')) {
    const indent = /^[ \t]*/.exec(head.text)?.[0].length ?? 0;
    const whole = body.map(({ text }) => text.slice(Math.min(indent, text.search(/\S|$/)))).join('\n');
    return [{ text: expand(whole.trimEnd(), values), line: head.line }];
  }
  const lines: RecipeLine[] = [];
  let begun: RecipeLine | undefined;
  for (const { text, line } of body) {
    const bare = text.trim();
    const whole: RecipeLine =
      begun === undefined ? { text: bare, line } : { text: begun.text + bare, line: begun.line };
    begun = whole.text.endsWith('\\') ? { text: whole.text.slice(0, -1), line: whole.line } : undefined;
    if (begun === undefined) push(lines, whole, values);
  }
  if (begun !== undefined) push(lines, begun, values);
  return lines;
}

function push(lines: RecipeLine[], { text, line }: RecipeLine, values: ReadonlyMap<string, string>): void {
  const command = expand(text.replace(/^[@-]+\s*/, ''), values).slice(0, MAX_LINE);
  if (command.trim() !== '') lines.push({ text: command, line });
}

/** `{{NAME}}`, `{{'text'}}` and `{{`command`}}`; the rest stays as it is written. */
function expand(text: string, values: ReadonlyMap<string, string>, depth = 0): string {
  if (depth >= MAX_DEPTH || !text.includes('{{')) return text;
  const expanded = text.replace(/\{\{([^{}]{1,1000})\}\}/g, (written, inside: string) => {
    const expression = inside.trim();
    if (/^`[^`]*`$/.test(expression)) return `$(${expression.slice(1, -1)})`;
    return values.get(expression) ?? (/^["']/.test(expression) ? joinedLiterals(expression) : written);
  });
  if (expanded === text || expanded.length > MAX_EXPANDED) return text;
  return expand(expanded, values, depth + 1);
}

/** `"a" + 'b'` as one text; of what is no literal nothing. */
function joinedLiterals(expression: string): string {
  return quotedIn(expression).join('');
}

function quotedIn(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|`([^`]*)`/g)].flatMap(
    ([, double, single, command]) =>
      command === undefined ? [double?.replace(/\\(["\\])/g, '$1') ?? single ?? ''] : [`$(${command})`],
  );
}

/** Names of recipes; one with arguments stands in brackets: `(deploy "x")`. */
function namesIn(text: string): string[] {
  return [
    ...text
      .replaceAll(/\(\s{0,20}([\w:-]{1,100})[^)]{0,1000}\)/g, ' $1 ')
      .matchAll(/[A-Za-z_][\w:-]{0,100}/g),
  ].map(([name]) => name);
}

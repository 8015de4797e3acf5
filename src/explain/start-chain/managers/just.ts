import { absolutePath, directory } from '../../path-lookup.ts';
import { type Argument, type Chain, type Follower, known } from '../chain.ts';
import { interpreterOf } from '../shebang.ts';
import { type Justfile, parseJustfile } from './justfile.ts';
import { type RecipeLine, type Rule, runTargets } from './recipes.ts';
import { isFile, textOf } from './service-files.ts';

const NAMES = ['justfile', '.justfile', 'Justfile', 'JUSTFILE'];
const VALUED =
  /^(?:-[fdC]|--(?:justfile|working-directory|shell|shell-arg|dotenv-path|dotenv-filename|color|command-color|chooser|tempdir|set|timestamp-format|list-heading|list-prefix))$/;
const MAX_FOLDERS = 32;
const MAX_IMPORTS = 20;
const OWN = '';

/** `just RECIPE`: the recipes that it is told, or the first one, with those that they need (just.systems/man). */
export const followJust: Follower = (invocation, program, chain) => {
  if (program.name !== 'just') return undefined;
  const words = invocation.argv.slice(1).map(({ value }) => value);
  if (words.includes(undefined)) return { children: [], unknown: 'its arguments come from a variable' };
  const told = toldBy(words as string[]);
  const { cwd } = invocation.environment;
  const path = told.file === undefined ? nearest(chain, cwd) : absolutePath(told.file, cwd);
  const text = path === undefined ? undefined : textOf(chain, path);
  if (path === undefined || !isFile(chain, path))
    return { children: [], unknown: 'its justfile is not in the image' };
  if (text === undefined) return { children: [], unknown: `the text of ${path} was not kept` };
  const file = parseJustfile(text);
  const rules = withImports(chain, path, file);
  const given = told.shell ?? file.shell ?? ['sh', '-cu'];
  const targets = told.recipes.filter((name, at) => at === 0 || rules.has(name));
  // Assignments are evaluated before anything else is run.
  const first = targets[0] ?? file.first ?? OWN;
  const own = { needs: targets.length === 0 ? [first] : targets, recipe: [] };
  const evaluated = { needs: [], recipe: file.evaluated };
  const all = new Map<string, Rule>([...rules, [' evaluated', evaluated], [' told', own]]);
  const missing = targets.filter((name) => !rules.has(name));
  return runTargets(chain, invocation, {
    path,
    cwd: absolutePath(told.folder ?? directory(path), cwd),
    rules: withInterpreters(all),
    told: [' evaluated', ' told', ...missing],
    first: undefined,
    argvOf: (command) => [...given, command].map(known),
  });
};

interface Told {
  readonly file?: string;
  readonly folder?: string;
  readonly shell?: readonly string[];
  readonly recipes: readonly string[];
}

function toldBy(words: readonly string[]): Told {
  return words.reduce<Told>(
    (told, word, at) => {
      if (VALUED.test(words[at - 1] ?? '')) return told;
      const [, option = word, attached] = /^(-[fd]|--[\w-]{1,30}=)(.+)$/.exec(word) ?? [];
      const value = attached ?? words[at + 1] ?? '';
      if (/^(?:-f|--justfile=?)$/.test(option)) return { ...told, file: value };
      if (/^(?:-d|--working-directory=?)$/.test(option)) return { ...told, folder: value };
      if (/^--shell=?$/.test(option))
        return { ...told, shell: [value, ...(told.shell ?? ['', '-cu']).slice(1)] };
      if (word.startsWith('-') || word.includes('=')) return told;
      return { ...told, recipes: [...told.recipes, word] };
    },
    { recipes: [] },
  );
}

/** just looks in the folder that it is started in, and in those above. */
function nearest(chain: Chain, cwd: string): string | undefined {
  let folder = cwd;
  for (let depth = 0; depth < MAX_FOLDERS; depth++) {
    const path = NAMES.map((name) => absolutePath(name, folder)).find((one) => isFile(chain, one));
    if (path !== undefined || folder === '/') return path;
    folder = directory(folder);
  }
  return undefined;
}

/** Recipes of imported files count as the file's own; one of the same name does not. */
function withImports(chain: Chain, path: string, own: Justfile): ReadonlyMap<string, Rule> {
  const rules = new Map(own.rules);
  const pending = own.imports.map((name) => absolutePath(name, directory(path)));
  const read = new Set([path]);
  for (let next = pending.shift(); next !== undefined && read.size <= MAX_IMPORTS; next = pending.shift()) {
    const text = read.has(next) ? undefined : textOf(chain, next);
    read.add(next);
    if (text === undefined) continue;
    const imported = parseJustfile(text);
    const file = next;
    const folder = directory(file);
    for (const [name, { needs, recipe }] of imported.rules)
      if (!rules.has(name)) rules.set(name, { needs, recipe: recipe.map((line) => ({ ...line, file })) });
    pending.push(...imported.imports.map((name) => absolutePath(name, folder)));
  }
  return rules;
}

/** Recipes that are scripts are run by what their first line names. */
function withInterpreters(rules: ReadonlyMap<string, Rule>): ReadonlyMap<string, Rule> {
  return new Map(
    [...rules].map(([name, { needs, recipe }]) => [
      name,
      { needs, recipe: recipe.map((line) => ({ ...line, ...scriptWords(line) })) },
    ]),
  );
}

function scriptWords({ text }: RecipeLine): { argv?: readonly Argument[] } {
  const interpreter = text.startsWith('#!') ? interpreterOf(text) : undefined;
  if (interpreter === undefined) return {};
  const name = interpreter.join(' ');
  const option = /python|sh\b/.test(name) ? '-c' : /php/.test(name) ? '-r' : '-e';
  return { argv: [...name.split(/\s+/), option, text].map(known) };
}

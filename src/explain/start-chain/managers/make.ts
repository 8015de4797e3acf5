import { NOT_LISTED } from '../../explanation.ts';
import { absolutePath } from '../../path-lookup.ts';
import { oneLine } from '../../printable.ts';
import { type Chain, type Follower, shellWords } from '../chain.ts';
import { globFiles } from '../shell/file-globs.ts';
import { includesOf, parseMakefile } from './makefile.ts';
import { type Rule, runTargets } from './recipes.ts';
import { isFile, lineOf, Steps, textOf } from './service-files.ts';

/** Where GNU make looks when it is told no file. */
const DEFAULTS = ['GNUmakefile', 'makefile', 'Makefile'];
const VALUED = /^-(?:[CfIjlowW]|-directory|-file|-makefile|-include-dir|-old-file|-new-file)$/;

/** `make TARGET`: the recipes of the target and of what it needs, each line in a shell. */
export const followMake: Follower = (invocation, program, chain) => {
  if (!/^(?:g|b)?make$/.test(program.name)) return undefined;
  const words = invocation.argv.slice(1).map(({ value }) => value);
  if (words.includes(undefined)) return { children: [], unknown: 'its arguments come from a variable' };
  const told = (words as string[]).reduce(
    (so, word, at, all) => take(so, word, all[at + 1], VALUED.test(all[at - 1] ?? '')),
    { targets: [], folders: [], variables: new Map<string, string>() } as Told,
  );
  const cwd = absolutePath(told.folder ?? '.', invocation.environment.cwd);
  const names = told.file === undefined ? DEFAULTS : [told.file];
  const path = names.map((name) => absolutePath(name, cwd)).find((one) => isFile(chain, one));
  if (path === undefined) return { children: [], unknown: `no makefile in ${cwd}` };
  const text = textOf(chain, path);
  if (text === undefined) return { children: [], unknown: `the text of ${path} was not kept` };
  // A recipe that makes the same again.
  const key = `make ${path} ${told.targets.join(' ')}`;
  if (chain.budget.open.has(key)) return { children: [] };
  chain.budget.open.add(key);
  const texts = [
    { path, text },
    ...included(chain, text, cwd, told, invocation.environment.variables.get('MAKEFILES')),
  ];
  const variables = texts.map((one) => variablesIn(one.text));
  const rules = new Map<string, Rule>();
  const steps = new Steps();
  let { first }: { first?: string | undefined } = {};
  for (const [index, one] of texts.entries()) {
    // What one file sets is meant in the others, too.
    const others = variables.filter((_, other) => other !== index).flat();
    const own = parseMakefile(`${one.text}\n${others.join('\n').slice(0, MAX_SHARED)}`, told.variables);
    first ??= own.first;
    if (own.isCut) steps.problem(`${one.path} has more rules than are followed: ${NOT_LISTED}`);
    for (const [name, { needs, recipe }] of own.rules) {
      const before = rules.get(name) ?? { needs: [], recipe: [] };
      const lines = recipe.map((line) => ({ ...line, file: one.path }));
      rules.set(name, { needs: [...before.needs, ...needs], recipe: [...before.recipe, ...lines] });
    }
    for (const { text: command, line } of own.atOnce)
      steps.add(
        chain.run({
          ...invocation,
          argv: shellWords(command),
          command: oneLine(command),
          environment: { ...invocation.environment, cwd },
          place: lineOf(chain, one.path, line),
        }),
      );
  }
  for (const [name, rule] of patternsFor(rules)) rules.set(name, rule);
  const { targets } = told;
  const before = steps.done();
  const made = runTargets(chain, invocation, { path, cwd, rules, told: targets, first, argvOf: shellWords });
  chain.budget.open.delete(key);
  const unknown = [before.unknown, made.unknown].filter((one) => one !== undefined).join('; ');
  return {
    children: [...before.children, ...made.children],
    ...(unknown !== '' && { unknown }),
  };
};

const MAX_INCLUDED = 100;

function included(
  chain: Chain,
  text: string,
  cwd: string,
  { folders }: Told,
  always: string | null | undefined,
): readonly { readonly path: string; readonly text: string }[] {
  const found = new Map<string, string>();
  const pending = [...(always ?? '').split(' ', 20), ...includesOf(text)];
  for (let next = pending.shift(); next !== undefined && found.size < MAX_INCLUDED; next = pending.shift()) {
    const pattern = next.replace(/^\$[({](?:CURDIR|PWD)[)}]\//, '');
    if (pattern === '' || pattern.includes('$')) continue;
    for (const folder of [cwd, ...folders.map((one) => absolutePath(one, cwd))]) {
      const paths = globFiles(chain, pattern, folder, MAX_INCLUDED) ?? [];
      for (const path of paths) {
        const own = found.has(path) ? undefined : textOf(chain, path);
        if (own === undefined || found.size >= MAX_INCLUDED) continue;
        found.set(path, own);
        pending.push(...includesOf(own));
      }
      if (paths.length > 0) break;
    }
  }
  return [...found].map(([path, own]) => ({ path, text: own }));
}

const VARIABLE_LINE = /^(?:export\s{1,9})?[\w.-]{1,100}[ \t]{0,20}[:?+!]{0,3}=[^\n]{0,4000}$/gm;

/** Lines of a file that set variables, without what they run. */
function variablesIn(text: string): readonly string[] {
  const lines = text.slice(0, MAX_SHARED).match(VARIABLE_LINE) ?? [];
  return lines.filter((line) => !line.includes('shell')).slice(0, 100);
}

const MAX_SHARED = 64 * 1024;
const MAX_PATTERNS = 200;

/** Of each target that a rule needs and no rule makes, the recipe of the rules whose pattern it fits. */
function patternsFor(rules: ReadonlyMap<string, Rule>): readonly (readonly [string, Rule])[] {
  const patterns = [...rules].filter(([name]) => name.includes('%')).slice(0, MAX_PATTERNS);
  if (patterns.length === 0) return [];
  const needed = new Set([...rules.values()].flatMap(({ needs }) => needs));
  return [...needed].slice(0, 1000).flatMap((name) => {
    if (rules.has(name)) return [];
    const fits = patterns.find(([pattern]) => {
      const [before = '', after = ''] = pattern.split('%', 2);
      return name.startsWith(before) && name.endsWith(after) && name.length >= before.length + after.length;
    });
    return fits === undefined ? [] : [[name, fits[1]] as const];
  });
}

interface Told {
  readonly folders: readonly string[];
  readonly variables: ReadonlyMap<string, string>;
  readonly folder?: string;
  readonly file?: string;
  readonly targets: readonly string[];
}

function take(told: Told, word: string, next: string | undefined, isValue: boolean): Told {
  if (isValue) return told;
  const folder = /^(?:-I|--include-dir=)(.*)$/.exec(word)?.[1];
  if (folder !== undefined)
    return { ...told, folders: [...told.folders, folder === '' ? (next ?? '.') : folder] };
  const [, name, set] = /^([A-Za-z_][\w.-]{0,99})=(.*)$/s.exec(word) ?? [];
  if (name !== undefined) return { ...told, variables: new Map([...told.variables, [name, set ?? '']]) };
  const [, option = word, attached] = /^(-[Cf]|--(?:directory|file|makefile)=)(.+)$/.exec(word) ?? [];
  const value = attached ?? next;
  if (/^(?:-C|--directory=?)$/.test(option) && value !== undefined) return { ...told, folder: value };
  if (/^(?:-f|--(?:make)?file=?)$/.test(option) && value !== undefined) return { ...told, file: value };
  if (word.startsWith('-') || word.includes('=')) return told;
  return { ...told, targets: [...told.targets, word] };
}

import { absolutePath } from '../../path-lookup.ts';
import { oneLine } from '../../printable.ts';
import { type Chain, type Follower, type Invocation, shellWords } from '../chain.ts';
import { type Makefile, parseMakefile } from './makefile.ts';
import { isFile, lineOf, Steps, textOf } from './service-files.ts';

/** Where GNU make looks when it is told no file. */
const DEFAULTS = ['GNUmakefile', 'makefile', 'Makefile'];
const VALUED = /^-(?:[CfIjlowW]|-directory|-file|-makefile|-include-dir|-old-file|-new-file)$/;
const MAX_RECIPES = 500;

/** `make TARGET`: the recipes of the target and of what it needs, each line in a shell. */
export const followMake: Follower = (invocation, program, chain) => {
  if (!/^(?:g|b)?make$/.test(program.name)) return undefined;
  const words = invocation.argv.slice(1).map(({ value }) => value);
  if (words.includes(undefined)) return { children: [], unknown: 'its arguments come from a variable' };
  const told = (words as string[]).reduce(
    (so, word, at, all) => take(so, word, all[at + 1], VALUED.test(all[at - 1] ?? '')),
    { targets: [] } as Told,
  );
  const cwd = absolutePath(told.folder ?? '.', invocation.environment.cwd);
  const names = told.file === undefined ? DEFAULTS : [told.file];
  const path = names.map((name) => absolutePath(name, cwd)).find((one) => isFile(chain, one));
  if (path === undefined) return { children: [], unknown: `no makefile in ${cwd}` };
  const text = textOf(chain, path);
  if (text === undefined) return { children: [], unknown: `the text of ${path} was not kept` };
  const { stdin: _stdin, ...rest } = invocation;
  const inner = { ...rest, environment: { ...rest.environment, cwd } };
  return runTargets(chain, inner, path, parseMakefile(text), told.targets);
};

interface Told {
  readonly folder?: string;
  readonly file?: string;
  readonly targets: readonly string[];
}

function take(told: Told, word: string, next: string | undefined, isValue: boolean): Told {
  if (isValue) return told;
  const [, option = word, attached] = /^(-[Cf]|--(?:directory|file|makefile)=)(.+)$/.exec(word) ?? [];
  const value = attached ?? next;
  if (/^(?:-C|--directory=?)$/.test(option) && value !== undefined) return { ...told, folder: value };
  if (/^(?:-f|--(?:make)?file=?)$/.test(option) && value !== undefined) return { ...told, file: value };
  if (word.startsWith('-') || word.includes('=')) return told;
  return { ...told, targets: [...told.targets, word] };
}

function runTargets(
  chain: Chain,
  invocation: Invocation,
  path: string,
  { rules, first }: Makefile,
  told: readonly string[],
) {
  const steps = new Steps();
  const made = new Set<string>();
  const pending = (told.length === 0 ? [first ?? ''] : told)
    .map((name) => ({ name, needed: false }))
    .reverse();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { name, needed } = next;
    const rule = rules.get(name);
    if (rule === undefined && told.includes(name))
      steps.problem(oneLine(`${path} has no target ${name}`, 200));
    if (rule === undefined) continue;
    if (!needed) {
      if (made.has(name)) continue;
      made.add(name);
      pending.push(
        { name, needed: true },
        ...rule.needs.map((need) => ({ name: need, needed: false })).reverse(),
      );
      continue;
    }
    for (const { text, line } of rule.recipe) {
      if (steps.children.length >= MAX_RECIPES) {
        steps.problem(`only the first ${MAX_RECIPES} lines of recipes were followed`);
        return steps.done();
      }
      const argv = shellWords(text);
      steps.add(chain.run({ ...invocation, argv, command: oneLine(text), place: lineOf(chain, path, line) }));
    }
  }
  return steps.done();
}

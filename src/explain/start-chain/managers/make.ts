import { absolutePath } from '../../path-lookup.ts';
import { type Follower, shellWords } from '../chain.ts';
import { parseMakefile } from './makefile.ts';
import { runTargets } from './recipes.ts';
import { isFile, textOf } from './service-files.ts';

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
    { targets: [] } as Told,
  );
  const cwd = absolutePath(told.folder ?? '.', invocation.environment.cwd);
  const names = told.file === undefined ? DEFAULTS : [told.file];
  const path = names.map((name) => absolutePath(name, cwd)).find((one) => isFile(chain, one));
  if (path === undefined) return { children: [], unknown: `no makefile in ${cwd}` };
  const text = textOf(chain, path);
  if (text === undefined) return { children: [], unknown: `the text of ${path} was not kept` };
  const { rules, first } = parseMakefile(text);
  const { targets } = told;
  return runTargets(chain, invocation, { path, cwd, rules, told: targets, first, argvOf: shellWords });
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

import { absolutePath, directory } from '../../path-lookup.ts';
import { spend } from '../budget.ts';
import { type Chain, type Follower, shellWords } from '../chain.ts';
import { type Rule, runTargets } from './recipes.ts';
import { isFile, textOf } from './service-files.ts';
import { parseTaskfile, type Taskfile } from './taskfile.ts';

/** Where task looks when it is told no file (taskfile.dev, "Supported file names"). */
const NAMES = ['Taskfile', 'taskfile', 'Taskfile.dist', 'taskfile.dist'].flatMap((name) => [
  `${name}.yml`,
  `${name}.yaml`,
]);
const VALUED =
  /^(?:-[tdoCI]|--(?:taskfile|dir|output|concurrency|interval|completion|sort|output-group-(?:begin|end)))$/;
const MAX_INCLUDES = 20;
const EVALUATED = ' evaluated';

/** `task NAME` (Go Task): the commands of the tasks that it is told, or of `default`, with the tasks that they need. */
export const followTask: Follower = (invocation, program, chain) => {
  if (!/^(?:go-)?task$/.test(program.name)) return undefined;
  const words = invocation.argv.slice(1).map(({ value }) => value);
  if (words.includes(undefined)) return { children: [], unknown: 'its arguments come from a variable' };
  const { folder = '.', file, tasks } = toldBy(words as string[]);
  const cwd = absolutePath(folder, invocation.environment.cwd);
  const names = file === undefined ? NAMES : [file];
  const path = names.map((name) => absolutePath(name, cwd)).find((one) => isFile(chain, one));
  if (path === undefined) return { children: [], unknown: `no Taskfile in ${cwd}` };
  const text = textOf(chain, path);
  const read = text === undefined ? undefined : parsed(chain, text);
  if (read === undefined)
    return {
      children: [],
      unknown: text === undefined ? `the text of ${path} was not kept` : `${path} cannot be read`,
    };
  const rules = new Map<string, Rule>(withIncludes(chain, path, read));
  rules.set(EVALUATED, { needs: [], recipe: read.evaluated });
  return runTargets(chain, invocation, {
    path,
    cwd: folder === '.' ? directory(path) : cwd,
    rules,
    told: [EVALUATED, ...(tasks.length === 0 ? ['default'] : tasks)],
    first: undefined,
    argvOf: shellWords,
  });
};

/** A task may call `task` again, and to read YAML takes long. */
function parsed(chain: Chain, text: string): Taskfile | undefined {
  return spend(chain.budget, text.length >> 1) ? parseTaskfile(text) : undefined;
}

interface Told {
  readonly folder?: string;
  readonly file?: string;
  readonly tasks: readonly string[];
}

function toldBy(words: readonly string[]): Told {
  const own = words.includes('--') ? words.slice(0, words.indexOf('--')) : words;
  return own.reduce<Told>(
    (told, word, at) => {
      if (VALUED.test(own[at - 1] ?? '')) return told;
      const [, option = word, attached] = /^(--(?:taskfile|dir)=)(.+)$/.exec(word) ?? [];
      const value = attached ?? own[at + 1] ?? '';
      if (/^(?:-t|--taskfile=?)$/.test(option)) return { ...told, file: value };
      if (/^(?:-d|--dir=?)$/.test(option)) return { ...told, folder: value };
      if (word.startsWith('-') || word.includes('=')) return told;
      return { ...told, tasks: [...told.tasks, word] };
    },
    { tasks: [] },
  );
}

/** Tasks of included files go by `NAME:TASK`, and there by their own names. */
function withIncludes(chain: Chain, path: string, file: Taskfile): ReadonlyMap<string, Rule> {
  const rules = new Map(file.rules);
  const pending = [{ prefix: '', from: path, includes: file.includes }];
  let left = MAX_INCLUDES;
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    for (const [name, told] of next.includes) {
      if (left-- <= 0) return rules;
      const whole = absolutePath(told, directory(next.from));
      const from = [whole, ...NAMES.map((one) => `${whole}/${one}`)].find((one) => isFile(chain, one));
      const text = from === undefined ? undefined : textOf(chain, from);
      const included = text === undefined ? undefined : parsed(chain, text);
      if (from === undefined || included === undefined) continue;
      const prefix = `${next.prefix}${name}:`;
      for (const [task, { needs, recipe }] of included.rules) {
        rules.set(prefix + task, {
          needs: needs.map((need) => (need.startsWith(':') ? need.slice(1) : prefix + need)),
          recipe: recipe.map((line) => ({ ...line, file: from })),
        });
      }
      pending.push({ prefix, from, includes: included.includes });
    }
  }
  return rules;
}

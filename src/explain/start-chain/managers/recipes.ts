import { NOT_LISTED } from '../../explanation.ts';
import { oneLine } from '../../printable.ts';
import type { Argument, Chain, Following, Invocation } from '../chain.ts';
import { lineOf, Steps } from './service-files.ts';

/** A rule of a task runner: what it needs first, and what is run for it. */
export interface Rule {
  readonly needs: readonly string[];
  /** Each text as a shell gets it, and the line of the file that it begins on. */
  readonly recipe: readonly RecipeLine[];
}

export interface RecipeLine {
  readonly text: string;
  readonly line: number;
  /** The file that it stands in, where that is not the runner's own. */
  readonly file?: string;
  /** The words that run it, where that is not the runner's own shell. */
  readonly argv?: readonly Argument[];
}

const MAX_RECIPES = 500;

interface Targets {
  /** Of the file with the rules. */
  readonly path: string;
  readonly cwd: string;
  readonly rules: ReadonlyMap<string, Rule>;
  /** Those that the runner is told; without any, `first` is run. */
  readonly told: readonly string[];
  readonly first: string | undefined;
  /** The words that run a text. */
  argvOf(text: string): readonly Argument[];
}

/** What rules run: what each needs comes first, each once, as `make`, `just` and `task` do. */
export function runTargets(chain: Chain, invocation: Invocation, targets: Targets): Following {
  const { path, cwd, rules, told, first, argvOf } = targets;
  const { stdin: _stdin, ...rest } = invocation;
  const inner = { ...rest, environment: { ...rest.environment, cwd } };
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
    for (const { text, line, file = path, argv = argvOf(text) } of rule.recipe) {
      if (steps.children.length >= MAX_RECIPES) {
        steps.problem(`only the first ${MAX_RECIPES} lines of recipes were followed: ${NOT_LISTED}`);
        return steps.done();
      }
      steps.add(chain.run({ ...inner, argv, command: oneLine(text), place: lineOf(chain, file, line) }));
    }
  }
  return steps.done();
}

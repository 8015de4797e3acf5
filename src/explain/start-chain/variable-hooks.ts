import { baseName } from '../../base/base-name.ts';
import type { StartStep } from '../explanation.ts';
import { absolutePath } from '../path-lookup.ts';
import { oneLine } from '../printable.ts';
import { type Argument, type Chain, type Invocation, known, type Program, shellWords } from './chain.ts';
import { isFile } from './managers/service-files.ts';
import { interpreterOf, throughEnv } from './shebang.ts';
import { globFiles } from './shell/file-globs.ts';
import { HOOKS } from './variable-hook-table.ts';

/** The files that variables of the environment make an interpreter load first, each once an image. */
export function hookSteps(chain: Chain, invocation: Invocation, program: Program): readonly StartStep[] {
  const { environment } = invocation;
  if (!HOOKS.some(({ variable }) => environment.variables.has(variable))) return [];
  const interpreter = interpreterName(chain, program);
  return HOOKS.flatMap((hook) => {
    const value = environment.variables.get(hook.variable);
    if (value == null || value === '' || !hook.interpreter.test(interpreter)) return [];
    const key = `${hook.variable}=${value}`;
    if (chain.budget.hooked.has(key)) return [];
    chain.budget.hooked.add(key);
    const variables = new Map(environment.variables);
    variables.delete(hook.variable);
    const start = (argv: readonly Argument[]): readonly StartStep[] => {
      const { stdin: _stdin, ...rest } = invocation;
      const command = oneLine(key, 300);
      return chain.run({
        ...rest,
        argv,
        command,
        environment: { ...environment, variables },
      });
    };
    const own = hook.words?.(value) ?? [];
    const words = hook.variable === 'RUBYOPT' ? [...gemFolders(chain, invocation, value), ...own] : own;
    const told = words.length === 0 ? [] : start([hook.as ?? interpreter, ...words].map(known));
    const loaded = hook.files(value).flatMap((candidates) => {
      const path = candidates
        .map((candidate) => absolutePath(expanded(candidate, environment.variables), environment.cwd))
        .find((candidate) => isFile(chain, candidate));
      return path === undefined ? [] : start([interpreter, path].map(known));
    });
    const command = hook.command?.(value);
    const run = command === undefined || command === '' ? [] : start(shellWords(command));
    return [...run, ...told, ...loaded];
  });
}

/** A value in which the shell puts variables, as it does in BASH_ENV and ENV. */
function expanded(value: string, variables: ReadonlyMap<string, string | null>): string {
  return value
    .slice(0, 1000)
    .replace(
      /\$(?:\{(\w{1,60})\}|(\w{1,60}))/g,
      (_all, braced?: string, bare?: string) => variables.get(braced ?? bare ?? '') ?? '',
    );
}

const MAX_GEMS = 20;

/** Options for the folders of gems that `-rNAME` means, where GEM_HOME or GEM_PATH has them. */
function gemFolders(
  chain: Chain,
  { environment: { variables } }: Invocation,
  options: string,
): readonly string[] {
  const homes = ['GEM_HOME', 'GEM_PATH'].flatMap((name) => (variables.get(name) ?? '').split(':', MAX_GEMS));
  const names = [...options.slice(0, 4000).matchAll(/(?:^|\s)-r\s{0,3}([\w-]{1,100})/g)].slice(0, MAX_GEMS);
  return homes
    .filter((home) => home.startsWith('/'))
    .flatMap((home) => names.flatMap(([, name]) => globFiles(chain, `${home}/gems/${name}-*/lib`, '/') ?? []))
    .slice(0, MAX_GEMS)
    .map((folder) => `-I${folder}`);
}

/** The name of a program; of a script, that of what its first line names. */
export function interpreterName(chain: Chain, program: Program): string {
  if (program.kind !== 'script' || program.node === undefined) return program.name;
  const line = interpreterOf(chain.text(program.node.path)?.slice(0, 300) ?? '');
  return line === undefined ? '' : baseName(throughEnv(line)[0]?.value ?? '');
}

import { absolutePath } from '../../path-lookup.ts';
import { oneLine } from '../../printable.ts';
import { type Follower, shellWords } from '../chain.ts';
import { lineOf, Steps } from '../managers/service-files.ts';
import { packageFile, scriptsIn } from './package-file.ts';

const MAX_COMMANDS = 100;
/** What composer runs of the package itself (getcomposer.org, "Scripts"). */
const EVENTS: Readonly<Record<string, readonly string[]>> = {
  install: ['pre-install-cmd', 'pre-autoload-dump', 'post-autoload-dump', 'post-install-cmd'],
  i: ['pre-install-cmd', 'pre-autoload-dump', 'post-autoload-dump', 'post-install-cmd'],
  update: ['pre-update-cmd', 'pre-autoload-dump', 'post-autoload-dump', 'post-update-cmd'],
  'dump-autoload': ['pre-autoload-dump', 'post-autoload-dump'],
};

/** `composer run-script X`, `composer X`, `composer install`: the scripts of composer.json. */
export const followComposer: Follower = (invocation, program, chain) => {
  if (!/^composer(?:\.phar)?$/.test(program.name)) return undefined;
  const words = invocation.argv.slice(1).map(({ value = '' }) => value);
  const folderAt = words.findIndex((word) => /^(?:-d|--working-dir)$/.test(word));
  const folder = folderAt === -1 ? '.' : (words[folderAt + 1] ?? '.');
  const cwd = absolutePath(folder, invocation.environment.cwd);
  const [first = '', second = ''] = words.filter(
    (word, at) => !word.startsWith('-') && (folderAt === -1 || at !== folderAt + 1),
  );
  const script = /^(?:run|run-script)$/.test(first) ? second : first;
  const names = Object.hasOwn(EVENTS, script) ? (EVENTS[script] ?? []) : [script];
  const file = packageFile(chain, cwd, 'composer.json');
  const { path, text = '' } = file;
  const steps = new Steps();
  const { stdin: _stdin, ...rest } = invocation;
  for (const command of commandsOf(scriptsIn(file), names)) {
    const place = lineOf(
      chain,
      path,
      text.slice(0, Math.max(0, text.indexOf('"scripts"'))).split('\n').length,
    );
    const argv = shellWords(command);
    const environment = { ...rest.environment, cwd };
    steps.add(chain.run({ ...rest, argv, command: oneLine(command), place, environment }));
  }
  return steps.done();
};

/** The shell commands of some scripts; `@name` is another script, `Class::method` code of PHP, which is not followed. */
function commandsOf(all: ReadonlyMap<string, unknown>, names: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  const visit = (name: string): void => {
    if (seen.has(name) || seen.size >= MAX_COMMANDS) return;
    seen.add(name);
    for (const command of [all.get(name)].flat().slice(0, MAX_COMMANDS)) {
      if (typeof command !== 'string') continue;
      const other = /^@(?!php\b|composer\b|putenv\b)([\w:.-]+)/.exec(command)?.[1];
      if (other !== undefined) visit(other);
      else if (!/^[\w\\]+::\w+$/.test(command)) found.push(command.replace(/^@(?=php\b|composer\b)/, ''));
    }
  };
  for (const name of names) visit(name);
  return found.slice(0, MAX_COMMANDS);
}

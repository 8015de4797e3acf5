import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../src/cli/commands/commands.ts';
import { builtCli } from '../testkit/built-cli.ts';
import { type TestFolder, testFolder } from '../testkit/source-options.ts';
import { requireTool } from '../testkit/tools.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

let folder: TestFolder;
beforeAll(async () => {
  const main = await builtCli();
  folder = await testFolder();
  await mkdir(join(folder.path, 'images'));
  await mkdir(join(folder.path, 'home'));
  await writeFile(join(folder.path, 'image.tar'), '');
  for (const shell of SHELLS) {
    const { stdout, status } = spawnSync(process.execPath, [main, 'completion', shell], { encoding: 'utf8' });
    expect(status).toBe(0);
    await writeFile(join(folder.path, shell), stdout);
  }
});
afterAll(() => folder.remove());

/** What pressing Tab at the end of the line offers, in the shell itself. */
function complete(shell: Shell, line: string): readonly string[] {
  const script = join(folder.path, shell);
  const drivers: Record<Shell, readonly string[]> = {
    bash: ['bash', '--norc', '--noprofile', '-c', BASH, 'bash', script, line],
    zsh: ['zsh', '-f', '-c', ZSH, 'zsh', script, line, join(folder.path, 'zsh.out')],
    fish: ['fish', '--no-config', '-c', 'source $argv[1]; complete -C $argv[2]', script, line],
  };
  const [program = '', ...args] = drivers[shell];
  const env = { PATH: process.env['PATH'], HOME: join(folder.path, 'home'), TERM: 'dumb', LANG: 'C.UTF-8' };
  const { stdout, stderr, status } = spawnSync(program, args, {
    cwd: folder.path,
    env,
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect([status, stderr], `${shell}: ${line}`).toEqual([0, '']);
  // Fish says what each is for, behind a tab.
  const offered = stdout.split('\n').map((one) => one.replace(/\t.*/, '').replace(/\/$/, '').trim());
  return [...new Set(offered.filter((one) => one !== ''))].sort();
}

/** As readline parts the line, at spaces and `=`. */
const BASH = `
source "$1"
read -r -a COMP_WORDS <<<"\${2//=/ = }"
[[ $2 == *' ' || $2 == *= ]] && COMP_WORDS+=('')
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)) COMP_LINE=$2 COMP_POINT=\${#2}
_clearpull 2>/dev/null
((\${#COMPREPLY[@]})) && printf '%s\\n' "\${COMPREPLY[@]}"
exit 0
`;

/** An interactive zsh in a pseudo-terminal, where Tab is pressed; what is offered goes to a file. */
const ZSH = `
zmodload zsh/zpty
: > $3
zpty z "OUT=\${(q)3} SCRIPT=\${(q)1} zsh -f -i"
zpty -w z 'autoload -Uz compinit; compinit -u -D; source $SCRIPT; PS1='
zpty -w z 'compadd() { if [[ "$*" == *" -O "* || "$*" == *" -A "* || "$*" == *" -D "* || "$1" == -[OAD] ]]; then builtin compadd "$@"; return; fi; local -a hits; builtin compadd -A hits "$@"; print -rl -- $hits >> $OUT; builtin compadd "$@" }'
zpty -w z 'finish() { exit }; comppostfuncs=(finish); bindkey "^I" complete-word'
zpty -w -n z "$2"$'\\t'
while zpty -r z >/dev/null 2>&1; do :; done
cat $3
`;

const WORDS = [...new Set(COMMANDS.map(({ name }) => name.split(' ')[0] as string))].sort();
const GROUPED = COMMANDS.map(({ name }) => name.split(' ')).filter(([, next]) => next !== undefined);
/** `trace` is a command by itself, so what follows it may be an image. */
const PURE = GROUPED.filter(([word]) => !COMMANDS.some(({ name }) => name === word));
const nextOf = (group: string): string[] =>
  GROUPED.flatMap(([word, next]) => (word === group ? [next as string] : [])).sort();

describe.each(SHELLS)('completion in %s', (shell) => {
  it('offers commands, and what follows the word of a group', (context) => {
    requireTool(context, shell);
    expect(complete(shell, 'clearpull ')).toEqual(expect.arrayContaining(WORDS));
    expect(complete(shell, 'clearpull che')).toEqual(['check']);
    for (const group of new Set(PURE.map(([word]) => word as string))) {
      expect(complete(shell, `clearpull ${group} `)).toEqual(nextOf(group));
    }
    expect(complete(shell, 'clearpull -f json config ')).toEqual(nextOf('config'));
  });

  it('offers the options of the command, also before it is named', (context) => {
    requireTool(context, shell);
    expect(complete(shell, 'clearpull check --fail')).toEqual(['--fail-on']);
    expect(complete(shell, 'clearpull --fail')).toEqual(['--fail-on']);
    expect(complete(shell, 'clearpull config show --res')).toEqual(['--resolved']);
    expect(complete(shell, 'clearpull config show --fail')).toEqual([]);
    for (const command of COMMANDS) {
      const flags = command.options.map(({ flag }) => flag);
      expect(complete(shell, `clearpull ${command.name} --`)).toEqual([...flags, '--help'].sort());
    }
  });

  it('offers the values of an option', (context) => {
    requireTool(context, shell);
    expect(complete(shell, 'clearpull check --fail-on ')).toEqual(['block', 'never', 'review']);
    expect(complete(shell, 'clearpull -f sar')).toEqual(['sarif']);
    expect(complete(shell, 'clearpull config show -f ')).toEqual(['json', 'text']);
    const glued = complete(shell, 'clearpull app:1 --format=js').map((one) => one.replace('--format=', ''));
    expect(glued).toEqual(['json']);
    expect(complete(shell, 'clearpull completion ')).toEqual(['bash', 'fish', 'zsh']);
    expect(complete(shell, 'clearpull help ')).toEqual(WORDS);
    expect(complete(shell, 'clearpull rules explain miner/pro')).toEqual(['miner/program', 'miner/proof']);
  });

  it('offers files for images and for options that take one, and nothing where there is nothing', (context) => {
    requireTool(context, shell);
    expect(complete(shell, 'clearpull check im')).toEqual(['image.tar', 'images']);
    expect(complete(shell, 'clearpull im')).toEqual(['image.tar', 'images']);
    expect(complete(shell, 'clearpull --policy im')).toEqual(['image.tar', 'images']);
    expect(complete(shell, 'clearpull --cache-dir im')).toEqual(['images']);
    expect(complete(shell, 'clearpull version im')).toEqual([]);
    expect(complete(shell, 'clearpull --username im')).toEqual([]);
  });
});

describe('the scripts', () => {
  it('hold nothing that is not plain text', () => {
    for (const shell of SHELLS)
      expect(readFileSync(join(folder.path, shell), 'utf8')).toMatch(/^[\n\x20-\x7e]*$/);
  });
});

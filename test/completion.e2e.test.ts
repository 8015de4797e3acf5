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

/** What pressing Tab at the end of each line offers, in the shell itself: one for all, for it takes longer to start than to answer. */
function complete(shell: Shell, lines: readonly string[]): readonly (readonly string[])[] {
  const script = join(folder.path, shell);
  const drivers: Record<Shell, readonly string[]> = {
    bash: ['bash', '--norc', '--noprofile', '-c', BASH, 'bash', script],
    zsh: ['zsh', '-f', '-c', ZSH, 'zsh', script, join(folder.path, 'zsh.out')],
    fish: ['fish', '--no-config', '-c', FISH, script],
  };
  const [program = '', ...args] = drivers[shell];
  const env = { PATH: process.env['PATH'], HOME: join(folder.path, 'home'), TERM: 'dumb', LANG: 'C.UTF-8' };
  const { stdout, stderr, status } = spawnSync(program, [...args, ...lines], {
    cwd: folder.path,
    env,
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect([status, stderr], `${shell}: ${lines[0]}`).toEqual([0, '']);
  const answers = stdout.split(`${END}\n`).slice(0, -1);
  expect(answers.length, shell).toBe(lines.length);
  return answers.map((answer) => {
    // Fish says what each is for, behind a tab.
    const offered = answer.split('\n').map((one) => one.replace(/\t.*/, '').replace(/\/$/, '').trim());
    return [...new Set(offered.filter((one) => one !== ''))].sort();
  });
}

/** Stands behind the answer to each line. */
const END = '--end--';

/** As readline parts the line, at spaces and `=`. */
const BASH = `
source "$1"
shift
for line; do
  read -r -a COMP_WORDS <<<"\${line//=/ = }"
  [[ $line == *' ' || $line == *= ]] && COMP_WORDS+=('')
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)) COMP_LINE=$line COMP_POINT=\${#line} COMPREPLY=()
  _clearpull 2>/dev/null
  ((\${#COMPREPLY[@]})) && printf '%s\\n' "\${COMPREPLY[@]}"
  echo ${END}
done
exit 0
`;

const FISH = `
source $argv[1]
for line in $argv[2..]
  complete -C $line
  echo ${END}
end
`;

/**
 * An interactive zsh in a pseudo-terminal, where Tab is pressed; what is offered goes to a file. When a line is answered, the
 * terminal says so, and the line is taken back.
 */
const ZSH = `
zmodload zsh/zpty
FILE=$2
: > $FILE
zpty z "OUT=\${(q)2} SCRIPT=\${(q)1} zsh -f -i"
shift 2
zpty -w z 'autoload -Uz compinit; compinit -u -D; source $SCRIPT; PS1='
zpty -w z 'compadd() { if [[ "$*" == *" -O "* || "$*" == *" -A "* || "$*" == *" -D "* || "$1" == -[OAD] ]]; then builtin compadd "$@"; return; fi; local -a hits; builtin compadd -A hits "$@"; print -rl -- $hits >> $OUT; builtin compadd "$@" }'
zpty -w z 'finish() { print -- ${END} >> $OUT; compstate[insert]= compstate[list]= ; print "answered""ok" > /dev/tty }'
zpty -w z 'answer() { comppostfuncs=(finish); zle complete-word; zle kill-whole-line }; zle -N answer; bindkey "^I" answer'
for line; do
  zpty -w -n z "$line"$'\\t'
  zpty -r -m z got '*answeredok*'
done
zpty -w z exit
while zpty -r z >/dev/null 2>&1; do :; done
cat $FILE
`;

const WORDS = [...new Set(COMMANDS.map(({ name }) => name.split(' ')[0] as string))].sort();
const GROUPED = COMMANDS.map(({ name }) => name.split(' ')).filter(([, next]) => next !== undefined);
/** `trace` is a command by itself, so what follows it may be an image. */
const PURE = GROUPED.filter(([word]) => !COMMANDS.some(({ name }) => name === word));
const nextOf = (group: string): string[] =>
  GROUPED.flatMap(([word, next]) => (word === group ? [next as string] : [])).sort();

/** Holds what a shell offers at the end of each line against what it should. */
function expectOffers(shell: Shell, wanted: Readonly<Record<string, readonly string[]>>): void {
  const answers = complete(shell, Object.keys(wanted));
  // Bash parts a word at `=`, the others offer it whole.
  const bare = answers.map((answer) => answer.map((one) => one.replace('--format=', '')));
  expect(Object.fromEntries(Object.keys(wanted).map((line, i) => [line, bare[i]]))).toEqual(wanted);
}

describe.each(SHELLS)('completion in %s', (shell) => {
  it('offers commands, and what follows the word of a group', (context) => {
    requireTool(context, shell);
    const groups = [...new Set(PURE.map(([word]) => word as string))];
    expectOffers(shell, {
      'clearpull ': expect.arrayContaining(WORDS) as string[],
      'clearpull che': ['check'],
      ...Object.fromEntries(groups.map((group) => [`clearpull ${group} `, nextOf(group)])),
      'clearpull -f json config ': nextOf('config'),
    });
  });

  it('offers the options of the command, also before it is named', (context) => {
    requireTool(context, shell);
    const flags = COMMANDS.map(({ options }) => [...options.map(({ flag }) => flag), '--help'].sort());
    expectOffers(shell, {
      'clearpull check --fail': ['--fail-on'],
      'clearpull --fail': ['--fail-on'],
      'clearpull config show --res': ['--resolved'],
      'clearpull config show --fail': [],
      ...Object.fromEntries(COMMANDS.map(({ name }, i) => [`clearpull ${name} --`, flags[i] ?? []])),
    });
  });

  it('offers the values of an option', (context) => {
    requireTool(context, shell);
    expectOffers(shell, {
      'clearpull check --fail-on ': ['block', 'never', 'review'],
      'clearpull -f sar': ['sarif'],
      'clearpull config show -f ': ['json', 'text'],
      'clearpull app:1 --format=js': ['json'],
      'clearpull completion ': ['bash', 'fish', 'zsh'],
      'clearpull help ': WORDS,
      'clearpull rules explain miner/pro': ['miner/program', 'miner/proof'],
    });
  });

  it('offers files for images and for options that take one, and nothing where there is nothing', (context) => {
    requireTool(context, shell);
    expectOffers(shell, {
      'clearpull check im': ['image.tar', 'images'],
      'clearpull im': ['image.tar', 'images'],
      'clearpull --policy im': ['image.tar', 'images'],
      'clearpull --cache-dir im': ['images'],
      'clearpull version im': [],
      'clearpull --username im': [],
    });
  });
});

describe('the scripts', () => {
  it('hold nothing that is not plain text', () => {
    for (const shell of SHELLS)
      expect(readFileSync(join(folder.path, shell), 'utf8')).toMatch(/^[\n\x20-\x7e]*$/);
  });
});

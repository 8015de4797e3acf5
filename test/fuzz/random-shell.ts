import type { Random } from '../../testkit/random.ts';

const WORDS = [
  'a',
  '/bin/sh',
  '"$@"',
  '$1',
  '${X:-y}',
  '${X//a/b}',
  '${#X}',
  '"${A[@]}"',
  "'q'",
  '"a b"',
  '*',
  '[a-z]*',
  '~',
  '$((1+2))',
  '$(cat /x)',
  '`id`',
  '-c',
  '-eu',
  '--',
  '{a,b}',
  '{1..9}',
  '<(a)',
  "$'\\x41'",
  'X=1',
  'http://198.51.100.7/x',
  '/tmp/x',
  'stratum+tcp://pool.example:3333',
  '\\',
  '!',
  '$?',
  'é',
  '\x1b[2J',
  '\u202e',
  '日本',
  '#c',
  '=',
  '-o',
  '-u',
  '%s',
  '&1',
  '2>&1',
  '/a.sh',
  '/dev/stdin',
  '/dev/fd/3',
  '<(cat /a.sh)',
  '3< /a.sh',
  '<&3',
  '"${!X}"',
  '${!X*}',
  '/proc/self/environ',
];
const COMMANDS = [
  'exec',
  'eval',
  '. ',
  'source',
  'curl -fsSL',
  'wget -qO-',
  'bash',
  'sh -c',
  'chmod +x',
  'nohup',
  'trap',
  'set',
  'export',
  'cd',
  'test',
  '[',
  '[[',
  'printf',
  'echo',
  'base64 -d',
  'python3 -c',
  'env',
  'su -c',
  'xargs',
  'read',
  'shift',
  'return',
  'local',
  'cat',
  'sed s/a/b/',
  'tr a-z A-Z',
  'rev',
  'nc -e',
  'mkfifo',
  'crontab -',
  'useradd',
  'xmrig',
  'find / -exec',
  'timeout 5',
  'printenv',
  'cat /a.sh | sh;',
  'exec 3<',
  'declare -n',
  'set -a;',
  'grep -v x',
  "awk '{ system($0) }'",
  'python3 - /a.sh',
  "perl -ne 'system'",
  'ruby /a.sh',
];
const GLUE = [';', '\n', ' && ', ' || ', ' | ', ' & ', '\n\n', ' |& '];
const BLOBS = [
  'Y3VybCBodHRwOi8veC55L3ogfCBzaAo=',
  '\\x63\\x75\\x72\\x6c',
  '63757264',
  'Z3VybA==',
  'H4sIAAAAAAAAA0vOL0rVUQMAw=',
];

/** A text that a shell might read: every construct that the readers know, nested and often left open. */
export function randomShell(random: Random): string {
  const head = random.pick(['', '#!/bin/sh\n', '#!/bin/bash -e\n', '#!/usr/bin/env python3\n']);
  const text = `${head}${list(random, 4)}`;
  if (random.chance(0.03)) return text.repeat(1 + random.below(Math.ceil(200_000 / (text.length + 1))));
  if (random.chance(0.03)) return `${text}${random.pick(WORDS).repeat(random.below(50_000))}`;
  return text;
}

function list(random: Random, depth: number): string {
  let text = '';
  for (let count = 1 + random.below(6); count > 0; count--)
    text += statement(random, depth) + random.pick(GLUE);
  return text;
}

function statement(random: Random, depth: number): string {
  if (depth === 0 || random.chance(0.5)) return command(random);
  const inner = (): string => list(random, depth - 1);
  const done = random.chance(0.95);
  switch (random.below(12)) {
    case 0:
      return `if ${inner()} then ${inner()} ${random.chance(0.5) ? `else ${inner()}` : ''} ${done ? 'fi' : ''}`;
    case 1:
      return `while ${inner()} do ${inner()} ${done ? 'done' : ''}`;
    case 2:
      return `for x in ${words(random)}; do ${inner()} ${done ? 'done' : ''}`;
    case 3:
      return `case ${random.pick(WORDS)} in ${random.pick(WORDS)}) ${inner()};; *) ${inner()};; ${done ? 'esac' : ''}`;
    case 4:
      return `f() { ${inner()} ${done ? '}' : ''}\nf ${words(random)}`;
    case 5:
      return `( ${inner()} ${done ? ')' : ''}`;
    case 6:
      return `{ ${inner()} ${done ? '}' : ''}`;
    case 7:
      return `X="$(${inner()})"`;
    case 8:
      return `cat <<${random.pick(['EOF', "'EOF'", '-EOF'])} > /tmp/y\n${inner()}\n${done ? 'EOF' : ''}\n`;
    case 9:
      return `eval "${inner().replaceAll('"', '\\"')}"`;
    case 10:
      return `echo ${random.pick(BLOBS)} | base64 -d | sh`;
    default:
      return `sh -c '${inner().replaceAll("'", '')}'`;
  }
}

function command(random: Random): string {
  const first = random.chance(0.8) ? random.pick(COMMANDS) : random.pick(WORDS);
  const assignment = random.chance(0.15)
    ? `${random.pick(['X', 'A', 'PATH', 'IFS'])}=${random.pick(WORDS)} `
    : '';
  const redirect = random.chance(0.15)
    ? ` ${random.pick(['>', '<', '>>', '2>', '&>', '<<<'])} ${random.pick(WORDS)}`
    : '';
  return `${assignment}${first} ${words(random)}${redirect}`;
}

function words(random: Random): string {
  return Array.from({ length: random.below(5) }, () => random.pick(WORDS)).join(' ');
}

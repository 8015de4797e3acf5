import { describe, expect, it } from 'vitest';
import { runsIn } from '../../runs/in-shell/runs-in.ts';
import { readShell } from '../read-shell.ts';

const FILES = new Map([
  ['/a', 'first\nevaluated one\n'],
  ['/b', 'xxxxx\nsecond part\n'],
]);

function commands(text: string): readonly string[] {
  const script = readShell(text, { readFile: (path) => FILES.get(path) });
  return script.pipelines.flatMap(({ commands: all }) =>
    all.filter(({ name }) => /^(?:first|evaluated|second)$/.test(name)).map(({ name }) => name),
  );
}

describe('lines of a file that a script runs', () => {
  it.each([
    ['mapfile -t L < /a; for l in "${L[@]}"; do eval "$l"; done', ['first', 'evaluated']],
    ['readarray -d X -t L < <(cat /a)\nfor l in "${L[@]}"; do sh -c "$l"; done', ['first', 'evaluated']],
    ['mapfile < /a; eval "${MAPFILE[1]}"', ['evaluated']],
    ['mapfile -t L <<< "second x"; eval "${L[0]}"', ['second']],
    ['IFS= read -r l < /a; eval "$l"', ['first']],
    ['dd if=/b bs=2 skip=3 | sh', ['second']],
    ['dd if=/b ibs=1 count=2 | sh', []],
    ['A=("first a" "second b"); for l in "${A[@]}"; do eval "$l"; done', ['first', 'second']],
    ['mapfile -t L < /none; for l in "${L[@]}"; do eval "$l"; done', []],
  ])('%s', (text, names) => {
    expect(commands(text)).toEqual(names);
  });
});

describe('text that is taken out of what is none', () => {
  const how = (text: string): readonly string[] =>
    runsIn(readShell(text, { readFile: (path) => FILES.get(path) }).pipelines).map((run) => run.how);

  it.each([
    ['strings -n 8 /x.png | tail -1 | sh'],
    ['dd if=/x.png bs=1 skip=90 | bash'],
    ['tail -c +90 /x.png | sh'],
    ['eval "$(grep -a curl /x.png)"'],
    ['awk \'/^#:/ { print substr($0, 3) }\' "$0" | sh'],
  ])('%s', (text) => {
    expect(how(text)).toEqual(['decoded']);
  });

  it.each([
    ['strings /x.png | grep -q version'],
    ['dd if=/dev/zero of=/x bs=1M count=1'],
    ['dd if=/dev/urandom count=1 | sh'],
    ['tail -c 100 /x.log | logger'],
    ['tail -n 5 /x.log | sh'],
    ['tail -c +7 /b | sh'],
    ['grep curl /x | sh'],
  ])('%s is none', (text) => {
    expect(how(text)).not.toContain('decoded');
  });
});

import { describe, expect, it } from 'vitest';
import { readShell } from '../../shell/read-shell.ts';
import { runsIn } from './runs-in.ts';

function unclear(text: string): readonly unknown[] {
  return runsIn(readShell(text).pipelines).flatMap((run) => (run.how === 'unclear' ? [run.unclear] : []));
}

describe('what a shell is given that nothing here works out', () => {
  it.each([
    ['sort /opt/a | sh', { reads: ['/opt/a'], piped: true }],
    ['S=/usr/bin/sort; eval "$(eval "$S" -n /opt/a)"', { reads: ['/opt/a'], piped: false }],
    ['cat /opt/d/*.x | sh', { reads: ['/opt/d'], piped: true }],
    ['eval "$(jq -r .x /opt/a)"', { reads: ['/opt/a'], piped: false }],
    ['sort /opt/a > /tmp/x; sh /tmp/x', { reads: ['/opt/a'], piped: false }],
    [`awk '{print | "sh"}' /opt/a`, { reads: ['/opt/a'], piped: true }],
    [`perl -e 'print "a" . "b"' | sh`, { reads: [], piped: true }],
  ])('%s', (text, expected) => {
    expect(unclear(text)).toEqual([expected]);
  });

  it.each([
    'sort /proc/mounts | sh',
    'echo "$X" | sh',
    'eval "$(ls /opt)"',
    'python3 /opt/a.py | sh',
    `python3 -c 'import os; print(os.environ["X"])' | sh`,
    'sort /opt/a | sort',
    'T=/sbin/tool; eval "$(eval "$T" names --rows)"',
    `eval \`awk 'BEGIN{P=""}END{print("at="P)}{P=$2}' /proc/mounts\``,
  ])('not: %s', (text) => {
    expect(unclear(text)).toEqual([]);
  });
});

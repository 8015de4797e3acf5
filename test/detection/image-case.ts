import { debianRoot, PATH } from '../../demo/rootfs.ts';
import { elf } from '../../testkit/elf.ts';
import type { ImageSpec, Step } from '../../testkit/image.ts';
import type { TarItem } from '../../testkit/tar.ts';

/** One image to check: what is in it and what must come out. */
export interface ImageCase {
  readonly name: string;
  readonly spec: ImageSpec;
  /** For what is hidden: the rule that must fire. A twin has none. */
  readonly rule?: string;
  /** At least this severity; default medium. */
  readonly severity?: 'low' | 'medium' | 'high' | 'critical';
}

/** With a number behind the names that others have before it. */
export function numbered(cases: readonly ImageCase[]): readonly ImageCase[] {
  const seen = new Map<string, number>();
  return cases.map((one) => {
    const count = (seen.get(one.name) ?? 0) + 1;
    seen.set(one.name, count);
    return count === 1 ? one : { ...one, name: `${one.name} (${count})` };
  });
}

export type Files = Readonly<Record<string, string | Buffer | Omit<TarItem, 'path'>>>;

/** Files as tar entries: text that begins with `#!` and programs are executable. */
export function items(files: Files): readonly TarItem[] {
  return Object.entries(files).map(([path, file]) => {
    if (typeof file !== 'string' && !Buffer.isBuffer(file)) return { path, ...file };
    const runs = Buffer.isBuffer(file) ? file.readUInt32BE(0) === 0x7f454c46 : file.startsWith('#!');
    return { path, data: file, mode: runs ? 0o755 : 0o644 };
  });
}

export function layer(files: Files, more: Partial<Step> = {}): Step {
  return { createdBy: 'COPY . / # buildkit', items: items(files), ...more };
}

const BASE: Step = { createdBy: '/bin/sh -c #(nop) ADD file:00 in / ', items: debianRoot() };

/** An image on a small Debian-like base. */
export function image(files: Files | readonly Step[], config: ImageSpec['config'] = {}): ImageSpec {
  const own = Array.isArray(files) ? (files as readonly Step[]) : [layer(files as Files)];
  return { steps: [BASE, ...own], config: { Env: [PATH], ...config } };
}

/** An image whose entrypoint is this script. */
export function starts(text: string, more: Files = {}, config: ImageSpec['config'] = {}): ImageSpec {
  const whole = text.startsWith('#!') ? text : `#!/bin/bash\n${text}`;
  return image({ 'entrypoint.sh': `${whole}\n`, ...more }, { Entrypoint: ['/entrypoint.sh'], ...config });
}

/** An inert program: an ELF header and strings, no code. */
export function program(strings: readonly string[] = []): Buffer {
  return elf({
    interpreter: '/lib64/ld-linux-x86-64.so.2',
    needed: ['libc.so.6'],
    extra: strings.join('\0'),
  });
}

/** What the read-only data of a miner looks like. */
export const MINER_STRINGS: readonly string[] = [
  '  -o, --url=URL            URL of mining server',
  '      --donate-level=N     donate level, default 5%%',
  'stratum+tcp://',
  'cryptonight-lite',
  'randomx-1gb-pages',
  'new job from %s:%d diff %d',
  'speed 10s/60s/15m',
];

export function base64(text: string | Buffer): string {
  return Buffer.from(text).toString('base64');
}

/** The shape of an ed25519 public key, all ones: no private key belongs to it. */
export const SSH_KEY = (() => {
  const field = (bytes: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const blob = Buffer.concat([field(Buffer.from('ssh-ed25519')), field(Buffer.alloc(32, 1))]);
  return `ssh-ed25519 ${blob.toString('base64')} ops@example`;
})();

import { extract } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { type TarItem, tar, tarHeader } from './tar.ts';

interface Seen {
  name: string;
  type: string | null | undefined;
  data: string;
  mode: number | undefined;
  uid: number | undefined;
  linkname: string | null | undefined;
}

async function read(items: readonly TarItem[]): Promise<Seen[]> {
  const seen: Seen[] = [];
  const reader = extract();
  reader.end(tar(items));
  for await (const entry of reader) {
    let data = '';
    for await (const chunk of entry) data += String(chunk);
    const { name, type, mode, uid, linkname } = entry.header;
    seen.push({ name, type, data, mode, uid, linkname });
  }
  return seen;
}

describe('tar', () => {
  it('is read back by another implementation', async () => {
    expect(
      await read([
        { path: 'etc', type: 'directory' },
        { path: 'etc/passwd', data: 'root:x:0:0::/root:/bin/sh\n', mode: 0o600, uid: 7 },
        { path: 'bin', type: 'symlink', target: 'usr/bin' },
        { path: 'etc/again', type: 'hardlink', target: 'etc/passwd' },
      ]),
    ).toEqual([
      { name: 'etc/', type: 'directory', data: '', mode: 0o755, uid: 0, linkname: null },
      {
        name: 'etc/passwd',
        type: 'file',
        data: 'root:x:0:0::/root:/bin/sh\n',
        mode: 0o600,
        uid: 7,
        linkname: null,
      },
      { name: 'bin', type: 'symlink', data: '', mode: 0o777, uid: 0, linkname: 'usr/bin' },
      { name: 'etc/again', type: 'link', data: '', mode: 0o644, uid: 0, linkname: 'etc/passwd' },
    ]);
  });

  it('carries paths, targets and ids that ustar cannot hold', async () => {
    const long = `${'folder/'.repeat(60)}file`;
    const split = `${'p'.repeat(120)}/${'n'.repeat(90)}`;
    const folder = `${'q'.repeat(120)}/${'n'.repeat(90)}/`;
    const seen = await read([
      { path: long, data: 'x' },
      { path: split, data: 'y' },
      { path: folder, type: 'directory' },
      { path: 'ä/ö', data: 'z', uid: 3_000_000 },
      { path: 'link', type: 'symlink', target: long },
    ]);
    expect(seen.map((entry) => entry.name)).toEqual([long, split, folder, 'ä/ö', 'link']);
    // tar-stream leaves PAX ids aside.
    expect(tar([{ path: 'a', uid: 3_000_000 }]).includes('15 uid=3000000\n')).toBe(true);
    expect(seen[4]?.linkname).toBe(long);
  });

  it('leaves the end out when asked to', () => {
    const items: TarItem[] = [{ path: 'a', data: 'b' }];
    expect(tar(items, { end: false }).length).toBe(1024);
    expect(tar(items).length).toBe(2048);
    expect(
      tar(items)
        .subarray(1024)
        .every((byte) => byte === 0),
    ).toBe(true);
  });

  it('gives the same bytes for the same items', () => {
    const items: TarItem[] = [{ path: 'ü', data: 'b', pax: { 'SCHILY.xattr.user.a': 'é' } }];
    expect(tar(items)).toEqual(tar(items));
    expect(tar(items).includes('SCHILY.xattr.user.a=é\n')).toBe(true);
  });
});

describe('tarHeader', () => {
  it('writes raw bytes where a test wants nonsense', () => {
    const header = tarHeader({
      name: 'a',
      size: Buffer.from([0x80, 1, 2, 3]),
      checksum: Buffer.from('nonsense'),
    });
    expect([...header.subarray(124, 128)]).toEqual([0x80, 1, 2, 3]);
    expect(header.toString('latin1', 148, 156)).toBe('nonsense');
  });
});

import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { elf } from '../../testkit/elf.ts';
import { type LargeLayer, writeLargeLayout } from '../../testkit/large-layout.ts';
import { padded, tarHeader } from '../../testkit/tar.ts';

const PACKAGES = 800;
/** Of each package, as in a Debian machine of that many packages: about 90 files, an eighth of them programs. */
const FILES: readonly (readonly [count: number, path: (name: string, i: number) => string])[] = [
  [6, (name, i) => `usr/bin/${name}-${i}`],
  [5, (name, i) => `usr/lib/x86_64-linux-gnu/lib${name}-${i}.so`],
  [20, (name, i) => `usr/share/${name}/data/part-${i}.dat`],
  [30, (name, i) => `usr/share/doc/${name}/chapter-${i}.txt`],
  [29, (name, i) => `usr/share/man/man${i % 8}/${name}-${i}.gz`],
];

/** An OCI layout with 800 packages of dpkg, its database with all lists of files and digests, made once. */
export async function makePackagesImage(folder: string): Promise<string> {
  const layout = join(folder, 'packages');
  if (!existsSync(join(layout, 'index.json'))) await writeLargeLayout(layout, [packagesLayer()]);
  return layout;
}

function packagesLayer(): LargeLayer {
  return {
    createdBy: `RUN apt-get install -y # ${PACKAGES} packages`,
    async *gzip() {
      yield* Readable.from(packages()).pipe(createGzip({ level: 1 }));
    },
  };
}

function* packages(): Generator<Buffer> {
  const status: string[] = [];
  for (let i = 0; i < PACKAGES; i++) {
    const name = `package${i}`;
    const list = new Set(['/.']);
    const sums: string[] = [];
    const chunk: Buffer[] = [];
    for (const [count, pathOf] of FILES) {
      for (let at = 0; at < count; at++) {
        const path = pathOf(name, at);
        const program = path.includes('/bin/') || path.endsWith('.so');
        const data = program ? elf({ extra: path }) : Buffer.from(`${path}\n`.repeat(20));
        chunk.push(tarHeader({ name: path, size: data.length, mode: program ? 0o755 : 0o644 }), padded(data));
        for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
          list.add(`/${path.slice(0, end)}`);
        }
        list.add(`/${path}`);
        sums.push(`${hash('md5', data, 'hex')}  ${path}`);
      }
    }
    status.push(`Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.${i}\n`);
    chunk.push(...file(`var/lib/dpkg/info/${name}.list`, [...list].join('\n')));
    chunk.push(...file(`var/lib/dpkg/info/${name}.md5sums`, sums.join('\n')));
    yield Buffer.concat(chunk);
  }
  yield Buffer.concat([...file('var/lib/dpkg/status', status.join('\n')), Buffer.alloc(1024)]);
}

function file(name: string, text: string): readonly Buffer[] {
  const data = Buffer.from(`${text}\n`);
  return [tarHeader({ name, size: data.length }), padded(data)];
}

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hostileTars } from '../../../testkit/hostile-tars.ts';
import { buildImage } from '../../../testkit/image.ts';
import { blobPath, dockerArchive, ociLayoutFiles } from '../../../testkit/store.ts';
import { type TarItem, tar } from '../../../testkit/tar.ts';
import { type HostileGroup, refused, unread, whole } from '../hostile-case.ts';
import { HELLO, ofTar, written } from '../make.ts';

const IMAGE = ofTar(HELLO);
const ARCHIVE = dockerArchive([{ image: IMAGE, tags: ['a:1'] }]);
const CONFIG = IMAGE.config.bytes;
/** A docker-archive whose manifest.json has this row. */
const row =
  (fields: object, more: readonly TarItem[] = []) =>
  (folder: string) =>
    written(
      folder,
      'image.tar',
      tar([
        { path: 'config.json', data: CONFIG },
        { path: 'layer.tar', data: HELLO },
        ...more,
        {
          path: 'manifest.json',
          data: JSON.stringify([
            { Config: 'config.json', RepoTags: ['a:1'], Layers: ['layer.tar'], ...fields },
          ]),
        },
      ]),
    );

/** Archives and folders of images that are damaged or lead elsewhere. */
export const ARCHIVES: HostileGroup = {
  title: 'Archives and layouts',
  cases: [
    {
      name: 'random bytes',
      make: (folder) => written(folder, 'image.tar', random(100_000)),
      expected: refused('target-invalid'),
    },
    {
      name: 'an empty file',
      make: (folder) => written(folder, 'image.tar', ''),
      expected: refused('target-invalid'),
    },
    {
      name: 'an archive cut off within a layer',
      make: (folder) => written(folder, 'image.tar', ARCHIVE.subarray(0, 3000)),
      expected: refused('target-invalid'),
    },
    {
      name: 'an archive whose second header is damaged',
      make: (folder) => written(folder, 'image.tar', damaged()),
      expected: refused('target-invalid'),
    },
    {
      name: 'a tar of something else',
      make: (folder) => written(folder, 'image.tar', HELLO),
      expected: refused('target-invalid'),
    },
    {
      name: 'manifest.json twice',
      make: row({}, [{ path: 'manifest.json', data: '[]' }]),
      expected: refused('target-invalid'),
    },
    {
      name: 'manifest.json lists nothing',
      make: (folder) => written(folder, 'image.tar', tar([{ path: 'manifest.json', data: '[]' }])),
      expected: refused('target-invalid'),
    },
    {
      name: 'a layer that is ../../../etc/passwd',
      make: row({ Layers: ['../../../etc/passwd'] }),
      expected: unread('layer-missing'),
    },
    {
      name: 'a layer that is /etc/passwd',
      make: row({ Layers: ['/etc/passwd'] }),
      expected: unread('layer-missing'),
    },
    {
      name: 'a layer that is a link out of the archive',
      make: row({ Layers: ['l'] }, [{ path: 'l', type: 'symlink', target: '/etc/passwd' }]),
      expected: unread('layer-missing'),
    },
    {
      name: 'a layer that is a circle of links',
      make: row({ Layers: ['l'] }, [
        { path: 'l', type: 'symlink', target: 'm' },
        { path: 'm', type: 'symlink', target: 'l' },
      ]),
      expected: unread('layer-missing'),
    },
    {
      name: 'a layer that is a device',
      make: row({ Layers: ['d'] }, [{ path: 'd', type: 'character-device', devMajor: 1, devMinor: 5 }]),
      expected: unread('layer-missing'),
    },
    {
      name: 'a configuration that is ../config',
      make: row({ Config: '../config.json' }),
      expected: refused('target-invalid'),
    },
    {
      name: 'RepoTags full of terminal escapes',
      make: row({ RepoTags: ['\x1b[2J\u202e:1'] }),
      expected: whole(),
    },
    {
      name: 'more layers listed than diffIDs',
      make: row({ Layers: ['layer.tar', 'layer.tar'] }),
      expected: whole(/different numbers of layers/),
    },
    {
      name: 'layout: a blob that is a link to /dev/zero',
      make: (folder) => layout(folder, (path) => symlinkSync('/dev/zero', path)),
      expected: refused('target-invalid'),
    },
    {
      name: 'layout: a blob that is a link to /etc/passwd',
      make: (folder) => layout(folder, (path) => symlinkSync('/etc/passwd', path)),
      expected: refused('target-invalid'),
    },
    {
      name: 'layout: a blob that is a pipe nobody writes to',
      make: (folder) => layout(folder, (path) => execFileSync('mkfifo', [path])),
      expected: refused('target-invalid'),
    },
    {
      name: 'layout: a blob that is a folder',
      make: (folder) => layout(folder, (path) => mkdirSync(path)),
      expected: refused('target-invalid'),
    },
    {
      name: 'a thousand layers',
      make: (folder) => written(folder, 'image.tar', thousand()),
      expected: whole(),
    },
    ...hostileTars()
      .filter(({ name }) =>
        [
          'huge-octal-size',
          'negative-base256-size',
          'pax-garbage',
          'pax-megabytes',
          'gnu-long-name-huge',
          'letters-for-size',
        ].includes(name),
      )
      .map(({ name, what, bytes }) => ({
        name: `an archive that is itself such a tar: ${what} (${name})`,
        make: (folder: string) => written(folder, 'image.tar', bytes),
        expected: refused('target-invalid'),
      })),
  ],
};

function random(length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, i) => (i * i * 31 + i * 7) % 251));
}

function damaged(): Buffer {
  const bytes = Buffer.from(ARCHIVE);
  bytes.fill(0x41, 512 + 148, 512 + 156);
  return bytes;
}

/** An OCI layout in a folder, in which something else lies where the layer should be. */
function layout(folder: string, put: (path: string) => void): string {
  for (const [path, bytes] of ociLayoutFiles([{ image: IMAGE, name: 'a' }])) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  const [layer] = IMAGE.layers;
  if (layer === undefined) throw new Error('the image has no layer');
  const path = join(folder, blobPath(layer));
  rmSync(path);
  put(path);
  return `oci:${folder}`;
}

function thousand(): Buffer {
  const steps = Array.from({ length: 1000 }, (_, i) => ({
    createdBy: `COPY f${i} /`,
    items: [{ path: `f${i}`, data: `${i}` }],
  }));
  return dockerArchive([{ image: buildImage({ steps }), tags: ['a:1'] }]);
}

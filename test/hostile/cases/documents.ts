import { MEDIA_TYPE } from '../../../src/base/media-types.ts';
import { type Blob, blobOf, descriptorOf, jsonBlob } from '../../../testkit/image.ts';
import { blobsOf } from '../../../testkit/store.ts';
import { type HostileGroup, refused, whole } from '../hostile-case.ts';
import { archived, archiveOf, ELSEWHERE, HELLO, manifestOf, ofManifest, ofTar, withConfig } from '../make.ts';

const IMAGE = ofTar(HELLO);
const INVALID = refused('target-invalid');
const LIMIT = refused('limit-reached');
const config = (text: string | Buffer) => (folder: string) => archived(folder, withConfig(IMAGE, text));
/** The configuration with some fields changed. */
const changed = (fields: object) =>
  config(JSON.stringify({ ...JSON.parse(IMAGE.config.bytes.toString()), ...fields }));
const manifest = (text: string | Buffer) => (folder: string) => ofManifest(folder, text, blobsOf(IMAGE));
const fields = (more: object) =>
  manifest(
    manifestOf(
      IMAGE.config,
      IMAGE.layers.map((one) => descriptorOf(one)),
      more,
    ).bytes,
  );
const index = (manifests: readonly unknown[]): Blob =>
  jsonBlob(MEDIA_TYPE.ociIndex, { schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, manifests });
const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const MiB = 1024 * 1024;

/** Manifests, indexes and configurations that are none, or lie. */
export const DOCUMENTS: HostileGroup = {
  title: 'Manifest, index, configuration',
  cases: [
    { name: 'a configuration that is not JSON', make: config('<html>'), expected: INVALID },
    { name: 'an empty configuration', make: config(''), expected: INVALID },
    { name: 'a configuration cut off', make: config(IMAGE.config.bytes.subarray(0, 50)), expected: INVALID },
    { name: 'a configuration that is a list', make: config('[]'), expected: INVALID },
    {
      name: 'a configuration with JSON a million levels deep',
      make: config(`{"a":${deep(1_000_000)}}`),
      expected: INVALID,
    },
    {
      name: 'a configuration with a field twice',
      make: config('{"os":"linux","os":"windows","rootfs":{}}'),
      expected: INVALID,
    },
    {
      name: 'a configuration above maxConfigBytes',
      make: changed({ author: 'x'.repeat(9 * MiB) }),
      expected: LIMIT,
    },
    { name: 'Env is a number', make: changed({ config: { Env: 5 } }), expected: INVALID },
    { name: 'Cmd holds objects', make: changed({ config: { Cmd: [{}] } }), expected: INVALID },
    { name: 'history is a text', make: changed({ history: 'x' }), expected: INVALID },
    {
      name: 'diff_ids holds a path',
      make: changed({ rootfs: { diff_ids: ['../../etc/passwd'] } }),
      expected: INVALID,
    },
    {
      name: 'history tells of more layers than there are',
      make: changed({ history: rows(5) }),
      expected: whole(),
    },
    { name: 'history tells of fewer layers', make: changed({ history: [] }), expected: whole() },
    { name: '100,000 history rows', make: changed({ history: rows(100_000, true) }), expected: whole() },
    {
      name: 'more diffIDs than layers',
      make: changed({ rootfs: { diff_ids: [IMAGE.diffIds[0], ELSEWHERE] } }),
      expected: whole(/different numbers of layers/),
    },
    {
      name: '100,000 environment variables',
      make: changed({ config: { Env: names(100_000) } }),
      expected: whole(),
    },
    {
      name: 'a configuration full of terminal escapes',
      make: changed({ author: '\x1b[2J', config: escapes() }),
      expected: whole(),
    },
    { name: 'a manifest that is not JSON', make: manifest('\0\0'), expected: INVALID },
    { name: 'a manifest with a byte order mark', make: manifest('\ufeff{}'), expected: INVALID },
    { name: 'a manifest a million levels deep', make: manifest(deep(1_000_000)), expected: INVALID },
    { name: 'a manifest that is an index as well', make: fields({ manifests: [] }), expected: INVALID },
    { name: 'a manifest whose layers are no list', make: fields({ layers: 'x' }), expected: INVALID },
    {
      name: 'a layer of negative size',
      make: fields({ layers: [{ mediaType: 'x', digest: ELSEWHERE, size: -1 }] }),
      expected: INVALID,
    },
    {
      name: 'a layer of 10^300 bytes',
      make: fields({ layers: [{ mediaType: 'x', digest: ELSEWHERE, size: 1e300 }] }),
      expected: INVALID,
    },
    {
      name: 'a digest that is a path',
      make: fields({ layers: [{ mediaType: 'x', digest: 'sha256:../../../etc/passwd', size: 1 }] }),
      expected: INVALID,
    },
    {
      name: 'a digest in md5',
      make: fields({ layers: [{ mediaType: 'x', digest: `md5:${'0'.repeat(32)}`, size: 1 }] }),
      expected: INVALID,
    },
    {
      name: 'a manifest above maxManifestBytes',
      make: fields({ annotations: { a: 'x'.repeat(5 * MiB) } }),
      expected: LIMIT,
    },
    {
      name: '1,001 layers',
      make: fields({ layers: Array.from({ length: 1001 }, () => descriptorOf(layer())) }),
      expected: refused('limit-reached', /--limit maxLayers/),
    },
    {
      name: 'a manifest that names itself as its configuration',
      make: selfNamed,
      expected: refused('integrity'),
    },
    {
      name: 'schema 1',
      make: manifest('{"schemaVersion":1,"name":"x","fsLayers":[]}'),
      expected: refused('target-invalid', /schema 1/),
    },
    { name: 'an index that names itself', make: selfIndex, expected: refused('integrity') },
    { name: 'indexes nested five deep', make: nested, expected: refused('limit-reached', /maxIndexDepth/) },
    {
      name: 'an index of nothing',
      make: (folder) => archiveOf(folder, [], []),
      expected: INVALID,
    },
    { name: 'an index of 3,000 rows', make: manyRows, expected: refused('limit-reached', /maxIndexRows/) },
    {
      name: 'an index whose rows are no objects',
      make: (folder) => archiveOf(folder, [null, 5, 'x'] as never, []),
      expected: INVALID,
    },
  ],
};

function rows(count: number, empty = false): object[] {
  return Array.from({ length: count }, () => ({ created_by: 'RUN x # buildkit', empty_layer: empty }));
}

function names(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `V${i}=x`);
}

function escapes(): object {
  const evil = '\x1b]0;owned\x07\r\n## heading\n\u202eUSER root';
  return { Cmd: [evil], Env: [`A=${evil}`], Labels: { [evil]: evil }, User: evil, WorkingDir: evil };
}

function layer(): Blob {
  const [first] = IMAGE.layers;
  if (first === undefined) throw new Error('the image has no layer');
  return first;
}

/** No digest can be inside of what it is the digest of, so one of the two must be wrong. */
function selfNamed(folder: string): string {
  const self = { mediaType: MEDIA_TYPE.ociManifest, digest: ELSEWHERE, size: 0 };
  const { bytes } = manifestOf(
    { ...self, mediaType: MEDIA_TYPE.ociConfig, size: 300, bytes: Buffer.alloc(0) },
    [],
  );
  const blob = { ...self, size: bytes.length, bytes };
  return archiveOf(folder, [descriptorOf(blob)], [blob]);
}

function selfIndex(folder: string): string {
  const self = { mediaType: MEDIA_TYPE.ociIndex, digest: ELSEWHERE, size: 500 };
  const { bytes } = index([self]);
  const blob = { ...self, bytes, size: bytes.length };
  return archiveOf(folder, [descriptorOf(blob)], [blob]);
}

function nested(folder: string): string {
  const blobs = [index([descriptorOf(IMAGE.manifest)])];
  for (let depth = 0; depth < 5; depth++) blobs.unshift(index([descriptorOf(blobs[0] as Blob)]));
  return archiveOf(folder, [descriptorOf(blobs[0] as Blob)], [...blobs, ...blobsOf(IMAGE)]);
}

function manyRows(folder: string): string {
  const many = index(
    Array.from({ length: 3000 }, (_, i) => descriptorOf(blobOf(MEDIA_TYPE.ociManifest, Buffer.from(`${i}`)))),
  );
  return archiveOf(folder, [descriptorOf(many)], [many]);
}

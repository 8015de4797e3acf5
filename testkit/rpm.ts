/** Headers of made-up rpm packages, and the databases of rpm that node has no writer for. */

interface Tag {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly data: Buffer;
}

export function rpmHeader(
  name: string,
  files: readonly (readonly [path: string, sha256: string])[],
  version?: readonly [version: string, release: string],
): Buffer {
  const strings = (tag: number, values: readonly string[]): Tag => ({
    tag,
    type: 8,
    count: values.length,
    data: Buffer.from(values.map((value) => `${value}\0`).join('')),
  });
  const integers = (tag: number, values: readonly number[]): Tag => {
    const data = Buffer.alloc(4 * values.length);
    for (const [i, value] of values.entries()) data.writeUInt32BE(value, 4 * i);
    return { tag, type: 4, count: values.length, data };
  };
  const folders = [...new Set(files.map(([path]) => folderOf(path)))];
  const tags: Tag[] = [
    { tag: 1000, type: 6, count: 1, data: Buffer.from(`${name}\0`) },
    ...(version ?? []).map((text, i) => ({
      tag: 1001 + i,
      type: 6,
      count: 1,
      data: Buffer.from(`${text}\0`),
    })),
    integers(
      1116,
      files.map(([path]) => folders.indexOf(folderOf(path))),
    ),
    integers(5011, [8]),
    strings(
      1035,
      files.map(([, sha256]) => sha256),
    ),
    strings(
      1117,
      files.map(([path]) => path.slice(folderOf(path).length)),
    ),
    strings(1118, folders),
  ];
  const index = Buffer.alloc(8 + 16 * tags.length);
  let at = 0;
  for (const [i, { tag, type, count, data }] of tags.entries()) {
    for (const [j, value] of [tag, type, at, count].entries()) index.writeUInt32BE(value, 8 + 16 * i + 4 * j);
    at += data.length;
  }
  index.writeUInt32BE(tags.length, 0);
  index.writeUInt32BE(at, 4);
  return Buffer.concat([index, ...tags.map(({ data }) => data)]);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** `Packages.db` with a slot for each header. */
export function ndbFile(headers: readonly Buffer[]): Buffer {
  const slots = Buffer.alloc(4096);
  slots.write('RpmP', 0);
  slots.writeUInt32LE(1, 12);
  const blobs: Buffer[] = [];
  let at = 4096 / 16;
  for (const [i, header] of headers.entries()) {
    const blob = Buffer.alloc(Math.ceil((16 + header.length + 12) / 16) * 16);
    blob.write('BlbS', 0);
    blob.writeUInt32LE(i + 1, 4);
    blob.writeUInt32LE(header.length, 12);
    header.copy(blob, 16);
    const slot = 16 * (i + 2);
    slots.write('Slot', slot);
    for (const [j, value] of [i + 1, at, blob.length / 16].entries())
      slots.writeUInt32LE(value, slot + 4 + 4 * j);
    blobs.push(blob);
    at += blob.length / 16;
  }
  return Buffer.concat([slots, ...blobs]);
}

/** `Packages` as a hash of one bucket: small headers on its page, others on overflow pages. */
export function bdbFile(headers: readonly Buffer[], pageSize = 4096): Buffer {
  const meta = Buffer.alloc(pageSize);
  meta.writeUInt32LE(0x061561, 12);
  meta.writeUInt32LE(9, 16);
  meta.writeUInt32LE(pageSize, 20);
  meta[25] = 8;
  const bucket = Buffer.alloc(pageSize);
  bucket[25] = 13;
  bucket.writeUInt16LE(2 * headers.length, 20);
  const pages = [meta, bucket];
  let end = pageSize;
  const put = (index: number, item: Buffer): void => {
    end -= item.length;
    item.copy(bucket, end);
    bucket.writeUInt16LE(end, 26 + 2 * index);
  };
  for (const [i, header] of headers.entries()) {
    put(2 * i, Buffer.from([1, i + 1, 0, 0, 0]));
    if (header.length < 256) put(2 * i + 1, Buffer.concat([Buffer.from([1]), header]));
    else {
      const item = Buffer.alloc(12);
      item[0] = 3;
      item.writeUInt32LE(pages.length, 4);
      item.writeUInt32LE(header.length, 8);
      put(2 * i + 1, item);
      for (let at = 0; at < header.length; at += pageSize - 26) {
        const page = Buffer.alloc(pageSize);
        page[25] = 7;
        const used = Math.min(pageSize - 26, header.length - at);
        page.writeUInt16LE(used, 22);
        page.writeUInt32LE(at + used < header.length ? pages.length + 1 : 0, 16);
        header.copy(page, 26, at, at + used);
        pages.push(page);
      }
    }
  }
  return Buffer.concat(pages);
}

/** A bucket of a bbolt database as {@link boltDatabase} writes it: values and buckets by key. */
export type BoltTree = ReadonlyMap<string, Buffer | BoltTree>;

export interface BoltOptions {
  readonly pageSize?: number;
  /** Elements in one leaf or branch page; more make the tree deeper. Default 4, so that small trees have branches. */
  readonly fanOut?: number;
  /** Buckets of that many values and no buckets lie in their parent's page. Default 2. */
  readonly inlineUpTo?: number;
}

const HEADER = 16;
const ELEMENT = 16;

/** A bbolt database (etcd-io/bbolt) that holds the tree: two meta pages, then its pages from the leaves up. */
export function boltDatabase(tree: BoltTree, options: BoltOptions = {}): Buffer {
  const pageSize = options.pageSize ?? 4096;
  const pages: Buffer[] = [];
  const writer: Writer = { pageSize, pages, ...defaults(options) };
  const root = writeTree(writer, tree);
  const metas = [0, 1].map((id) => metaPage(id, pageSize, root, BigInt(10 + id)));
  return Buffer.concat([...metas, ...pages]);
}

interface Writer {
  readonly pageSize: number;
  readonly pages: Buffer[];
  readonly fanOut: number;
  readonly inlineUpTo: number;
}

function defaults({ fanOut = 4, inlineUpTo = 2 }: BoltOptions): Pick<Writer, 'fanOut' | 'inlineUpTo'> {
  return { fanOut, inlineUpTo };
}

interface Leaf {
  readonly key: Buffer;
  readonly value: Buffer;
  readonly isBucket: boolean;
}

function writeTree(writer: Writer, tree: BoltTree): number {
  let level = groups(leavesOf(writer, tree), writer.fanOut).map((leaves) => ({
    key: leaves[0]?.key ?? Buffer.alloc(0),
    id: addPage(writer, 2, leaves.length, leafBody(leaves)),
  }));
  while (level.length > 1) {
    level = groups(level, writer.fanOut).map((children) => ({
      key: children[0]?.key ?? Buffer.alloc(0),
      id: addPage(writer, 1, children.length, branchBody(children)),
    }));
  }
  return level[0]?.id ?? 0;
}

function leavesOf(writer: Writer, tree: BoltTree): readonly Leaf[] {
  const keys = [...tree.keys()].map((key) => ({ key, bytes: Buffer.from(key) }));
  return keys
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ key, bytes }) => {
      const value = tree.get(key) ?? Buffer.alloc(0);
      if (Buffer.isBuffer(value)) return { key: bytes, value, isBucket: false };
      return { key: bytes, value: bucketValue(writer, value), isBucket: true };
    });
}

function bucketValue(writer: Writer, tree: BoltTree): Buffer {
  const header = Buffer.alloc(16);
  const inline =
    tree.size <= writer.inlineUpTo && [...tree.values()].every((value) => Buffer.isBuffer(value));
  if (!inline) {
    header.writeBigUInt64LE(BigInt(writeTree(writer, tree)), 0);
    return header;
  }
  const leaves = leavesOf(writer, tree);
  return Buffer.concat([header, pageHeader(0, 2, leaves.length, 0), leafBody(leaves)]);
}

function groups<T>(items: readonly T[], size: number): T[][] {
  const all: T[][] = [];
  for (let at = 0; at < items.length; at += size) all.push(items.slice(at, at + size));
  return all.length === 0 ? [[]] : all;
}

function leafBody(leaves: readonly Leaf[]): Buffer {
  const elements: Buffer[] = [];
  let data = leaves.length * ELEMENT;
  for (const [i, { key, value, isBucket }] of leaves.entries()) {
    const element = Buffer.alloc(ELEMENT);
    element.writeUInt32LE(isBucket ? 1 : 0, 0);
    element.writeUInt32LE(data - i * ELEMENT, 4);
    element.writeUInt32LE(key.length, 8);
    element.writeUInt32LE(value.length, 12);
    elements.push(element);
    data += key.length + value.length;
  }
  return Buffer.concat([...elements, ...leaves.flatMap(({ key, value }) => [key, value])]);
}

function branchBody(children: readonly { readonly key: Buffer; readonly id: number }[]): Buffer {
  const elements: Buffer[] = [];
  let data = children.length * ELEMENT;
  for (const [i, { key, id }] of children.entries()) {
    const element = Buffer.alloc(ELEMENT);
    element.writeUInt32LE(data - i * ELEMENT, 0);
    element.writeUInt32LE(key.length, 4);
    element.writeBigUInt64LE(BigInt(id), 8);
    elements.push(element);
    data += key.length;
  }
  return Buffer.concat([...elements, ...children.map(({ key }) => key)]);
}

function addPage(writer: Writer, flags: number, count: number, body: Buffer): number {
  const { pageSize, pages } = writer;
  const id = 2 + pages.reduce((sum, page) => sum + page.length / pageSize, 0);
  const span = Math.ceil((HEADER + body.length) / pageSize);
  const page = Buffer.alloc(span * pageSize);
  pageHeader(id, flags, count, span - 1).copy(page);
  body.copy(page, HEADER);
  pages.push(page);
  return id;
}

function pageHeader(id: number, flags: number, count: number, overflow: number): Buffer {
  const header = Buffer.alloc(HEADER);
  header.writeBigUInt64LE(BigInt(id), 0);
  header.writeUInt16LE(flags, 8);
  header.writeUInt16LE(count, 10);
  header.writeUInt32LE(overflow, 12);
  return header;
}

function metaPage(id: number, pageSize: number, root: number, transaction: bigint): Buffer {
  const page = Buffer.alloc(pageSize);
  pageHeader(id, 4, 0, 0).copy(page);
  page.writeUInt32LE(0xed0cdaed, HEADER);
  page.writeUInt32LE(2, HEADER + 4);
  page.writeUInt32LE(pageSize, HEADER + 8);
  page.writeBigUInt64LE(BigInt(root), HEADER + 16);
  page.writeBigUInt64LE(transaction, HEADER + 48);
  let hash = 0xcbf29ce484222325n;
  for (const byte of page.subarray(HEADER, HEADER + 56)) {
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  page.writeBigUInt64LE(hash, HEADER + 56);
  return page;
}

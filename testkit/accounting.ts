import { createHash } from 'node:crypto';
import { digestOf } from '../src/base/digest.ts';
import { type Accounting, type AccountingInput, accountFor } from '../src/explain/accounting/index.ts';
import type { StartStep } from '../src/explain/explanation.ts';
import type { BuildInfo } from '../src/image/build-info.ts';
import type { JarFacts } from '../src/image/jar-facts.ts';
import type { Content, LayerEntry, LayerFacts } from '../src/image/layer-facts.ts';
import { buildTree } from '../src/image/tree/build-tree.ts';

/**
 * A file of a made-up layer: text or bytes (a script with `#!`, data kept as a database's file), an ELF program by
 * its inert content, a Java archive, a link, or `null` for a whiteout.
 */
export type MadeFile =
  | string
  | Buffer
  | { readonly elf: string; readonly build?: BuildInfo }
  | { readonly jar: JarFacts }
  | { readonly link: string }
  | null;
export type MadeLayer = Readonly<Record<string, MadeFile>>;

/** Says what accounts for the programs of layers that exist only as facts. */
export function accountLayers(
  layers: readonly MadeLayer[],
  startChain: readonly StartStep[] = [],
  known: Pick<AccountingInput, 'base' | 'source'> = {},
): Accounting {
  return accountFor({ ...treeOf(layers), startChain, ...known });
}

/** The tree of such layers, and what was kept of their files. */
export function treeOf(layers: readonly MadeLayer[]): Pick<AccountingInput, 'tree' | 'bytes'> {
  const kept = new Map<LayerEntry, Buffer>();
  const facts = layers.map((files): LayerFacts => {
    const entries = Object.entries(files).map(([path, file]) => {
      const entry = entryOf(path, file);
      if (typeof file === 'string' || Buffer.isBuffer(file)) kept.set(entry, Buffer.from(file));
      return entry;
    });
    return { diffId: digestOf(Buffer.from('layer')), size: 0, entries, unknowns: [] };
  });
  return { tree: buildTree(facts), bytes: (_, entry) => kept.get(entry) };
}

export function hexOf(algorithm: 'md5' | 'sha1' | 'sha256', text: string): string {
  return createHash(algorithm).update(text).digest('hex');
}

function entryOf(path: string, file: MadeFile): LayerEntry {
  const common = { path, size: 1, mode: 0o755, uid: 0, gid: 0 };
  if (file === null) return { ...common, kind: 'whiteout' };
  if (typeof file === 'object' && 'link' in file) return { ...common, kind: 'symlink', target: file.link };
  if (Buffer.isBuffer(file)) {
    return { ...common, kind: 'file', content: { kind: 'data' }, database: [0, file.length] };
  }
  const text = typeof file === 'string' ? file : 'elf' in file ? file.elf : path;
  const digests = {
    sha256: hexOf('sha256', text),
    md5: hexOf('md5', text),
    sha1: hexOf('sha1', text),
  };
  return { ...common, kind: 'file', ...digests, content: contentOf(file), database: [0, text.length] };
}

function contentOf(file: Exclude<MadeFile, Buffer | { readonly link: string } | null>): Content {
  if (typeof file !== 'string') {
    if ('jar' in file) return { kind: 'archive', format: 'zip', jar: file.jar };
    const build = file.build === undefined ? {} : { build: file.build };
    return { kind: 'elf', elf: { bits: 64, machine: 'x86-64', type: 'executable', needed: [], ...build } };
  }
  return file.startsWith('#!')
    ? { kind: 'script', interpreter: '/bin/sh', encoding: 'utf-8' }
    : { kind: 'text', encoding: 'utf-8' };
}

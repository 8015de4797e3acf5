import type { LayerEntry } from '../../image/layer-facts.ts';
import type { ImageTree } from '../../image/tree/image-tree.ts';
import { rpmHeaders } from '../accounting/rpm/rpm.ts';
import { packageAt } from './by-path.ts';
import type { AnyPackage } from './package.ts';
import { packagesOf } from './packages.ts';
import { packagesIn } from './programs.ts';

/** Every package that shows in an image. */
export interface Inventory {
  /** By manager, name and version, sorted. */
  readonly all: readonly AnyPackage[];
  readonly notes: readonly string[];
}

export interface InventoryInput {
  readonly tree: ImageTree;
  /** The bytes kept of a text or of a file of a package database, by layer index. */
  bytes(layer: number, entry: LayerEntry): Buffer | undefined;
}

const MAX_PACKAGES = 200_000;

/**
 * The packages of dpkg and apk, those in rpm's databases, what lies where pip, gem and npm install, and what Go and Rust
 * programs and Java archives say that they are made of. A claim of the image: whether the files agree is not looked at.
 */
export function inventoryOf({ tree, bytes }: InventoryInput): Inventory {
  const at = (path: string): Buffer | undefined => {
    const node = tree.get(path);
    return node === undefined ? undefined : bytes(node.contentLayer, node.entry);
  };
  const system = packagesOf(tree, (path) => at(path)?.toString('utf8'));
  const notes = [...system.notes];
  const found = new Map<string, AnyPackage>();
  let cut = false;
  const add = (one: AnyPackage): void => {
    if (found.size < MAX_PACKAGES) found.set(`${one.manager} ${one.name} ${one.version}`, one);
    else cut = true;
  };
  for (const one of system.byKey.values()) add(one);
  const view = { tree, bytes: at, note: (text: string) => notes.push(text) };
  for (const { name, version } of rpmHeaders(view)) {
    // Keys are kept like packages; lists of contents differ in whether those are some.
    if (name !== 'gpg-pubkey') add({ manager: 'rpm', name, version });
  }
  for (const { path, entry } of tree.nodes.values()) {
    const one = packageAt(path);
    if (one !== undefined) add(one);
    for (const part of packagesIn(entry)) add(part);
  }
  if (cut) notes.push(`More than ${MAX_PACKAGES} packages are there; the rest is not compared.`);
  const keys = [...found.keys()].sort();
  return { all: keys.flatMap((key) => found.get(key) ?? []), notes };
}

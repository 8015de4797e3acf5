import { createHash } from 'node:crypto';
import { type Digest, digestOf } from '../src/base/digest.ts';
import { DEFAULT_LIMITS, type Limits } from '../src/base/limits.ts';
import { explain } from '../src/explain/explain.ts';
import type { Explanation, StartStep } from '../src/explain/explanation.ts';
import type { HistoryRow, RunConfig } from '../src/image/config.ts';
import type { Image } from '../src/image/image.ts';
import type { Content, LayerEntry, LayerFacts } from '../src/image/layer-facts.ts';
import { buildTree } from '../src/image/tree/build-tree.ts';

/** A file of a test image: text, or what its fields say. Executable unless `mode` says otherwise. */
export type TestFile =
  | string
  | { readonly elf: string }
  | { readonly link: string }
  | { readonly content: Content }
  | { readonly hardlink: string }
  | { readonly text: string; readonly mode?: number; readonly kept?: boolean };

export type TestLayer = Readonly<Record<string, TestFile>>;

export interface TestImage {
  readonly config?: RunConfig;
  readonly history?: readonly HistoryRow[];
  readonly layers?: readonly TestLayer[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly limits?: Partial<Limits>;
}

/** Explains an image that exists only as facts: no bytes are read. */
export function explainImage(spec: TestImage): Explanation {
  const { image, tree, text } = openTestImage(spec);
  return explain({ image, tree, text, limits: { ...DEFAULT_LIMITS, ...spec.limits } });
}

/** The image itself, its merged tree, and the texts kept of its files. */
export function openTestImage(spec: TestImage) {
  const layers = spec.layers ?? [];
  const texts = new Map<string, string>();
  for (const files of layers) {
    for (const [path, file] of Object.entries(files)) {
      const text = textOf(file);
      if (text === undefined) texts.delete(path);
      else texts.set(path, text);
    }
  }
  const facts = layers.map(factsOf);
  return {
    image: imageOf(spec, layers.length),
    facts,
    tree: buildTree(facts),
    text: (path: string): string | undefined => texts.get(path),
  };
}

function textOf(file: TestFile): string | undefined {
  if (typeof file === 'string') return file;
  return 'text' in file && file.kept !== false ? file.text : undefined;
}

function imageOf(spec: TestImage, layerCount: number): Image {
  const digest = digestOf(Buffer.from('test'));
  const descriptor = { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: 2 };
  return {
    reference: 'example/test:1',
    digest,
    hasManifest: true,
    platform: { os: 'linux', architecture: 'amd64' },
    manifest: { schemaVersion: 2, config: descriptor, layers: [] },
    config: {
      architecture: 'amd64',
      os: 'linux',
      config: spec.config ?? {},
      rootfs: { diff_ids: [] },
      history: [...(spec.history ?? [])],
    },
    annotations: spec.annotations ?? {},
    layers: Array.from({ length: layerCount }, (_, index) => ({
      index,
      blob: { mediaType: 'application/vnd.oci.image.layer.v1.tar' },
      open: () => Promise.reject(new Error('explaining reads no bytes')),
    })),
    attestations: [],
  };
}

function factsOf(files: TestLayer): LayerFacts {
  const diffId: Digest = digestOf(Buffer.from(JSON.stringify(files)));
  const entries = Object.entries(files).map(([path, file]) => entryOf(path, file));
  return { diffId, size: 0, entries, unknowns: [] };
}

function entryOf(path: string, file: TestFile): LayerEntry {
  const kept = textOf(file) === undefined ? {} : { text: [0, 1] as const };
  const common = { path, size: 1, mode: 0o755, uid: 0, gid: 0, ...kept };
  if (typeof file === 'string')
    return { ...common, kind: 'file', sha256: sha(file), content: contentOf(file) };
  if ('link' in file) return { ...common, kind: 'symlink', target: file.link };
  if ('hardlink' in file) return { ...common, kind: 'hardlink', target: file.hardlink };
  if ('content' in file) return { ...common, kind: 'file', sha256: sha(path), content: file.content };
  if ('elf' in file) {
    const elf = { bits: 64 as const, machine: 'x86-64', type: 'executable' as const, needed: [] };
    return { ...common, kind: 'file', sha256: sha(file.elf), content: { kind: 'elf', elf } };
  }
  const mode = file.mode ?? 0o755;
  return { ...common, mode, kind: 'file', sha256: sha(file.text), content: contentOf(file.text) };
}

function contentOf(text: string): Content {
  if (!text.startsWith('#!')) return { kind: 'text', encoding: 'utf-8' };
  const interpreter = /^#!\s*(\S*)/.exec(text)?.[1] ?? '';
  return { kind: 'script', interpreter, encoding: 'utf-8' };
}

function sha(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A start chain as indented lines, for comparing and for reading: `what [kind] {when} !unknown`. */
export function outline(steps: readonly StartStep[], depth = 0): string[] {
  return steps.flatMap((step) => {
    const taken = step.taken === undefined ? '' : step.taken ? ' yes' : ' no';
    const when = step.when === undefined ? '' : ` {${step.when}${taken}}`;
    const unknown = step.unknown === undefined ? '' : ` !${step.unknown}`;
    const line = `${'  '.repeat(depth)}${step.what} [${step.kind}]${when}${unknown}`;
    return [line, ...outline(step.children, depth + 1)];
  });
}

import { digestOf } from '../src/base/digest.ts';
import type { Catalog } from '../src/catalog/index.ts';
import { commandLine } from '../src/detect/config-texts.ts';
import type { Detector, LayerView, Observation } from '../src/detect/detector.ts';
import { inspectLayers, type Judgement, judgeImage } from '../src/detect/dispatch.ts';
import type { ImageParts } from '../src/detect/image-parts.ts';
import type { JsonObject } from '../src/detect/json.ts';
import type { ProgramToLookAt } from '../src/explain/accounting/accounting.ts';
import type { BaseImage, Explanation, Instruction, StartStep } from '../src/explain/explanation.ts';
import { configSchema, type RunConfig } from '../src/image/config.ts';
import type { Image } from '../src/image/image.ts';
import type { Content, LayerEntry, LayerFacts, Mark } from '../src/image/layer-facts.ts';
import { buildTree } from '../src/image/tree/build-tree.ts';
import type { ImageTree } from '../src/image/tree/image-tree.ts';

/** A file of a made-up layer: its text, or its text with what the byte pass would say of it. */
export type FileSpec =
  | string
  | {
      readonly text?: string;
      /** Printable content of an ELF program or other file whose text is not kept; searched for triggers. */
      readonly bytes?: string;
      readonly elf?: boolean;
      readonly mode?: number;
      readonly uid?: number;
      readonly content?: Content;
    };

/** `null` for a path hides it from the layers below. */
export type LayerSpec = Readonly<Record<string, FileSpec | null>>;

export interface ImageSpec {
  readonly layers: readonly LayerSpec[];
  readonly config?: Partial<RunConfig>;
  /** Files, without leading slash, that the start chain runs. Default: the first word of ENTRYPOINT and CMD. */
  readonly startFiles?: readonly string[];
  /** `RUN …` lines of the history. */
  readonly instructions?: readonly string[];
  readonly reference?: string;
  readonly base?: BaseImage;
  readonly catalog?: Catalog;
  /** Programs, without leading slash, that no package lists, or lists with another digest; others are listed. */
  readonly unlisted?: readonly string[];
  readonly changed?: readonly string[];
  /** Whose lists these are; default dpkg's. */
  readonly database?: string;
}

const ELF: Content = {
  kind: 'elf',
  elf: { bits: 64, machine: 'x86-64', type: 'executable', needed: [] },
};

interface MadeLayer {
  readonly facts: LayerFacts;
  readonly texts: ReadonlyMap<LayerEntry, string>;
  /** What triggers are searched in, for each entry. */
  readonly bytes: ReadonlyMap<number, string>;
}

function makeLayer(spec: LayerSpec): MadeLayer {
  const entries: LayerEntry[] = [];
  const texts = new Map<LayerEntry, string>();
  const bytes = new Map<number, string>();
  for (const [path, file] of Object.entries(spec)) {
    const base = { path, size: 0, mode: 0o644, uid: 0, gid: 0 };
    if (file === null) {
      entries.push({ ...base, kind: 'whiteout' });
      continue;
    }
    const given = typeof file === 'string' ? { text: file } : file;
    const text = 'text' in given ? given.text : undefined;
    const raw = text ?? ('bytes' in given ? given.bytes : undefined) ?? '';
    const content = ('content' in given ? given.content : undefined) ?? contentOf(given, text);
    const entry: LayerEntry = {
      ...base,
      kind: 'file',
      size: raw.length,
      mode: ('mode' in given ? given.mode : undefined) ?? (content.kind === 'text' ? 0o644 : 0o755),
      uid: ('uid' in given ? given.uid : undefined) ?? 0,
      sha256: digestOf(Buffer.from(raw)).slice(7),
      content,
      ...(text !== undefined && { text: [0, raw.length] as const }),
    };
    bytes.set(entries.length, raw);
    entries.push(entry);
    if (text !== undefined) texts.set(entry, text);
  }
  const diffId = digestOf(Buffer.from(Object.keys(spec).join('\n')));
  return { facts: { diffId, size: 0, entries, unknowns: [] }, texts, bytes };
}

function contentOf(given: Exclude<FileSpec, string>, text: string | undefined): Content {
  if (given.elf === true) return ELF;
  if (text === undefined) return { kind: 'data' };
  const line = /^#!\s*([^\n]+)/.exec(text);
  if (line?.[1] === undefined) return { kind: 'text', encoding: 'utf-8' };
  return { kind: 'script', interpreter: line[1], encoding: 'utf-8' };
}

function marksOf(detector: Detector, layer: MadeLayer): readonly Mark[] {
  const marks: Mark[] = [];
  for (const [entry, raw] of layer.bytes) {
    const lower = raw.toLowerCase();
    for (const literal of detector.triggers?.literals ?? []) {
      const offset = lower.indexOf(literal.toLowerCase());
      if (offset < 0) continue;
      const count = lower.split(literal.toLowerCase()).length - 1;
      marks.push({
        entry,
        text: literal,
        count,
        places: [{ offset, excerpt: raw.slice(offset, offset + 120) }],
      });
    }
    if (detector.triggers?.addresses !== true) continue;
    for (const match of raw.matchAll(
      /(?<![0-9A-Za-z])[48][1-9A-HJ-NP-Za-km-z]{94}(?:[1-9A-HJ-NP-Za-km-z]{11})?(?![0-9A-Za-z])/g,
    )) {
      const places = [
        { offset: match.index, excerpt: raw.slice(Math.max(0, match.index - 20), match.index + 200) },
      ];
      marks.push({ entry, text: match[0], count: 1, places });
    }
  }
  return marks;
}

/** One layer as a detector would see it. */
export function layerView(detector: Detector, spec: LayerSpec): LayerView {
  const layer = makeLayer(spec);
  return viewOf(detector, layer);
}

function viewOf(detector: Detector, layer: MadeLayer): LayerView {
  return { facts: layer.facts, marks: marksOf(detector, layer), text: (entry) => layer.texts.get(entry) };
}

/** Lets detectors inspect and judge a made-up image, through the real dispatcher. */
export function judge(detectors: readonly Detector[], spec: ImageSpec): Judgement {
  const layers = spec.layers.map(makeLayer);
  const observed = new Map<string, readonly Observation<JsonObject>[]>();
  const unknowns: Judgement['unknowns'][number][] = [];
  for (const [index, layer] of layers.entries()) {
    const views = detectors.map((detector) => ({ detector, layer: viewOf(detector, layer) }));
    for (const [i, { observations, unknowns: unread }] of inspectLayers(views).entries()) {
      observed.set(`${detectors[i]?.id} ${index}`, observations);
      unknowns.push(...unread);
    }
  }
  const tree = buildTree(layers.map((layer) => layer.facts));
  const parts: ImageParts = {
    image: fakeImage(spec),
    layers: layers.map((layer) => layer.facts),
    tree,
    explanation: fakeExplanation(spec, tree),
    ...(spec.catalog === undefined ? {} : { catalog: spec.catalog }),
    ...((spec.unlisted ?? spec.changed) !== undefined && { accounting: fakeAccounting(spec) }),
    observations: (id, layer) => observed.get(`${id} ${layer}`) ?? [],
    text: (layer, entry) => layers[layer]?.texts.get(entry),
  };
  const judgement = judgeImage(detectors, parts);
  return { findings: judgement.findings, unknowns: [...unknowns, ...judgement.unknowns] };
}

function fakeAccounting({
  unlisted = [],
  changed = [],
  database = 'dpkg',
}: ImageSpec): ImageParts['accounting'] {
  const toLookAt = (path: string): ProgramToLookAt => ({
    path: `/${path}`,
    kind: 'program',
    size: 1,
    layer: 0,
    atStart: false,
    why: '',
  });
  return {
    databases: [{ kind: database, packages: 1, programs: 1 }],
    unaccounted: unlisted.map(toLookAt),
    changedFiles: changed.map(toLookAt),
  };
}

function fakeImage(spec: ImageSpec): Image {
  const config = configSchema.parse({
    architecture: 'amd64',
    os: 'linux',
    config: spec.config ?? {},
    rootfs: { type: 'layers', diff_ids: [] },
  });
  const digest = digestOf(Buffer.from(spec.reference ?? ''));
  return {
    reference: spec.reference ?? 'registry.example/team/app:1',
    digest,
    hasManifest: true,
    platform: { os: 'linux', architecture: 'amd64' },
    manifest: {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: 0 },
      layers: [],
    } as unknown as Image['manifest'],
    config,
    annotations: {},
    layers: [],
    attestations: [],
  };
}

function fakeExplanation(spec: ImageSpec, tree: ImageTree): Explanation {
  const words = [...(spec.config?.Entrypoint ?? []), ...(spec.config?.Cmd ?? [])];
  const command = commandLine(words);
  const files =
    spec.startFiles ?? words.map((word) => word.replace(/^\/+/, '')).filter((word) => tree.get(word));
  const step = (path: string): StartStep => ({
    what: `/${path}`,
    command,
    kind: tree.get(path)?.entry.content?.kind === 'elf' ? 'elf' : 'script',
    path: `/${path}`,
    file: 'ENTRYPOINT',
    children: [],
  });
  const instructions = (spec.instructions ?? []).map(
    (text): Instruction => ({ text, keyword: text.split(' ', 1)[0] ?? '', certainty: 'exact' }),
  );
  return {
    instructions,
    instructionOfLayer: [],
    base: spec.base ?? { claimedBy: 'none' },
    dockerfile: '',
    startChain: files.map(step),
    notes: [],
  };
}

export {
  configSchema,
  type Healthcheck,
  type HistoryRow,
  type ImageConfig,
  type RunConfig,
} from './config.ts';
export {
  attestationSubject,
  type Descriptor,
  descriptorSchema,
  digestSchema,
  isAttestation,
} from './descriptor.ts';
export type { Image, LayerBytes, LayerSource } from './image.ts';
export type {
  Content,
  ElfFacts,
  EntryKind,
  LayerEntry,
  LayerFacts,
  Mark,
  MarkPlace,
  TextEncoding,
  Triggers,
} from './layer-facts.ts';
export { type ImageIndex, type ImageManifest, indexSchema, manifestSchema } from './manifest.ts';
export { formatPlatform, hostPlatform, type Platform, parsePlatform, platformMatches } from './platform.ts';
export { formatReference, parseReference, type Reference } from './reference.ts';
export { buildTree } from './tree/build-tree.ts';
export type { GonePath, ImageTree, Resolution, TreeNode } from './tree/image-tree.ts';

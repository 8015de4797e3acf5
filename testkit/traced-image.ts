import { DEFAULT_LIMITS } from '../src/base/limits.ts';
import { explain } from '../src/explain/index.ts';
import { configSchema } from '../src/image/config.ts';
import type { Image } from '../src/image/image.ts';
import { manifestSchema } from '../src/image/manifest.ts';
import { buildTree } from '../src/image/tree/build-tree.ts';
import type { TraceInput } from '../src/trace/index.ts';
import type { BuiltImage } from './image.ts';

/** What tracing an image takes, as if all its layers had been read, and nothing was found in them. */
export function traceInput(built: BuiltImage): Pick<TraceInput, 'image' | 'explanation' | 'layers'> {
  const image: Image = {
    reference: 'x',
    digest: built.manifest.digest,
    hasManifest: true,
    platform: built.platform,
    manifest: manifestSchema.parse(JSON.parse(built.manifest.bytes.toString('utf8'))),
    config: configSchema.parse(JSON.parse(built.config.bytes.toString('utf8'))),
    annotations: built.annotations,
    layers: built.layers.map(({ digest, size, mediaType }, index) => ({
      index,
      blob: { digest, size, mediaType },
      open: () => Promise.reject(new Error('nothing is opened')),
    })),
    attestations: [],
  };
  const tree = buildTree(
    built.layers.map(() => undefined),
    DEFAULT_LIMITS,
  );
  return {
    image,
    explanation: explain({ image, tree, text: () => undefined, limits: DEFAULT_LIMITS }),
    layers: built.layers.map(() => ({ read: true, unread: [] })),
  };
}

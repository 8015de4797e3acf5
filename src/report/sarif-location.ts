import type { Assessment } from '../assess/assessment.ts';
import { visible } from '../base/visible.ts';
import type { Evidence } from '../detect/finding.ts';
import { isConfigPath } from './places.ts';

const MAX_RELATED = 100;
const MAX_SNIPPET = 1000;

/** What is used of SARIF's `location` object. */
interface SarifLocation {
  readonly id?: number;
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: { readonly startLine: number; readonly snippet: { readonly text: string } };
  };
  readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[];
  readonly properties: Readonly<Record<string, string | number>>;
}

/** Where evidence is, as SARIF says it. */
export function sarifLocation(evidence: Evidence, { image, layers }: Assessment): SarifLocation {
  const layer = evidence.layer === undefined ? undefined : layers[evidence.layer];
  return {
    physicalLocation: {
      artifactLocation: { uri: artifactUri(evidence) },
      region: {
        // Code scanning wants a line even where a binary has none.
        startLine: evidence.line ?? 1,
        snippet: { text: visible(evidence.excerpt.slice(0, MAX_SNIPPET)) },
      },
    },
    logicalLocations: [{ fullyQualifiedName: visible(`${image.reference}:${evidence.path}`) }],
    properties: {
      ...(layer === undefined ? {} : { layer: layer.digest, layerNumber: layer.index + 1 }),
      ...(layer?.instruction === undefined ? {} : { instruction: visible(layer.instruction) }),
      ...(evidence.offset === undefined ? {} : { byteOffset: evidence.offset }),
      ...(evidence.goneIn === undefined ? {} : { removedInLayerNumber: evidence.goneIn + 1 }),
    },
  };
}

export function sarifRelated(
  evidence: readonly Evidence[],
  assessment: Assessment,
): {
  readonly relatedLocations?: readonly SarifLocation[];
} {
  if (evidence.length === 0) return {};
  return {
    relatedLocations: evidence.slice(0, MAX_RELATED).map((one, index) => ({
      id: index + 1,
      ...sarifLocation(one, assessment),
    })),
  };
}

/**
 * A relative URI reference (RFC 3986, no leading slash, everything else percent-encoded): a file's path in
 * the image; `image-config/ENTRYPOINT` for the configuration, `image-layer/3` for a layer as a whole.
 */
export function artifactUri({ path, layer }: Evidence): string {
  if (isConfigPath(path)) return `image-config/${path}`;
  const segments = path.split('/').filter((segment) => segment !== '');
  if (segments.length === 0) return layer === undefined ? 'image' : `image-layer/${layer + 1}`;
  return segments.map(encodeSegment).join('/');
}

function encodeSegment(segment: string): string {
  // Dots alone would be taken for steps in the path.
  if (/^\.+$/.test(segment)) return segment.replaceAll('.', '%2E');
  return encodeURIComponent(segment.toWellFormed()).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

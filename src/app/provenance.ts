import { ClearpullError } from '../base/errors.ts';
import type { ProvidedDockerfile } from '../explain/index.ts';
import type { Image } from '../image/image.ts';
import { manifestSchema } from '../image/manifest.ts';
import { parseDocument, parseJson } from '../source/parse-json.ts';

/** Attestation manifests and statements looked at for one image, and bytes of one statement. */
const MAX_MANIFESTS = 4;
const MAX_STATEMENTS = 16;
const MAX_STATEMENT = 8 * 1024 * 1024;
const MAX_MANIFEST = 1024 * 1024;
const MAX_DOCKERFILE = 1_000_000;

export interface FoundProvenance {
  readonly provided?: ProvidedDockerfile;
  /** What could not be read of it, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * The Dockerfile that BuildKit puts into its provenance with mode=max (moby/buildkit,
 * docs/attestations/slsa-definitions.md: `metadata.buildkit_metadata.source.infos` in v1,
 * `metadata["https://mobyproject.org/buildkit@v1#metadata"]` in v0.2). Such statements are not signed.
 */
export async function findProvenance(image: Image): Promise<FoundProvenance> {
  const { readBlob } = image;
  if (readBlob === undefined) return { notes: [] };
  let left = MAX_STATEMENTS;
  const notes: string[] = [];
  for (const attestation of image.attestations.slice(0, MAX_MANIFESTS)) {
    try {
      const bytes = await readBlob(attestation, MAX_MANIFEST);
      if (bytes === undefined) continue;
      const manifest = parseDocument(
        Buffer.from(bytes),
        manifestSchema,
        `the attestation ${attestation.digest}`,
      );
      for (const layer of manifest.layers) {
        if (!isProvenance(layer.annotations?.['in-toto.io/predicate-type']) || left-- <= 0) continue;
        const statement = await readBlob(layer, MAX_STATEMENT);
        if (statement === undefined) continue;
        const what = `the statement ${layer.digest}`;
        const provided = dockerfileIn(parseJson(Buffer.from(statement), what), image);
        if (provided !== undefined) return { provided, notes };
      }
    } catch (error) {
      if (!(error instanceof ClearpullError)) throw error;
      notes.push(`An attestation could not be used: ${error.message}.`);
    }
  }
  return { notes };
}

function isProvenance(type: string | undefined): boolean {
  return type?.startsWith('https://slsa.dev/provenance/') === true;
}

/** Undefined when the statement is about another image, or holds no Dockerfile. */
function dockerfileIn(statement: unknown, image: Image): ProvidedDockerfile | undefined {
  const subjects = listAt(statement, 'subject').slice(0, 1000);
  const [algorithm = '', hex = ''] = image.digest.split(':');
  if (!subjects.some((subject) => at(subject, 'digest', algorithm) === hex)) return undefined;
  const predicate = at(statement, 'predicate');
  const metadata =
    at(predicate, 'runDetails', 'metadata', 'buildkit_metadata') ??
    at(predicate, 'metadata', 'https://mobyproject.org/buildkit@v1#metadata');
  const infos = listAt(at(metadata, 'source'), 'infos').slice(0, 100);
  const info = infos.find((one) => /^dockerfile/i.test(text(at(one, 'language')) ?? '')) ?? infos[0];
  const data = text(at(info, 'data'));
  if (data === undefined || data.length > MAX_DOCKERFILE * 2) return undefined;
  const given =
    at(predicate, 'buildDefinition', 'externalParameters', 'request', 'args') ??
    at(predicate, 'invocation', 'parameters', 'args');
  return {
    text: Buffer.from(data, 'base64').toString('utf8'),
    path: text(at(info, 'filename')) ?? 'Dockerfile',
    args: buildArguments(given),
  };
}

function buildArguments(given: unknown): Map<string, string> {
  const args = new Map<string, string>();
  if (typeof given !== 'object' || given === null) return args;
  for (const [key, value] of Object.entries(given).slice(0, 1000)) {
    if (key.startsWith('build-arg:') && typeof value === 'string') args.set(key.slice(10), value);
  }
  return args;
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const list = at(value, key);
  return Array.isArray(list) ? list : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

import { percentDecoded } from '../../../base/percent-decoded.ts';
import { at, type Fields, flagAt, isFields, listAt, textAt, textsAt } from '../../fields.ts';
import { buildSteps } from '../build-steps.ts';
import { revisionIn } from '../materials.ts';
import type { Predicate } from '../predicate.ts';
import type { Producer, ProducerFacts } from '../producer.ts';
import type { ProvenanceSource } from '../provenance.ts';

const V02 = 'https://mobyproject.org/buildkit@v1';
const V1 = 'https://github.com/moby/buildkit/blob/master/docs/attestations/slsa-definitions.md';
const MAX_DOCKERFILE = 1_000_000;
const MAX_ARGS = 1000;
const MAX_INFOS = 100;
const ARGUMENT = 'build-arg:';

/**
 * BuildKit, and so docker buildx (moby/buildkit, docs/attestations/slsa-definitions.md). With mode=max the Dockerfile is
 * in it, and the build arguments. Of a context that the client sent, the source is the client's word only.
 */
export const BUILDKIT: Producer = {
  id: 'buildkit',
  title: 'BuildKit',
  buildTypes: [V02, V1],
  reference: 'https://github.com/moby/buildkit/blob/master/docs/attestations/slsa-definitions.md',
  sourceSays:
    'With a git context BuildKit resolved the commit itself; with a local one the client says so (`vcs`).',
  wrote: (predicate) =>
    predicate.buildType === V02 || predicate.buildType === V1 || knownOnlyHere(predicate) !== undefined,
  read(predicate) {
    const { version, parameters, metadata } = predicate;
    const known = knownOnlyHere(predicate);
    const request = version === '1' ? at(parameters, 'request') : parameters;
    const args = textsAt(request, MAX_ARGS, 'args');
    const source = sourceOf(predicate, known);
    const infos = listAt(known, MAX_INFOS, 'source', 'infos').filter(isFields);
    const info = dockerfileInfo(infos);
    const dockerfile = dockerfileOf(predicate, infos[info], args);
    const steps = buildSteps(known, info);
    const platform = platformOf(predicate, args);
    return {
      ...(source === undefined ? {} : { source }),
      ...(dockerfile === undefined ? {} : { dockerfile }),
      ...(steps.length === 0 ? {} : { steps }),
      args: buildArguments(args),
      ...(platform === undefined ? {} : { platform }),
      ...(version === '1' ? saidOfItself(metadata) : {}),
    };
  },
};

/** What only BuildKit writes: source, layers, the client's word. */
function knownOnlyHere({ version, metadata }: Predicate): unknown {
  return version === '1' ? at(metadata, 'buildkit_metadata') : at(metadata, `${V02}#metadata`);
}

function sourceOf(
  { version, configSource, parameters }: Predicate,
  known: unknown,
): ProvenanceSource | undefined {
  const given = version === '1' ? at(parameters, 'configSource') : undefined;
  const uri = configSource?.uri ?? textAt(given, 'uri');
  const revision = configSource?.revision ?? revisionIn(textsAt(given, 16, 'digest'));
  const path = configSource?.path ?? textAt(given, 'path');
  const where = path === undefined ? {} : { path };
  if (uri !== undefined && revision !== undefined) {
    return { uri, revision, ...where, saidBy: 'builder', of: 'build' };
  }
  const clientUri = textAt(known, 'vcs', 'source');
  const clientRevision = textAt(known, 'vcs', 'revision');
  if (clientUri === undefined && clientRevision === undefined) return undefined;
  return {
    ...(clientUri === undefined ? {} : { uri: clientUri }),
    // buildx marks a checkout with changes that are not committed.
    ...(clientRevision === undefined ? {} : { revision: clientRevision.replace(/-dirty$/, '') }),
    ...where,
    saidBy: 'client',
    of: 'build',
  };
}

/** Index of the Dockerfile among the files that steps stand in. */
function dockerfileInfo(infos: readonly Fields[]): number {
  const found = infos.findIndex((one) => /^dockerfile/i.test(textAt(one, 'language') ?? ''));
  return Math.max(0, found);
}

function dockerfileOf(
  { configSource, parameters }: Predicate,
  info: Fields | undefined,
  args: ReadonlyMap<string, string>,
): ProducerFacts['dockerfile'] {
  const data = textAt(info, 'data');
  const text =
    data === undefined || data.length > MAX_DOCKERFILE * 2
      ? undefined
      : Buffer.from(data, 'base64').toString('utf8');
  const path =
    textAt(info, 'filename') ??
    args.get('filename') ??
    configSource?.path ??
    textAt(parameters, 'configSource', 'path');
  if (text === undefined && path === undefined) return undefined;
  return { ...(path === undefined ? {} : { path }), ...(text === undefined ? {} : { text }) };
}

function buildArguments(given: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const args = new Map<string, string>();
  for (const [key, value] of given) {
    if (key.startsWith(ARGUMENT)) args.set(key.slice(ARGUMENT.length), value);
  }
  return args;
}

/** What was built for: the qualifier of the subject's purl. The environment's platform is the builder's own. */
function platformOf({ subjects }: Predicate, args: ReadonlyMap<string, string>): string | undefined {
  for (const { name } of subjects) {
    const qualifier = /[?&]platform=([^&#]{1,200})/.exec(name)?.[1];
    if (qualifier !== undefined) return percentDecoded(qualifier);
  }
  const asked = args.get('platform');
  return asked?.includes(',') === false ? asked : undefined;
}

function saidOfItself(metadata: unknown): ProducerFacts {
  const parameters = flagAt(metadata, 'buildkit_completeness', 'request');
  const materials = flagAt(metadata, 'buildkit_completeness', 'resolvedDependencies');
  const reproducible = flagAt(metadata, 'buildkit_reproducible');
  return {
    completeness: {
      ...(parameters === undefined ? {} : { parameters }),
      ...(materials === undefined ? {} : { materials }),
    },
    ...(reproducible === undefined ? {} : { reproducible }),
  };
}

import { DEFAULT_LIMITS, type Limits } from '../base/limits.ts';
import { baseLink } from './base/base-link.ts';
import { givenBaseLink } from './base/given-link.ts';
import { bytesLink } from './bytes-link.ts';
import { certifiedSources } from './certified-source.ts';
import { kindOf } from './claim-kind.ts';
import { dockerfileLink } from './dockerfile-link.ts';
import { historyLink } from './history-link.ts';
import { joinLinks } from './join-links.ts';
import { levelOf } from './level.ts';
import { originOf } from './origin.ts';
import { type AssessedProvenance, assessProvenance } from './provenance/assess-provenance.ts';
import { imagesOfDockerfile } from './provenance/dockerfile-images.ts';
import { provenanceLink } from './provenance/provenance-link.ts';
import { rebuildLink } from './rebuild/rebuild-link.ts';
import { referenceLink } from './reference-link.ts';
import { sbomLink } from './sbom/sbom-link.ts';
import { signatureLink } from './signature/signature-link.ts';
import { dockerfileInSource } from './source/dockerfile-in-source.ts';
import { sourceLink } from './source-link.ts';
import { type Standing, standingOf } from './standing.ts';
import type { LinkName, Trace, TraceInput, TraceLink } from './trace-link.ts';

/** Traces an image as far as its bytes, its own claims and those given go. Judges nothing, looks nothing up. */
export function trace(input: TraceInput, limits: Limits = DEFAULT_LIMITS): Trace {
  const { image, explanation, layers, attested, source, rebuild } = input;
  const standings = (attested?.claims ?? []).map((claim) => standingOf(claim, image));
  const of = (kind: ReturnType<typeof kindOf>): readonly Standing[] =>
    standings.filter(({ claim }) => kindOf(claim) === kind);
  const counting = of('provenance').filter((one) => one.void === undefined);
  const assessed = counting.map((one) => assessProvenance(one, input, limits));
  const known = assessed.filter((one) => one !== undefined);
  const inProvenance = dockerfileLink(known);
  const dockerfile =
    source === undefined ? inProvenance : joinLinks(dockerfileInSource(source), inProvenance);
  const base = baseLink(
    explanation,
    known,
    dockerfile.status === 'verified' ? source?.fitted?.stage.from : undefined,
  );
  const { inheritedLabels: inherited } = explanation.base;
  const words = { image, ...(inherited === undefined ? {} : { inherited }) };
  const certified = certifiedSources(standings);
  const toSource = sourceLink(
    words,
    source === undefined ? undefined : { comparison: source, dockerfile: dockerfile.status },
    certified,
  );
  const images = new Set([
    ...known.flatMap(({ provenance }) => imagesOfDockerfile(provenance)),
    ...imagesInSource(source, known),
  ]);
  const named = [explanation.base.digest, ...known.map((one) => one.base?.digest)];
  const claimed = [...new Set(named.filter((digest) => digest !== undefined))];
  const given = input.bases === undefined ? undefined : givenBaseLink(input.bases, claimed);
  const onBase = given === undefined ? base.link : joinLinks(given, base.link);
  const unused = given?.status === 'missing' ? given.evidence : [];
  const links = [
    referenceLink(image, input.tagBefore),
    bytesLink(image, layers),
    historyLink(image, explanation),
    dockerfile,
    toSource,
    { ...onBase, evidence: [...onBase.evidence, ...unused, ...images] },
    attested === undefined
      ? unreadProvenance(input)
      : provenanceLink(
          known,
          of('provenance').filter((one) => one.void !== undefined),
          counting.filter((_, i) => assessed[i] === undefined),
        ),
    attested === undefined
      ? notLookedAt('signature', 'Signatures were not looked for.')
      : signatureLink(standings, image),
    attested === undefined
      ? notLookedAt('sbom', 'Lists of contents (SBOM) were not looked for.')
      : sbomLink(of('sbom'), input, limits),
    rebuild === undefined
      ? notLookedAt('rebuild', 'No rebuilt image was given to compare with.')
      : rebuildLink(rebuild.original, rebuild.rebuilt),
  ];
  const shown = links.map((link) => withNotes(link, attested?.notes ?? []));
  const origin = originOf({
    words,
    known,
    certified,
    source: { link: toSource, ...(source === undefined ? {} : { comparison: source }) },
  });
  return {
    level: levelOf(links, { baseByDigest: base.byDigest || given?.status === 'verified' }),
    links: shown,
    origin,
  };
}

/** The images that the Dockerfile of the source tree takes something from; provenances may say what they were. */
function imagesInSource(
  source: TraceInput['source'],
  known: readonly AssessedProvenance[],
): readonly string[] {
  if (source?.fitted === undefined) return [];
  const { text, alignment } = source.fitted;
  const materials = known.flatMap(({ provenance }) => provenance.materials);
  return imagesOfDockerfile({ dockerfile: { text }, args: alignment.args, materials });
}

/** What could not be looked for or read may have been a provenance or a signature. */
function withNotes(link: TraceLink, notes: readonly string[]): TraceLink {
  if (notes.length === 0 || (link.name !== 'provenance' && link.name !== 'signature')) return link;
  return { ...link, evidence: [...link.evidence, ...notes] };
}

function notLookedAt(name: LinkName, reason: string): TraceLink {
  return { name, status: 'missing', evidence: [], reason };
}

/** Where attestations were only counted. */
function unreadProvenance({ image: { attestations } }: TraceInput): TraceLink {
  if (attestations.length === 0) return notLookedAt('provenance', 'No attestation comes with the image.');
  return {
    name: 'provenance',
    status: 'claimed',
    evidence: attestations.map(({ digest }) => digest),
    reason:
      'The index holds an attestation for this image; "clearpull trace" reads and compares what it says.',
  };
}

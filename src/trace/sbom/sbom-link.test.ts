import { describe, expect, it } from 'vitest';
import { digestOf } from '../../base/digest.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import type { Inventory } from '../../explain/index.ts';
import type { LayerEntry } from '../../image/layer-facts.ts';
import { buildTree } from '../../image/tree/build-tree.ts';
import type { Standing } from '../standing.ts';
import { sbomLink } from './sbom-link.ts';

const BYTES = { sha256: 'a'.repeat(64), sha1: 'b'.repeat(40) };
const tree = buildTree([
  {
    diffId: digestOf(Buffer.of()),
    size: 0,
    unknowns: [],
    entries: [
      file('usr/bin/app', BYTES),
      file('etc/app.conf', { sha256: BYTES.sha256 }),
      { ...file('bin', {}), kind: 'symlink', target: 'usr/bin' },
    ],
  },
]);

function file(path: string, digests: Pick<LayerEntry, 'sha256' | 'sha1'>): LayerEntry {
  return { path, kind: 'file', size: 1, mode: 0o644, uid: 0, gid: 0, ...digests };
}

const packages: Inventory = {
  all: [
    { manager: 'dpkg', name: 'base-files', version: '12.4+deb12u5' },
    { manager: 'dpkg', name: 'libc6:amd64', version: '1:2.36-9' },
  ],
  notes: [],
};
const ALIKE = [
  'pkg:deb/debian/base-files@12.4%2Bdeb12u5?arch=amd64&distro=debian-12',
  'pkg:deb/debian/libc6@1%3A2.36-9?arch=amd64',
];

function spdx(purls: readonly string[]): object {
  const packages_ = purls.map((referenceLocator) => ({
    name: 'x',
    externalRefs: [
      { referenceType: 'cpe23Type', referenceLocator: 'cpe:2.3:a:x' },
      { referenceType: 'purl', referenceLocator },
    ],
  }));
  return { spdxVersion: 'SPDX-2.3', packages: packages_ };
}

function cyclonedx(purls: readonly string[]): object {
  const [first, ...rest] = purls.map((purl) => ({ type: 'library', purl }));
  return { bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ ...first, components: rest }] };
}

function standing(contents: object, more: Partial<Standing> = {}): Standing {
  return {
    claim: { where: 'it', contents },
    about: { names: 'manifest', notes: [] },
    verified: false,
    ...more,
  };
}

function link(contents: object, { of = packages, verified = false, limits = DEFAULT_LIMITS } = {}) {
  const { status, evidence } = sbomLink([standing(contents, { verified })], { packages: of, tree }, limits);
  return { status, evidence: evidence.join('\n') };
}

describe('the list of contents', () => {
  it.each([
    ['SPDX', spdx],
    ['CycloneDX', cyclonedx],
  ])('of %s agrees when it has the packages that are there, in their versions', (_, write) => {
    expect(link(write(ALIKE))).toMatchObject({
      status: 'claimed',
      evidence: expect.stringContaining('2 alike'),
    });
    expect(link(write(ALIKE), { verified: true }).status).toBe('verified');
    const absent = link(write([...ALIKE, 'pkg:deb/debian/curl@7.88.1']));
    expect(absent.status).toBe('contradicted');
    expect(absent.evidence).toContain('listed but absent: dpkg curl 7.88.1');
    const unlisted = link(write(ALIKE.slice(0, 1)));
    expect(unlisted.status).toBe('contradicted');
    expect(unlisted.evidence).toContain('present but unlisted: dpkg libc6 1:2.36-9');
    const other = link(write([ALIKE[0] as string, 'pkg:deb/debian/libc6@1%3A2.36-8']));
    expect(other.status).toBe('contradicted');
    expect(other.evidence).toContain('another version: dpkg libc6: listed 1:2.36-8, in the image 1:2.36-9');
  });

  it('is not verified where it leaves a kind of package out, and says so', () => {
    const other = link(spdx(['pkg:swift/example.com/x@1.0', 'nonsense']), { verified: true });
    expect(other.status).toBe('claimed');
    expect(other.evidence).toContain('it lists no package of dpkg');
    expect(other.evidence).toContain('not compared, as of other kinds: 2 packages');
  });

  it('contradicts nothing where a database could not be read', () => {
    const of = { all: [], notes: ['/var/lib/dpkg/status was too large'] };
    expect(link(spdx(ALIKE), { of, verified: true }).status).toBe('claimed');
  });

  it('is read within a limit, and what is cut off contradicts nothing', () => {
    const limits = { ...DEFAULT_LIMITS, maxListedPackages: 1 };
    const cut = link(spdx(ALIKE), { limits, verified: true });
    expect(cut.status).toBe('claimed');
    expect(cut.evidence).toContain('maxListedPackages=');
  });

  it('of files contradicts where the bytes are others, and remarks those that are not there', () => {
    const listed = (digests: object, name = './usr/bin/app') => ({
      spdx: { ...spdx(ALIKE), files: [{ fileName: name, checksums: checksums(digests) }] },
      cyclonedx: {
        ...cyclonedx(ALIKE),
        components: [
          ...(cyclonedx(ALIKE) as { components: object[] }).components,
          { type: 'file', name: `/${name.replace('./', '')}`, hashes: hashes(digests) },
        ],
      },
    });
    const checksums = (of: object) =>
      Object.entries(of).map(([algorithm, checksumValue]) => ({ algorithm, checksumValue }));
    const hashes = (of: object) =>
      Object.entries(of).map(([alg, content]) => ({ alg: alg.replace('SHA', 'SHA-'), content }));
    for (const format of ['spdx', 'cyclonedx'] as const) {
      const same = link(listed({ SHA1: 'c'.repeat(40), SHA256: BYTES.sha256.toUpperCase() })[format], {
        verified: true,
      });
      expect(same).toMatchObject({
        status: 'verified',
        evidence: expect.stringContaining('1 file with digests, 1 alike'),
      });
      expect(link(listed({ SHA1: BYTES.sha1 }, 'bin/app')[format], { verified: true }).status).toBe(
        'verified',
      );
      for (const digests of [{ SHA256: 'd'.repeat(64) }, { SHA1: 'd'.repeat(40) }]) {
        const other = link(listed(digests)[format]);
        expect(other.status).toBe('contradicted');
        expect(other.evidence).toContain('another file: /usr/bin/app: listed sha');
      }
      const absent = link(listed({ SHA256: BYTES.sha256 }, 'usr/bin/other')[format], { verified: true });
      expect(absent.status).toBe('claimed');
      expect(absent.evidence).toContain('listed, not seen in the image: /usr/bin/other');
      const unknown = link(listed({ SHA1: BYTES.sha1 }, 'etc/app.conf')[format], { verified: true });
      expect(unknown.evidence).toContain('the digests of 1 file are of other kinds');
      // syft's zeros: it did not hash that one.
      expect(link(listed({ SHA1: '0'.repeat(40) })[format], { verified: true }).status).toBe('verified');
    }
    const many = {
      ...spdx(ALIKE),
      files: ['a', 'b'].map((fileName) => ({ fileName, checksums: checksums({ SHA256: 'e' }) })),
    };
    const cut = link(many, { limits: { ...DEFAULT_LIMITS, maxListedFiles: 1 } });
    expect(cut.evidence).toContain('maxListedFiles=');
  });

  it('of languages is remarked and contradicts nothing, as they show only in part', () => {
    const of: Inventory = {
      all: [
        ...packages.all,
        { manager: 'rpm', name: 'curl', version: '7.50.3-1.fc25' },
        { manager: 'pip', name: 'typing-extensions', version: '4.12.2' },
        { manager: 'npm', name: '@scope/name', version: '' },
        { manager: 'gem', name: 'rack', version: '3.1.7' },
        { manager: 'go', name: 'github.com/fxamacker/cbor/v2', version: 'v2.8.0' },
        { manager: 'go', name: 'stdlib', version: '1.26.8' },
        { manager: 'rust', name: 'serde', version: '1.0.0' },
        { manager: 'java', name: 'org.example:lib', version: '2.0' },
      ],
      notes: [],
    };
    const alike = [
      ...ALIKE,
      'pkg:rpm/fedora/curl@7.50.3-1.fc25?arch=i386&epoch=1',
      'pkg:pypi/Typing_Extensions@4.12.2',
      'pkg:npm/%40scope/name@1.2.3',
      'pkg:gem/rack@3.1.7',
      'pkg:golang/github.com/fxamacker/cbor@v2.8.0#v2',
      'pkg:golang/stdlib@go1.26.8',
      'pkg:cargo/serde@1.0.0',
      'pkg:maven/org.example/lib@2.0?type=jar',
    ];
    expect(link(spdx(alike), { of, verified: true })).toMatchObject({
      status: 'verified',
      evidence: expect.stringContaining('10 packages compared, 10 alike'),
    });
    const other = [
      ...alike.filter((purl) => !purl.includes('stdlib')),
      'pkg:gem/rails@7.0.0',
      'pkg:cargo/serde@2.0.0',
    ];
    const remarked = link(spdx(other), { of, verified: true });
    expect(remarked.status).toBe('claimed');
    expect(remarked.evidence).toContain('listed, not seen in the image: gem rails 7.0.0');
    expect(remarked.evidence).toContain('seen in the image, not listed: go stdlib 1.26.8');
    expect(remarked.evidence).toContain(
      'another version is seen: rust serde: listed 1.0.0, 2.0.0, in the image 1.0.0',
    );
    const rpm = link(spdx(alike.map((purl) => purl.replace('7.50.3-1', '7.50.3-2'))), { of });
    expect(rpm.status).toBe('contradicted');
  });

  it('that is void, or of no known form, says nothing', () => {
    expect(
      sbomLink([standing({}, { void: 'it is about another image' })], { packages, tree }, DEFAULT_LIMITS),
    ).toMatchObject({
      status: 'contradicted',
      evidence: ['it is about another image'],
    });
    for (const odd of [{}, { packages: 7 }, { bomFormat: 'CycloneDX', components: [null, 7, { purl: 1 }] }]) {
      expect(link(odd).status).toBe('claimed');
    }
  });
});

import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import type { Packages } from '../../explain/index.ts';
import type { Standing } from '../standing.ts';
import { sbomLink } from './sbom-link.ts';

const packages: Packages = {
  byKey: new Map([
    ['dpkg base-files', { manager: 'dpkg', name: 'base-files', version: '12.4+deb12u5' }],
    ['dpkg libc6:amd64', { manager: 'dpkg', name: 'libc6:amd64', version: '1:2.36-9' }],
  ]),
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
  const { status, evidence } = sbomLink([standing(contents, { verified })], of, limits);
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
    const other = link(spdx(['pkg:golang/example.com/x@1.0', 'nonsense']), { verified: true });
    expect(other.status).toBe('claimed');
    expect(other.evidence).toContain('it lists no package of dpkg');
    expect(other.evidence).toContain('2 packages of other kinds were not compared');
  });

  it('contradicts nothing where a database could not be read', () => {
    const of = { byKey: new Map(), notes: ['/var/lib/dpkg/status was too large'] };
    expect(link(spdx(ALIKE), { of, verified: true }).status).toBe('claimed');
  });

  it('is read within a limit, and what is cut off contradicts nothing', () => {
    const limits = { ...DEFAULT_LIMITS, maxListedPackages: 1 };
    const cut = link(spdx(ALIKE), { limits, verified: true });
    expect(cut.status).toBe('claimed');
    expect(cut.evidence).toContain('maxListedPackages=');
  });

  it('that is void, or of no known form, says nothing', () => {
    expect(
      sbomLink([standing({}, { void: 'it is about another image' })], packages, DEFAULT_LIMITS),
    ).toMatchObject({
      status: 'contradicted',
      evidence: ['it is about another image'],
    });
    for (const odd of [{}, { packages: 7 }, { bomFormat: 'CycloneDX', components: [null, 7, { purl: 1 }] }]) {
      expect(link(odd).status).toBe('claimed');
    }
  });
});

import { describe, expect, it } from 'vitest';
import { buildImage } from '../../testkit/image.ts';
import { BUILT, buildkitProvenance, REVISION } from '../../testkit/provenance.ts';
import { traceInput } from '../../testkit/traced-image.ts';
import type { Claim } from './claim.ts';
import type { CertifiedBuild, SignatureResult } from './signature/result.ts';
import { readStatement } from './statement/statement.ts';
import { trace } from './trace.ts';
import type { LinkName } from './trace-link.ts';

const built = buildImage(BUILT);
const input = traceInput(built);

const SIGNED = { form: 'unchecked', format: 'x' } as const;
const BY = { kind: 'certificate', identity: 'ci@example.com', issuer: 'https://example.com' } as const;
const VERIFIED: SignatureResult = { status: 'verified', signer: BY, notes: [] };

/** A provenance about the image, `signature` on it. */
function claim(signature?: SignatureResult, changes: Parameters<typeof buildkitProvenance>[1] = {}): Claim {
  const statement = readStatement(buildkitProvenance(built, changes), 'it', 10);
  return { where: 'it', statement, ...(signature === undefined ? {} : { material: SIGNED, signature }) };
}

function traced(...claims: readonly Claim[]) {
  const { level, links } = trace({ ...input, attested: { claims, notes: [] } });
  const of = (name: LinkName) => links.find((one) => one.name === name);
  const statuses = (['dockerfile', 'base', 'provenance', 'signature'] as const).map(
    (name) => of(name)?.status,
  );
  return { level, statuses: statuses.join(' '), of };
}

describe('claims about an image', () => {
  it('are claims as long as nobody that was asked for signed them', () => {
    expect(traced()).toMatchObject({ level: 'T1', statuses: 'missing claimed missing missing' });
    expect(traced(claim())).toMatchObject({ level: 'T2', statuses: 'claimed claimed claimed missing' });
    for (const signature of [
      { status: 'unchecked', why: 'no root' },
      { status: 'unnamed', signer: BY, notes: [] },
    ] as const) {
      expect(traced(claim(signature))).toMatchObject({
        level: 'T2',
        statuses: 'claimed claimed claimed claimed',
      });
    }
  });

  it('are verified when they are signed by whom was asked for, and name that signer', () => {
    const { level, statuses, of } = traced(claim(VERIFIED));
    expect({ level, statuses }).toEqual({ level: 'T3', statuses: 'verified claimed verified verified' });
    const signer = { by: 'signer', who: 'ci@example.com (by https://example.com)' };
    expect(of('provenance')?.vouchedBy).toEqual([signer, { by: 'client' }]);
    expect(of('signature')?.vouchedBy).toEqual([signer]);
  });

  it('are held against the run that the certificate of their signer names', () => {
    const signedIn = (build: CertifiedBuild): SignatureResult => ({
      status: 'verified',
      signer: { ...BY, build },
      notes: [],
    });
    const own = { repository: 'https://git.example.com/app', revision: REVISION, runner: 'self-hosted' };
    const agreeing = traced(claim(signedIn(own), { gitContext: true }));
    expect(agreeing).toMatchObject({ level: 'T3', statuses: 'verified claimed verified verified' });
    expect(agreeing.of('source')).toMatchObject({
      status: 'claimed',
      vouchedBy: [{ by: 'signer' }, { by: 'label' }],
    });
    expect(agreeing.of('signature')?.evidence.join()).toContain('on a runner that is self-hosted');
    const later = traced(claim(signedIn({ ...own, revision: 'f'.repeat(40) }), { gitContext: true }));
    expect(later.of('source')).toMatchObject({ status: 'contradicted' });
    expect(later.of('provenance')).toMatchObject({
      status: 'contradicted',
      reason: expect.stringContaining('certificate'),
    });
    // A run of another repository may have built this source: it confirms nothing, and contradicts nothing.
    const elsewhere = traced(
      claim(signedIn({ ...own, repository: 'https://git.example.com/builds' }), { gitContext: true }),
    );
    expect(elsewhere.statuses).toBe('verified claimed claimed verified');
    expect(elsewhere.of('source')).toMatchObject({ status: 'claimed', vouchedBy: [{ by: 'label' }] });
  });

  it('let a certificate vouch for a source only where nothing says that another one was built', () => {
    const plain = buildImage({ ...BUILT, config: { Cmd: ['/app'] } });
    const repository = 'https://git.example.com/builds';
    const signature: SignatureResult = {
      status: 'verified',
      signer: { ...BY, build: { repository } },
      notes: [],
    };
    const sources = (one: Partial<Claim>) =>
      trace({
        ...traceInput(plain),
        attested: { claims: [{ where: 'it', material: SIGNED, signature, ...one }], notes: [] },
      }).origin.sources.map(({ value, status }) => `${status} ${value}`);
    expect(sources({ signs: plain.manifest.digest })).toEqual([`verified ${repository}`]);
    const statement = readStatement(buildkitProvenance(plain, { gitContext: true }), 'it', 10);
    expect(sources({ statement })).toContain(`claimed ${repository}`);
  });

  it('that are void are said, and contradict only what nothing else speaks for', () => {
    const failed = claim({ status: 'failed', why: 'it does not hold' });
    expect(traced(failed)).toMatchObject({
      level: 'T1',
      statuses: 'missing claimed contradicted contradicted',
    });
    const beside = traced(failed, claim(VERIFIED));
    expect(beside).toMatchObject({ level: 'T3', statuses: 'verified claimed verified verified' });
    expect(beside.of('provenance')?.evidence).toContain('it: it does not hold');
    const unsigned = traced(failed, claim());
    expect(unsigned.statuses).toBe('claimed claimed claimed contradicted');
  });

  it('contradict the image even when another one, signed, agrees', () => {
    const other = claim(undefined, { platform: 'linux/arm64' });
    expect(traced(claim(VERIFIED), other)).toMatchObject({
      level: 'T2',
      statuses: 'verified claimed contradicted verified',
    });
  });

  it('of a version that is not known leave the link missing, and say so', () => {
    const known = claim();
    const statement = { ...known.statement, predicateType: 'https://slsa.dev/provenance/v9' };
    const { of } = traced({ ...known, statement } as Claim);
    expect(of('provenance')).toMatchObject({ status: 'missing' });
    expect(of('provenance')?.evidence.join()).toContain('https://slsa.dev/provenance/v9');
  });

  it('that could not be had at all are told beside those that could', () => {
    const { links } = trace({ ...input, attested: { claims: [], notes: ['It could not be had.'] } });
    const told = links
      .filter(({ evidence }) => evidence.includes('It could not be had.'))
      .map(({ name }) => name);
    expect(told).toEqual(['provenance', 'signature']);
  });

  it('that cannot be read, wherever they were found, are not lost', () => {
    const { of } = traced({ where: 'it', broken: 'it is not JSON' });
    expect(of('provenance')).toMatchObject({ status: 'contradicted', evidence: ['it is not JSON'] });
  });

  it('say where it comes from, and count only as far as the provenance does', () => {
    const words = (...claims: readonly Claim[]) => {
      const { sources, builders } = trace({ ...input, attested: { claims, notes: [] } }).origin;
      return [sources, builders].map((named) =>
        named.map(({ status, by }) => `${status} ${by.by}`).join(', '),
      );
    };
    const git = { gitContext: true } as const;
    expect(words(claim(undefined, git))).toEqual([
      'claimed attestation, claimed label',
      'claimed attestation',
    ]);
    expect(words(claim(VERIFIED, git))).toEqual(['verified signer, claimed label', 'verified signer']);
    // The builder only passes on what its client said, however well that is signed.
    expect(words(claim(VERIFIED))).toEqual(['claimed client, claimed label', 'verified signer']);
    // What does not fit the image vouches for nothing.
    const other = claim(VERIFIED, { ...git, uri: 'https://git.example.com/other.git' });
    expect(words(other)).toEqual(['claimed signer, claimed label', 'claimed signer']);
    expect(words(claim({ status: 'failed', why: 'x' }, git))).toEqual(['claimed label', '']);
  });
});

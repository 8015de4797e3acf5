import { describe, expect, it } from 'vitest';
import type { CertifiedBuild } from '../signature/result.ts';
import { checkCertificate } from './check-certificate.ts';
import type { Provenance, ProvenanceSource } from './provenance.ts';

const COMMIT = 'c0ffee'.padEnd(40, '0');
const WORKFLOW = 'https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1';
const RUN = 'https://github.com/acme/app/actions/runs/7/attempts/2';
const BUILD: CertifiedBuild = {
  repository: 'https://github.com/acme/app',
  revision: COMMIT,
  signer: WORKFLOW,
  config: WORKFLOW,
  runner: 'github-hosted',
  run: RUN,
};

function results(
  { source, builder }: { source?: Partial<ProvenanceSource>; builder?: string },
  build: CertifiedBuild = BUILD,
): string {
  const provenance = {
    ...(source && { source: { saidBy: 'builder', of: 'workflow', ...source } }),
    ...(builder && { builder }),
  } as Provenance;
  const checks = checkCertificate(provenance, build);
  expect(checks.every(({ about }) => about === 'certificate')).toBe(true);
  return checks.map(({ result }) => result).join(' ');
}

describe('a provenance held against the certificate that it is signed with', () => {
  it('agrees where both name one repository and commit', () => {
    const uri = 'git+https://github.com/Acme/app@refs/tags/v1';
    expect(results({ source: { uri, revision: COMMIT } })).toBe('agrees agrees');
    expect(results({ source: { uri, revision: COMMIT.replace('c', 'd') } })).toBe('agrees differs');
  });

  it('cannot be from another repository than the run, but may be about another source', () => {
    const uri = 'https://github.com/acme/other';
    expect(results({ source: { uri, revision: COMMIT } })).toBe('differs');
    expect(results({ source: { uri, revision: COMMIT, of: 'build' } })).toBe('apart');
  });

  it.each([
    [WORKFLOW, 'agrees'],
    ['https://github.com/acme/app/.github/workflows/other.yml@refs/tags/v1', 'differs'],
    ['https://github.com/acme/app/.github/workflows/release.yml@refs/heads/side', 'differs'],
    [RUN, 'agrees'],
    ['https://github.com/acme/app/actions/runs/7', 'agrees'],
    ['https://github.com/acme/app/actions/runs/71', 'differs'],
    ['https://github.com/actions/runner/github-hosted', 'agrees'],
    ['https://github.com/actions/runner/self-hosted', 'differs'],
    ['https://ci.example.com/builder', ''],
  ])('names the builder %s: %s', (builder, result) => {
    expect(results({ builder })).toBe(result);
  });

  it('is not held against what the certificate does not say', () => {
    expect(results({ source: { uri: 'https://github.com/acme/other' }, builder: WORKFLOW }, {})).toBe('');
  });
});

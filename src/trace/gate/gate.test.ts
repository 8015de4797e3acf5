import { describe, expect, it } from 'vitest';
import {
  LINK_NAMES,
  type LinkName,
  type LinkStatus,
  type Named,
  type Trace,
  type TraceLevel,
} from '../trace-link.ts';
import { type Expectation, gateOf } from './gate.ts';
import { builderMatcher, sourceMatcher, sourcePatternProblem } from './source-pattern.ts';

const SIGNED: Named = { value: 'https://git.example.com/acme/app', status: 'verified', by: { by: 'signer' } };
const LABELLED: Named = { ...SIGNED, status: 'claimed', by: { by: 'label' } };

function traced(
  level: TraceLevel,
  statuses: Partial<Record<LinkName, LinkStatus>> = {},
  origin: Partial<Trace['origin']> = {},
): Trace {
  return {
    level,
    links: LINK_NAMES.map((name) => ({
      name,
      status: statuses[name] ?? 'missing',
      evidence: [],
      reason: `why ${name}.`,
    })),
    origin: { sources: [], builders: [], ...origin },
  };
}

function unmet(trace: Trace, expected: Expectation): readonly string[] {
  return gateOf(trace, expected).unmet.map(({ text }) => text);
}

const LINKED = { history: 'claimed', base: 'claimed', source: 'claimed', dockerfile: 'claimed' } as const;

describe('a gate on a trace', () => {
  it('is passed at the level asked for and above', () => {
    expect(unmet(traced('T2', LINKED), { level: 'T2' })).toEqual([]);
    expect(unmet(traced('T2', LINKED), { level: 'T1' })).toEqual([]);
  });

  it('names the links that keep it below the level', () => {
    const gate = gateOf(traced('T2', { ...LINKED, signature: 'claimed' }), { level: 'T3' });
    expect(gate.unmet).toEqual([
      {
        what: 'level',
        text: 'It is traceable to T2, and T3 was asked for. What falls short: provenance (missing), signature (claimed), bytes (missing).',
        links: ['provenance', 'signature', 'bytes'],
      },
    ]);
    // The base is there, but without a digest.
    expect(gateOf(traced('T0', LINKED), { level: 'T1' }).unmet[0]?.links).toEqual(['base']);
  });

  it('is never passed with a contradiction, whatever was asked for', () => {
    const trace = traced('T2', { ...LINKED, sbom: 'contradicted' }, { sources: [SIGNED] });
    for (const expected of [{ level: 'T1' }, { sources: ['**'] }] as const) {
      expect(unmet(trace, expected)).toEqual(['The link sbom is contradicted: why sbom.']);
    }
  });

  it('takes a source or a builder only from somebody who vouches for it, unless a claim is said to be enough', () => {
    const asked = { sources: ['git.example.com/acme/*'] };
    expect(unmet(traced('T2', LINKED, { sources: [LABELLED, SIGNED] }), asked)).toEqual([]);
    const labelled = traced('T2', LINKED, { sources: [LABELLED], builders: [LABELLED] });
    expect(unmet(labelled, asked).join()).toMatch(
      /^The source https:.*app is only claimed: a provenance signed/,
    );
    expect(unmet(labelled, { ...asked, acceptClaimed: true })).toEqual([]);
    expect(unmet(labelled, { builders: ['https://git.example.com/**'] }).join()).toMatch(
      /^The builder .* only claimed/,
    );
    expect(unmet(labelled, { builders: ['https://git.example.com/**'], acceptClaimed: true })).toEqual([]);
  });

  it('says which source it is, and that there is none', () => {
    const other = { ...SIGNED, value: 'https://git.example.com/mallory/app' };
    const asked = { sources: ['git.example.com/acme/*', 'git.example.com/other'] };
    expect(unmet(traced('T2', LINKED, { sources: [other] }), asked)).toEqual([
      'The source is https://git.example.com/mallory/app, which is not what was asked for.',
    ]);
    expect(unmet(traced('T2', LINKED), asked)).toEqual(['Nothing names a source.']);
    expect(unmet(traced('T2', LINKED), { builders: ['**'] })).toEqual(['Nothing names a builder.']);
  });
});

describe('a pattern of sources', () => {
  it('matches an address however it is written', () => {
    const matches = sourceMatcher('https://github.com/Acme/app.git');
    for (const uri of [
      'github.com/acme/app',
      'git+https://github.com/acme/app@refs/heads/main',
      'git@github.com:acme/app.git',
      'https://user:pass@github.com/acme/app.git#refs/tags/v1:sub',
    ]) {
      expect(matches(uri), uri).toBe(true);
    }
  });

  it('matches whole names only', () => {
    for (const [pattern, uri] of [
      ['github.com/acme/*', 'https://github.com/acme/app/more'],
      ['github.com/acme/*', 'https://github.com/acme-evil/app'],
      ['github.com/acme/*', 'https://github.com.example.com/acme/app'],
      ['github.com/acme/*', 'https://example.com/github.com/acme/app'],
      ['github.com/acme/app', 'https://github.com/acme/app2'],
    ] as const) {
      expect(sourceMatcher(pattern)(uri), `${pattern} ${uri}`).toBe(false);
    }
    expect(sourceMatcher('github.com/acme/**')('https://github.com/acme/group/app')).toBe(true);
    expect(sourceMatcher('**')('https://github.com/acme/app')).toBe(true);
  });

  it('is refused where it would not mean what it says', () => {
    expect(sourcePatternProblem('github.com/acme/ap?')).toContain('"?"');
    expect(sourcePatternProblem('github.com/acme/app#main')).toContain('"#"');
    expect(sourcePatternProblem('https://')).toBe('names no repository');
    expect(sourcePatternProblem('github.com/acme/*')).toBeUndefined();
  });
});

describe('a pattern of builders', () => {
  it('leaves out the version unless it names one', () => {
    const id = 'https://github.com/acme/ci/.github/workflows/build.yml@refs/tags/v1';
    expect(builderMatcher('https://github.com/acme/ci/.github/workflows/build.yml')(id)).toBe(true);
    expect(builderMatcher('https://github.com/acme/ci/.github/workflows/build.yml@refs/tags/*')(id)).toBe(
      true,
    );
    expect(builderMatcher('https://github.com/acme/ci/.github/workflows/build.yml@refs/heads/**')(id)).toBe(
      false,
    );
    expect(builderMatcher('https://github.com/acme/*')(id)).toBe(false);
  });
});

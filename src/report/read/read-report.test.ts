import { describe, expect, it } from 'vitest';
import {
  honestAssessment,
  hostileAssessment,
  minerAssessment,
  suppressedAssessment,
  testAssessment,
} from '../../../testkit/assessment.ts';
import type { Assessment } from '../../assess/assessment.ts';
import { ClearpullError } from '../../base/errors.ts';
import type { StartStep } from '../../explain/explanation.ts';
import { FORMATS, type ReportInput, renderQuietReport, renderReport } from '../index.ts';
import { renderJson } from '../json.ts';
import { jsonDepth } from './json-depth.ts';
import { readReport } from './read-report.ts';

const CONTEXT = {
  toolVersion: '0.9.7',
  rulesetVersion: '3',
  checkedAt: '2026-11-24T03:30:00.000Z',
  durationMs: 812,
};

function one(assessment: Assessment): ReportInput {
  return { assessments: [assessment], failed: [], several: false };
}

/** Everything that was added to the form since its first version. */
const told = testAssessment({
  reference: 'a/told:1',
  lines: [
    { text: 'COPY app /app', size: 1 },
    { text: 'ENV A=b', size: 1 },
  ],
  startChain: [
    {
      what: '/app/x',
      command: '/app/x',
      kind: 'elf',
      path: '/app/x',
      file: 'CMD',
      layer: 0,
      says: 'Go program example.com/x v1.2.3',
      elf: {
        linked: 'static',
        libraries: [],
        language: 'go',
        build: {
          language: 'go',
          compiler: 'go1.26.8',
          package: 'example.com/x',
          module: 'example.com/x',
          version: 'v1.2.3',
          revision: 'abc',
          time: '2026-09-01T12:00:00Z',
          modified: false,
          dependencies: ['example.org/y@v1.0.0'],
          moreDependencies: 2,
          problem: 'cut off',
        },
      },
      children: [],
    },
  ],
});
const WITH_ACCOUNTING: Assessment = {
  ...told,
  explanation: {
    ...told.explanation,
    instructions: told.explanation.instructions.map((instruction) => ({
      ...instruction,
      mismatches: [
        {
          kind: 'files-outside-destination',
          weight: 'contradiction',
          text: 'holds 4 files outside /app',
          count: 4,
          paths: ['/usr/sbin/sshd', '/a', '/b', '/c'],
        },
        { kind: 'made-no-layer', weight: 'information', text: 'made no layer', count: 0, paths: [] },
      ],
    })),
  },
  accounting: {
    total: 3,
    accounted: 1,
    withoutDigest: 0,
    changed: 1,
    unlisted: 1,
    databases: [{ kind: 'dpkg', packages: 1, programs: 1 }],
    changedFiles: [
      { path: '/bin/c', kind: 'program', size: 1, layer: 0, atStart: false, why: 'Package x lists it.' },
    ],
    unaccounted: [
      {
        path: '/app/x.jar',
        kind: 'archive',
        size: 1,
        layer: 1,
        atStart: true,
        why: 'No package of the image lists it.',
        says: 'Java archive g:a:1',
      },
    ],
    source: { programs: 1, files: [{ path: '/app/x', source: 'bin/x' }] },
    notes: ['odd'],
  },
};

const odd = testAssessment({ reference: 'a/b:1', lines: [{ text: 'RUN x', size: 1 }] });

const INPUTS: readonly (readonly [string, ReportInput])[] = [
  ['an honest image', one(honestAssessment())],
  ['a miner', one(minerAssessment())],
  ['a hostile image', one(hostileAssessment())],
  ['suppressed findings', one(suppressedAssessment())],
  ['what accounts for programs, and what does not fit', one(WITH_ACCOUNTING)],
  [
    'an image without platform, with a slash in it, from an index',
    one({
      ...odd,
      image: {
        ...odd.image,
        indexDigest: odd.image.digest,
        platform: { os: '', architecture: 'a/b', variant: 'v7' },
      },
    }),
  ],
  ['an image with nothing in it', one(testAssessment({ reference: 'a/b:1', lines: [] }))],
  [
    'a plain root file system, with notes',
    one({
      ...odd,
      image: { ...odd.image, bare: 'folder', hasManifest: false, platform: { os: '', architecture: '' } },
      coverage: { ...odd.coverage, notes: ['Read so.'] },
    }),
  ],
  [
    'an image with known images below it, and a claim that they contradict',
    one({
      ...odd,
      explanation: {
        ...odd.explanation,
        base: {
          name: 'alpine:\x1b[1m',
          claimedBy: 'annotation',
          claim: { verdict: 'contradicted', why: 'It begins with `|<x>\u202e.' },
          chain: [
            {
              name: 'docker.io/library/debian:bookworm-20260908-slim',
              alsoTagged: ['bookworm-slim', '`|<b>'],
              layers: 1,
              matchedBy: 'diff-ids',
              covers: 'lowest-layers',
              digest: odd.image.digest,
              created: '2026-09-08',
              newer: 2,
              source: {
                repository: 'https://example.com/a.git',
                commit: 'a'.repeat(40),
                path: 'x',
                by: 'tag',
              },
              seen: '2026-10-01',
            },
            {
              name: 'ghcr.io/acme/base',
              alsoTagged: [],
              layers: 1,
              matchedBy: 'blobs',
              covers: 'all-layers',
              newer: 0,
              seen: '2026-10-01',
            },
          ],
          inheritedLabels: ['a', '<b>'],
        },
      },
      accounting: {
        total: 2,
        accounted: 2,
        withoutDigest: 0,
        changed: 0,
        unlisted: 0,
        databases: [],
        base: { name: 'docker.io/library/debian:bookworm-20260908-slim', layers: 1, programs: 2, alone: 1 },
        changedFiles: [],
        unaccounted: [],
        notes: [],
      },
    }),
  ],
  [
    'an image whose programs were accounted for',
    one({
      ...odd,
      accounting: {
        total: 3,
        accounted: 1,
        withoutDigest: 1,
        changed: 1,
        unlisted: 1,
        databases: [{ kind: 'dpkg', packages: 1, programs: 2 }],
        changedFiles: [
          { path: '/bin/a\x1b[1m', kind: 'program', size: 3, layer: 0, atStart: true, why: 'Other.' },
        ],
        unaccounted: [{ path: '/b`|<x>', kind: 'script', size: 0, layer: 0, atStart: false, why: 'Nobody.' }],
        notes: ['Odd: \u202e.'],
      },
    }),
  ],
  [
    'several, of which one failed',
    {
      assessments: [honestAssessment(), minerAssessment(), suppressedAssessment()],
      failed: [{ target: 'gone:\x1b[1m', code: 'target-not-found', message: 'None.', hint: 'Look.' }],
      several: true,
    },
  ],
  [
    'several, all of which failed',
    { assessments: [], failed: [{ target: 'a', code: 'usage', message: 'b' }], several: true },
  ],
];

describe.each(INPUTS)('the saved report of %s', (_, input) => {
  const saved = readReport(renderJson(input, CONTEXT), 'r.json');

  it.each(FORMATS)('gives the same %s as the check itself', async (format) => {
    for (const options of [{}, { verbose: true, showSuppressed: true, columns: 100, color: true }]) {
      expect(await renderReport(format, saved.input, saved.context, options)).toBe(
        await renderReport(format, input, CONTEXT, options),
      );
    }
  });

  it('gives the same in quiet', async () => {
    expect(await renderQuietReport(saved.input)).toBe(await renderQuietReport(input));
  });
});

function problem(value: unknown): string {
  try {
    readReport(typeof value === 'string' ? value : JSON.stringify(value), 'r.json');
  } catch (error) {
    expect(error).toBeInstanceOf(ClearpullError);
    expect((error as ClearpullError).code).toBe('usage');
    return (error as ClearpullError).message;
  }
  throw new Error('it was read');
}

/** The JSON report of a miner, with something changed in it. */
function changed(change: (report: Record<string, never>) => void): unknown {
  const report = JSON.parse(renderJson(one(minerAssessment()), CONTEXT)) as Record<string, never>;
  change(report);
  return report;
}

interface Nested {
  readonly findings: readonly [{ readonly evidence: readonly [object] }];
}

type Loose = Record<string, Record<string, unknown>[]> & Record<string, Record<string, unknown>>;

describe('readReport', () => {
  it('reads what an older 1.0 wrote, which had less in it', () => {
    const report = changed((value) => {
      const { image, findings } = value as unknown as Loose;
      Object.assign(value, { schemaVersion: '1.0.0', suppressed: undefined, suppressionNotes: undefined });
      Object.assign(image as object, { os: undefined, architecture: undefined });
      for (const finding of findings as unknown as object[])
        Object.assign(finding, { fingerprint: undefined });
    });
    const { input } = readReport(JSON.stringify(report), 'r.json');
    expect(renderJson(input, CONTEXT)).toBe(renderJson(one(minerAssessment()), CONTEXT));
  });

  it.each([
    ['nothing', '', /is not JSON/],
    ['a list', [], /is no report/],
    ['null', 'null', /is no report/],
    ['other JSON', { version: '2.1.0' }, /has no schemaVersion/],
    ['a later version', changed((v) => Object.assign(v, { schemaVersion: '1.99.0' })), /1\.99\.0.*1\.4\.0/],
    ['another version', changed((v) => Object.assign(v, { schemaVersion: '2.0.0' })), /2\.0\.0.*1\.4\.0/],
    ['a version that is none', changed((v) => Object.assign(v, { schemaVersion: '1' })), /no schemaVersion/],
    ['a missing field', changed((v) => Object.assign(v, { verdict: undefined })), /damaged at "verdict"/],
    [
      'an unknown verdict',
      changed((v) => Object.assign((v as unknown as Loose)['verdict'] as object, { decision: 'ok' })),
      /damaged at "verdict\.decision"/,
    ],
    [
      'a finding without evidence',
      changed((v) => Object.assign((v as unknown as Loose)['findings']?.[0] as object, { evidence: [] })),
      /damaged at "findings\.0\.evidence"/,
    ],
    [
      'a digest that would be a command',
      changed((v) =>
        Object.assign((v as unknown as Loose)['layers']?.[3] as object, { digest: 'sha256:$(reboot)' }),
      ),
      /damaged at "layers\.3\.digest".*no digest/,
    ],
    [
      'a layer that is not there',
      changed((v) =>
        Object.assign((v as unknown as Nested).findings[0].evidence[0], {
          layerNumber: 99,
        }),
      ),
      /its layer 99 is out of place/,
    ],
    [
      'layers in another order',
      changed((v) => (v as unknown as { layers: unknown[] }).layers.reverse()),
      /its layer 5 is out of place/,
    ],
    ['JSON a million levels deep', '['.repeat(1_000_000), /nested more than/],
  ])('refuses %s', (_, value, message) => {
    expect(problem(value)).toMatch(message);
  });

  it('reads a start chain as deep as it lets through', () => {
    const step = { what: 'x', command: 'x', kind: 'script', file: 'CMD', children: [] } as const;
    const deep = Array.from({ length: 590 }).reduce<readonly StartStep[]>(
      (children) => [{ ...step, children }],
      [],
    );
    const input = one(testAssessment({ reference: 'a/b:1', lines: [], startChain: deep }));
    const text = renderJson(input, CONTEXT);
    expect(renderJson(readReport(text, 'r').input, CONTEXT)).toBe(text);
  });

  it('shows a hostile file name instead of obeying it', () => {
    expect(() => readReport('{}', '\x1b[2J')).toThrow(String.raw`\x1b[2J is no report`);
  });
});

describe('jsonDepth', () => {
  it.each([
    ['', 0],
    ['1', 0],
    ['[{"a":[]}]', 3],
    ['["[[[[", "\\"[[["]', 1],
    ['"[', 0],
  ])('of %s is %i', (text, depth) => {
    expect(jsonDepth(text)).toBe(depth);
  });
});

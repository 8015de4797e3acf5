import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import {
  honestAssessment,
  hostileAssessment,
  minerAssessment,
  suppressedAssessment,
  testAssessment,
} from '../../testkit/assessment.ts';
import type { Assessment } from '../assess/assessment.ts';
import type { Finding } from '../detect/finding.ts';
import { renderSarif } from './sarif.ts';
import { artifactUri } from './sarif-location.ts';

/** The schema of the standard, as Microsoft's SDK for SARIF ships it. */
function officialValidator() {
  const {
    id: _id,
    $schema: _draft,
    ...schema
  } = createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as Record<
    string,
    unknown
  >;
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  return ajv.compile(schema);
}

function render(...assessments: Assessment[]): Log {
  return JSON.parse(
    renderSarif({ assessments, failed: [], several: false }, { toolVersion: '0.1.0' }),
  ) as Log;
}

function results(...assessments: Assessment[]) {
  return render(...assessments).runs[0]?.results ?? [];
}

describe('the SARIF report', () => {
  it.each([
    ['an honest image', [honestAssessment()]],
    ['a miner', [minerAssessment()]],
    ['a hostile image', [hostileAssessment()]],
    ['suppressed findings', [suppressedAssessment()]],
    ['several images', [honestAssessment(), minerAssessment(), hostileAssessment()]],
  ])('of %s validates against the official schema', (_, assessments) => {
    const validate = officialValidator();
    expect(validate(render(...assessments)), JSON.stringify(validate.errors)).toBe(true);
  });

  it('is checked by a schema that can fail', () => {
    expect(officialValidator()({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false);
  });

  it('names the image and the path in the message', () => {
    const text = results(minerAssessment())[0]?.message.text ?? '';
    expect(text).toContain('docker.io/docker123321/tomcat:latest');
    expect(text).toContain('/usr/local/bin/cron, layer 4');
  });

  it('maps severities to levels and to GitHub’s numbers', () => {
    const seen = results(minerAssessment()).map((one) => [one.level, one.properties?.['security-severity']]);
    expect(seen).toEqual([
      ['error', '9.5'],
      ['error', '8.0'],
      ['warning', '5.5'],
      ['note', '0.0'],
    ]);
  });

  it('describes each rule once, with help', () => {
    const rules = render(minerAssessment(), minerAssessment()).runs[0]?.tool.driver.rules ?? [];
    expect(rules.map((rule) => rule.id)).toEqual([
      'hidden/removed',
      'miner/binary',
      'pool/known',
      'start/root',
    ]);
    expect(rules[1]).toMatchObject({
      name: 'MinerBinary',
      help: { text: expect.stringContaining('What to do: Do not run') },
      properties: { tags: expect.arrayContaining(['security', 'external/attack/T1496.001']) },
    });
  });

  it('writes relative, percent-encoded URIs', () => {
    const uri = (path: string, layer?: number) =>
      artifactUri({ path, excerpt: '', ...(layer === undefined ? {} : { layer }) });
    expect(uri('/usr/bin/a b#c?d%é', 0)).toBe('usr/bin/a%20b%23c%3Fd%25%C3%A9');
    expect(uri('/a:b/../\ud800')).toBe('a%3Ab/%2E%2E/%EF%BF%BD');
    expect(uri('ENTRYPOINT')).toBe('image-config/ENTRYPOINT');
    expect(uri('/', 2)).toBe('image-layer/3');
    expect(uri('/outer.zip!/inner', 0)).toBe('outer.zip%21/inner');
  });

  it('gives the same fingerprints when only digest, tag, layer and line change', () => {
    const rebuilt = (assessment: Assessment): Assessment => ({
      ...assessment,
      image: { ...assessment.image, reference: 'docker.io/docker123321/tomcat:2' },
      findings: assessment.findings.map((finding) => ({
        ...finding,
        evidence: [{ ...finding.evidence[0], layer: 1, line: 99, excerpt: 'changed' }],
      })),
    });
    const before = results(minerAssessment()).map((one) => one.partialFingerprints);
    expect(results(rebuilt(minerAssessment())).map((one) => one.partialFingerprints)).toEqual(before);
    expect(new Set(before.map((one) => JSON.stringify(one))).size).toBe(4);
  });

  it('numbers results that are otherwise alike', () => {
    const finding = minerAssessment().findings[0] as Finding;
    const twice = testAssessment({ reference: 'a/b:1', lines: [], findings: [finding, finding] });
    const [a, b] = results(twice).map((one) => one.partialFingerprints?.['primaryLocationLineHash']);
    expect(a).toMatch(/:1$/);
    expect(b).toMatch(/:2$/);
  });

  it('stops at 25,000 results, keeps the most severe, and says so', () => {
    const [critical, , , info] = minerAssessment().findings as [Finding, Finding, Finding, Finding];
    const many = testAssessment({
      reference: 'a/b:1',
      lines: [],
      findings: [...Array.from({ length: 25_000 }, () => info), critical],
    });
    const run = render(many).runs[0];
    expect(run?.results).toHaveLength(25_000);
    expect(run?.results?.[0]?.ruleId).toBe('miner/binary');
    expect(JSON.stringify(run?.invocations)).toContain('1 result left out');
  });

  it('tells which images were not read or not checked', () => {
    const failed = [{ target: 'gone:1', code: 'target-not-found', message: 'There is no gone:1.' }];
    const text = renderSarif(
      { assessments: [hostileAssessment()], failed, several: true },
      { toolVersion: '0.1.0' },
    );
    const [invocation] = (JSON.parse(text) as Log).runs[0]?.invocations ?? [];
    expect(invocation?.executionSuccessful).toBe(false);
    expect(invocation?.toolExecutionNotifications?.map((one) => one.level)).toEqual(['error', 'warning']);
  });
});

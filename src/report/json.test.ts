import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import {
  HOSTILE,
  honestAssessment,
  hostileAssessment,
  minerAssessment,
  suppressedAssessment,
} from '../../testkit/assessment.ts';
import type { Assessment } from '../assess/assessment.ts';
import { jsonReport, renderJson } from './json.ts';
import type { SingleReport } from './json-schema.ts';
import { reportJsonSchema } from './json-schema.ts';

const CONTEXT = { toolVersion: '0.1.0', checkedAt: '2026-11-24T03:30:00.000Z', durationMs: 812 };
const checkedIn: unknown = JSON.parse(
  readFileSync(new URL('../../schema/report-1.4.0.json', import.meta.url), 'utf8'),
);

function validator() {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  addFormats.default(ajv);
  return ajv.compile(checkedIn as object);
}

function single(assessment: Assessment): SingleReport {
  return jsonReport({ assessments: [assessment], failed: [], several: false }, CONTEXT) as SingleReport;
}

describe('the JSON report', () => {
  it('has its schema checked in as the code generates it (npm run schema)', () => {
    expect(checkedIn).toEqual(JSON.parse(JSON.stringify(reportJsonSchema())));
  });

  it.each([
    ['an honest image', honestAssessment],
    ['a miner', minerAssessment],
    ['a hostile image', hostileAssessment],
    ['suppressed findings', suppressedAssessment],
  ])('of %s validates', (_, make) => {
    const validate = validator();
    const text = renderJson({ assessments: [make()], failed: [], several: false }, CONTEXT);
    expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
  });

  it('of several images, one of which failed, validates', () => {
    const failed = [
      { target: 'nope', code: 'target-not-found', message: 'There is no nope.', hint: 'Look.' },
    ];
    const text = renderJson(
      { assessments: [honestAssessment(), minerAssessment()], failed, several: true },
      { toolVersion: '0.1.0' },
    );
    const report = JSON.parse(text) as { images: unknown[] };
    const validate = validator();
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(report.images).toHaveLength(2);
    expect(report).toMatchObject({ schemaVersion: '1.4.0', failed });
  });

  it('is refused by the schema when a field is missing or unknown', () => {
    const validate = validator();
    const { verdict: _, ...without } = single(minerAssessment());
    expect(validate(without)).toBe(false);
    expect(validate({ ...single(minerAssessment()), more: 1 })).toBe(false);
  });

  it('keeps the names that scripts rely on', () => {
    const report = single(minerAssessment());
    expect(report.schemaVersion).toBe('1.4.0');
    expect(report.image).toMatchObject({
      reference: 'docker.io/docker123321/tomcat:latest',
      platform: 'linux/amd64',
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
    expect(report.verdict.decision).toBe('block');
    expect(report.verdict.reasons[0]?.text).toMatch(/miner/);
    expect(report.coverage).toMatchObject({ complete: true, unread: [] });
    expect(report.dockerfile).toMatch(/^ADD file/);
    expect(report.startChain[0]?.children[1]).toMatchObject({
      what: '/usr/local/bin/cron',
      path: '/usr/local/bin/cron',
      line: 14,
      layerNumber: 4,
      when: 'if [ ! -f /tmp/.lock ]',
    });
  });

  it("names the layer's digest, number and instruction for a file, and the instruction for configuration", () => {
    const report = single(minerAssessment());
    const [binary, , removed, user] = report.findings;
    expect(binary?.evidence[0]).toMatchObject({
      path: '/usr/local/bin/cron',
      layer: report.layers[3]?.digest,
      layerNumber: 4,
      instruction: expect.stringMatching(/^RUN curl/),
      line: null,
      offset: 1_048_576,
    });
    expect(removed?.evidence[0]).toMatchObject({ removedInLayerNumber: 5 });
    expect(user?.evidence[0]).toEqual({
      path: 'CMD',
      layer: null,
      layerNumber: null,
      instruction: 'CMD ["catalina.sh", "run"]',
      line: null,
      excerpt: 'catalina.sh run',
    });
  });

  it('gives a parser the very text of the image, and a terminal nothing that it obeys', () => {
    const text = renderJson({ assessments: [hostileAssessment()], failed: [], several: false }, CONTEXT);
    expect((JSON.parse(text) as SingleReport).findings[0]?.why).toBe(HOSTILE);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e\ufeff\u2066]/);
  });

  it('is the same for the same assessment', () => {
    const input = { assessments: [minerAssessment()], failed: [], several: false };
    expect(renderJson(input, CONTEXT)).toBe(renderJson(input, CONTEXT));
  });
});

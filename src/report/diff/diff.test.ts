import { describe, expect, it } from 'vitest';
import {
  HOSTILE,
  honestAssessment,
  hostileAssessment,
  minerAssessment,
} from '../../../testkit/assessment.ts';
import { checkShowable } from '../../../testkit/check-in-thread.ts';
import type { Assessment } from '../../assess/assessment.ts';
import { compareImages, type Difference, type ImageProfile } from '../../compare/index.ts';
import type { RunConfig } from '../../image/config.ts';
import { buildTree } from '../../image/tree/build-tree.ts';
import { textWidth } from '../text/text-width.ts';
import { DIFF_FORMATS, renderDiff } from './index.ts';
import { diffReport } from './json.ts';
import { diffReportSchema } from './json-schema.ts';

function profile(
  assessment: Assessment,
  config: RunConfig = {},
  names: readonly string[] = [],
): ImageProfile {
  const entries = names.map((path) => ({
    path: path.replaceAll('/', '|'),
    kind: 'file' as const,
    size: 1,
    mode: 0o4755,
    uid: 0,
    gid: 0,
    content: { kind: 'script' as const, interpreter: path, encoding: 'utf-8' as const },
  }));
  const diffId = assessment.image.digest;
  return {
    assessment,
    config,
    tree: buildTree([{ diffId, size: 0, entries, unknowns: [] }]),
    packages: {
      byKey: new Map(names.map((name) => [name, { manager: 'dpkg', name, version: name }])),
      notes: names,
    },
    hosts: new Map(names.map((host) => [host, { host, use: 'start', where: [host], suspicious: host }])),
    notes: names,
  };
}

const HOSTILE_CONFIG: RunConfig = { Env: [`A=${HOSTILE}`], Cmd: [HOSTILE], User: HOSTILE };

function hostile(): Difference {
  return compareImages(
    profile(honestAssessment()),
    profile(hostileAssessment(), HOSTILE_CONFIG, [HOSTILE, `${HOSTILE}2`]),
  );
}

describe('a report about a difference', () => {
  it.each(DIFF_FORMATS)('as %s lets no text of an image do more than be read', async (format) => {
    const report = await renderDiff(format, hostile(), '1.0.0', { columns: 80, verbose: true });
    if (format === 'json') {
      expect(JSON.parse(report)).toHaveProperty('same', false);
      expect(report).not.toMatch(/[^\n\P{C}]/u);
    } else checkShowable(report, format);
    if (format === 'markdown') expect(report).not.toMatch(/<img|\[link\]\(|^## A heading/m);
  });

  it('fits into 80 columns', async () => {
    const report = await renderDiff('text', hostile(), '1.0.0', { columns: 80, verbose: true });
    const long = report.split('\n').filter((line) => textWidth(line) > 80);
    expect(long).toEqual([]);
  });

  it('as JSON is what the schema says, and nothing else', () => {
    for (const difference of [
      hostile(),
      compareImages(profile(honestAssessment()), profile(minerAssessment())),
      compareImages(profile(honestAssessment()), profile(honestAssessment())),
    ]) {
      const report = diffReport(difference, '1.0.0');
      expect(diffReportSchema.parse(report)).toEqual(report);
    }
  });

  it('begins with the verdict, then findings, then what starts', async () => {
    const difference = compareImages(profile(honestAssessment()), profile(minerAssessment()));
    const text = await renderDiff('text', difference, '1.0.0');
    const order = [
      'the verdict was allow and is block',
      'Findings ─',
      'What it does at start ─',
      'Instructions ─',
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('says so when there is none', async () => {
    const difference = compareImages(profile(honestAssessment()), profile(honestAssessment()));
    expect(await renderDiff('text', difference, '1.0.0')).toContain('They are the same image.');
    expect(await renderDiff('markdown', difference, '1.0.0')).toContain('No difference');
  });

  it('as Markdown stays within what a comment may hold', async () => {
    const names = Array.from({ length: 3000 }, (_, index) => `${'n'.repeat(280)}${index}`);
    const difference = compareImages(
      profile(honestAssessment()),
      profile(minerAssessment(), { Env: names.map((name) => `${name}=${HOSTILE}`) }, names),
    );
    const report = await renderDiff('markdown', difference, '1.0.0');
    expect(report.length).toBeLessThan(65_536);
    expect(report).toMatch(/<sub>clearpull/);
  });
});

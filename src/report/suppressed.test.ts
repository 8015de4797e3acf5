import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { HOSTILE, honestAssessment, suppressedAssessment } from '../../testkit/assessment.ts';
import { brokenRows } from '../../testkit/markdown-tables.ts';
import type { Assessment } from '../assess/assessment.ts';
import { jsonReport } from './json.ts';
import type { SingleReport } from './json-schema.ts';
import { renderMarkdown } from './markdown.ts';
import { renderSarif } from './sarif.ts';
import { renderTable } from './table.ts';
import type { TextOptions } from './text/page.ts';
import { renderQuiet, renderText } from './text.ts';

const CONTEXT = { toolVersion: '0.1.0' };

function one(assessment: Assessment = suppressedAssessment()) {
  return { assessments: [assessment], failed: [], several: false };
}

function section(options: TextOptions = {}, assessment?: Assessment): string {
  return /What does not count[^]*?(?=\n\S)/.exec(renderText(one(assessment), options))?.[0] ?? '';
}

describe('suppressed findings in the text', () => {
  it('are a line, with what came of the baseline and of expired entries', () => {
    expect(section()).toMatchInlineSnapshot(`
      "What does not count ────────────────────────────────────────────────────────────

        3 findings suppressed (1 critical, 1 high, 1 medium): 1 by the ignore file, 1
        known from the baseline, 1 from the base image (--show-suppressed).
        2 new, 2 known from the baseline old.json, 1 no longer there.
        ! ignore.yaml, line 9 (access/*): no longer counts, because it expired on
          2026-10-01.
      "
    `);
  });

  it('are listed with --show-suppressed: what, where, by whom, why, until when', () => {
    expect(section({ showSuppressed: true })).toMatchInlineSnapshot(`
      "What does not count ────────────────────────────────────────────────────────────

        3 findings suppressed (1 critical, 1 high, 1 medium): 1 by the ignore file, 1
        known from the baseline, 1 from the base image.
        2 new, 2 known from the baseline old.json, 1 no longer there.
        ! ignore.yaml, line 9 (access/*): no longer counts, because it expired on
          2026-10-01.

        - A Monero miner is in the image
          CRITICAL, certain · miner/binary
          /usr/local/bin/cron, layer 4 and 1 more place
          → Suppressed by the ignore file (ignore.yaml, line 3, until 2027-01-31): our
            test bed

        - A mining pool is contacted at start
          HIGH, high confidence · pool/known
          /usr/local/tomcat/bin/catalina.sh, layer 3
          → Known from the baseline (old.json): It was there before, and is no worse
            now.

        - A configuration file for a miner was removed again
          MEDIUM, high confidence · hidden/removed
          /root/config.json, layer 4
          → From the base image (docker.io/library/tomcat:8): All its evidence lies in
            layers that this image is known to have as its base.
      "
    `);
  });

  it('are not spoken of where there are none', () => {
    expect(section({ showSuppressed: true }, honestAssessment())).toBe('');
  });

  it('are named where the verdict could be read as "nothing was found"', () => {
    const text = renderText(one());
    expect(text).toContain('ALLOW  Beside 3 suppressed findings, nothing speaks against running it.');
    expect(text).toContain('Nothing else was found');
    expect(text).toMatch(/3 findings suppressed\n\s*Decided by/);
    expect(renderTable(one())).toMatch(/nothing else that the p\S*/);
    expect(renderTable(one(), { columns: 120 })).toContain('asks about (3 suppressed)');
    expect(renderQuiet(one(), { columns: 120 })).toMatch(
      /^allow .* The container runs as root \(3 suppressed\)$/m,
    );
    const { findings: _, ...rest } = suppressedAssessment();
    expect(renderQuiet(one({ ...rest, findings: [] }), { columns: 120 })).toMatch(
      /no findings \(3 suppressed\)$/m,
    );
  });

  it('say how the others stand against the baseline', () => {
    expect(renderText(one())).toContain('INFO, certain · start/root · new');
  });

  it('cannot break out of the page', () => {
    const { suppressed, ...rest } = suppressedAssessment();
    const hostile = {
      ...rest,
      suppressed: suppressed.map((entry) => ({ ...entry, source: HOSTILE, reason: HOSTILE })),
      suppressionNotes: [HOSTILE],
    };
    const text = section({ showSuppressed: true }, hostile);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    const narrow = section({ showSuppressed: true, columns: 60 }, hostile);
    expect(narrow.split('\n').filter((line) => stringWidth(line) > 60)).toEqual([]);
    const markdown = renderMarkdown(one(hostile), CONTEXT);
    expect(markdown).not.toMatch(/<img|\]\(|^## A heading|\[link\]|@someone|(?<!&)#123|https:/m);
    expect(brokenRows(markdown)).toEqual([]);
  });
});

describe('suppressed findings for machines', () => {
  it('stand in the JSON with the whole finding', () => {
    const { suppressed, suppressionNotes, baseline, findings } = jsonReport(one(), CONTEXT) as SingleReport;
    expect(suppressed.map(({ by, finding }) => [by, finding.rule, finding.baselineState])).toEqual([
      ['ignore-file', 'miner/binary', 'unchanged'],
      ['baseline', 'pool/known', 'unchanged'],
      ['base-image', 'hidden/removed', 'new'],
    ]);
    expect(suppressed[0]).toMatchObject({
      source: 'ignore.yaml, line 3',
      reason: 'our test bed',
      until: '2027-01-31',
    });
    expect(suppressionNotes).toHaveLength(1);
    expect(baseline).toMatchObject({ new: 2, unchanged: 2, absent: [{ rule: 'hidden/gone' }] });
    expect(findings.map(({ rule }) => rule)).toEqual(['start/root']);
    for (const { fingerprint } of findings) expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
  });

  it('are SARIF results with suppressions; what the baseline knows is unchanged, what is gone absent', () => {
    const { results } = (JSON.parse(renderSarif(one(), CONTEXT)) as { runs: { results: Result[] }[] })
      .runs[0] as { results: Result[] };
    expect(
      results.map(({ ruleId, baselineState, suppressions, level }) => [
        ruleId,
        baselineState,
        suppressions?.[0]?.kind,
        level,
      ]),
    ).toEqual([
      ['start/root', 'new', undefined, 'note'],
      ['pool/known', 'unchanged', undefined, 'error'],
      ['miner/binary', 'unchanged', 'external', 'error'],
      ['hidden/removed', 'new', 'external', 'warning'],
      ['hidden/gone', 'absent', undefined, 'none'],
    ]);
    expect(results[2]?.suppressions?.[0]?.justification).toBe(
      'Suppressed by the ignore file (ignore.yaml, line 3, until 2027-01-31): our test bed',
    );
  });

  it('are no different where nothing was suppressed or compared', () => {
    expect(renderSarif(one(honestAssessment()), CONTEXT)).not.toMatch(/baselineState|suppressions/);
  });

  it('are folded away in the Markdown', () => {
    const text = renderMarkdown(one(), CONTEXT);
    expect(text).toContain('<details><summary>3 findings suppressed (1 critical, 1 high, 1 medium): ');
    expect(text).toContain('2 new, 2 known from the baseline old.json, 1 no longer there.');
    expect(text).toContain('until 2027-01-31): our test bed |');
  });
});

interface Result {
  readonly ruleId: string;
  readonly level: string;
  readonly baselineState?: string;
  readonly suppressions?: readonly { readonly kind: string; readonly justification: string }[];
}

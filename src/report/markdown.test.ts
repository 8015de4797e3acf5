import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE, honestAssessment, hostileAssessment, minerAssessment } from '../../testkit/assessment.ts';
import { brokenRows } from '../../testkit/markdown-tables.ts';
import { renderMarkdown } from './markdown.ts';
import { code, fenced, inline } from './markdown-escape.ts';

const CONTEXT = { toolVersion: '0.1.0' };

describe('the Markdown report', () => {
  it('of a miner names verdict, finding, place and layer', () => {
    const text = renderMarkdown({ assessments: [minerAssessment()], failed: [], several: false }, CONTEXT);
    expect(text).toMatch(/^## ⛔ block <code>docker\.io\/docker123321\/tomcat:latest<\/code>$/m);
    expect(text).toContain('layer 4 of 5, removed again in layer 5');
    expect(text).toContain('```dockerfile\nADD file:3d1f0a7c9b in /');
  });

  it('of several images begins with a table of all, the failed ones too', () => {
    const failed = [{ target: 'gone:1', code: 'target-not-found', message: 'There | is none.' }];
    const text = renderMarkdown(
      { assessments: [honestAssessment(), minerAssessment()], failed, several: true },
      CONTEXT,
    );
    expect(text).toContain('| Verdict | Image | Why |\n|---|---|---|\n| ✅ allow |');
    expect(text).toContain('| ❓ failed | <code>gone:1</code> | There &#124; is none. |');
  });

  it('says what was found, where, how it got there and how to see it, before anything else', () => {
    const text = renderMarkdown({ assessments: [minerAssessment()], failed: [], several: false }, CONTEXT);
    const [row = ''] = text.split('\n').filter((line) => line.startsWith('| 1 |'));
    for (const part of [
      'A Monero miner is in the image',
      '/usr/local/bin/cron, byte 1048576',
      'layer 4 of 5, from <code>RUN curl',
      'tar -xOf image/',
    ])
      expect(row).toContain(part);
    expect(text.indexOf('Do not run this image.')).toBeLessThan(text.indexOf(row));
    expect(text.indexOf(row)).toBeLessThan(text.indexOf('sha256:'));
    expect(text).toContain('How far it can be traced: T0, opaque');
  });

  it('lets no text of a hostile image make structure', () => {
    const text = renderMarkdown({ assessments: [hostileAssessment()], failed: [], several: true }, CONTEXT);
    const outside = text.replace(/^(`{3,})\w*\n[^]*?\n\1$/gm, '');
    expect(outside).not.toMatch(/<img|\]\(|^## A heading|\[link\]|@someone|(?<!&)#123|https:|www\.e/m);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e\ufeff]/);
    expect(brokenRows(outside)).toEqual([]);
  });
});

describe('inline and code', () => {
  it('hold for whatever they are given', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        for (const out of [inline(text), code(text).slice(6, -7)]) {
          expect(out).not.toMatch(/[<>`|*_[\]\\@\n]|:\/\//);
          expect(out.replace(/&#\d+;/g, '')).not.toMatch(/[&#]/);
        }
      }),
    );
  });

  it('do not begin a list or a number', () => {
    expect(inline('- a')).toBe('&#45; a');
    expect(inline('1. a')).toBe('1&#46; a');
  });
});

describe('fenced', () => {
  it('takes a text of 300,000 lines', () => {
    expect(fenced(`${'a\n'.repeat(300_000)}\`\`\`\``, 'text')).toMatch(/^`````text\n/);
  });

  it('has a fence that no line inside can close', () => {
    for (const text of ['```\n# out', '   `````\nx', HOSTILE]) {
      const lines = fenced(text, 'text').split('\n');
      const fence = lines.at(-1) ?? '';
      expect(lines[0]).toBe(`${fence}text`);
      expect(lines.slice(1, -1).some((line) => line.trim().startsWith(fence))).toBe(false);
    }
  });
});

import { array, assert, integer, pre, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { honestAssessment, minerAssessment } from '../../../testkit/assessment.ts';
import { renderHtml } from '../html.ts';
import { dataBlock, html } from './escape.ts';
import { squarify } from './squarify.ts';

describe('text in the page', () => {
  it('is text, whatever it holds', () => {
    expect(html`<p title="${'"><b>'}">${'<i>&\u202e'}</p>`.html).toBe(
      '<p title="&#34;&#62;&#60;b&#62;">&#60;i&#62;&#38;\\u202e</p>',
    );
  });

  it('in a data block cannot end it, and is what it was', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        const block = dataBlock({ text: `</script>${text}` });
        expect(block).not.toMatch(/[<>&]/);
        expect(JSON.parse(block)).toEqual({ text: `</script>${text}` });
      }),
    );
  });
});

describe('the page', () => {
  it('links each image of several, and says that a saved report has no files', () => {
    const input = { assessments: [honestAssessment(), minerAssessment()], failed: [], several: true };
    const page = renderHtml(input, { toolVersion: '1.0.0' });
    expect(page).toContain('href="#i2"');
    expect(page.match(/it was made from a saved report/g)).toHaveLength(2);
    expect(page).not.toMatch(/https?:\/\/[^<]*"(?=[^>]*>)/);
    expect(renderHtml(input, { toolVersion: '1.0.0' })).toBe(page);
  });
});

describe('the boxes of a treemap', () => {
  it('fill the room in proportion, and stay in it', () => {
    const sizes = array(integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 60 });
    assert(
      property(sizes, (unsorted) => {
        const sorted = unsorted.toSorted((a, b) => b - a);
        const total = sorted.reduce((sum, size) => sum + size, 0);
        pre(total > 0);
        const boxes = squarify(sorted, { x: 5, y: 7, width: 1000, height: 400 });
        for (const [i, { x, y, width, height }] of boxes.entries()) {
          expect(width * height).toBeCloseTo(((sorted[i] ?? 0) / total) * 400_000, 2);
          expect(Math.min(x - 5, y - 7, 1005 - x - width, 407 - y - height)).toBeGreaterThan(-0.001);
        }
      }),
    );
  });
});

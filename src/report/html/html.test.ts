import { array, assert, integer, pre, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { honestAssessment, minerAssessment } from '../../../testkit/assessment.ts';
import { richAssessment } from '../../../testkit/rich-assessment.ts';
import type { Assessment } from '../../assess/assessment.ts';
import type { StartStep } from '../../explain/explanation.ts';
import { LINK_NAMES } from '../../trace/index.ts';
import { renderHtml } from '../html.ts';
import { renderMarkdown } from '../markdown.ts';
import { renderText } from '../text.ts';
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

  it('lists several with the strongest verdict first, what they share once, and leads back to the list', () => {
    const named = (each: Assessment, name: string): Assessment => ({
      ...each,
      image: { ...each.image, reference: `registry.example.com/team/${name}` },
    });
    const assessments = [named(honestAssessment(), 'good:1'), named(minerAssessment(), 'deep/bad:1')];
    const page = renderHtml({ assessments, failed: [], several: true }, { toolVersion: '1.0.0' });
    const list = page.slice(page.indexOf('<table'), page.indexOf('</table>'));
    expect(page).toContain('Images in registry.example.com/team/');
    expect([...list.matchAll(/<a href="#(i\d)">(.*?)<\/a>/g)].map(([, id, name]) => [id, name])).toEqual([
      ['i2', 'deep/<wbr>bad:<wbr>1<wbr>'],
      ['i1', 'good:<wbr>1<wbr>'],
    ]);
    expect(page.match(/<li><a href="#images">/g)).toHaveLength(2);
    expect(page.match(/ id="images"/g)).toHaveLength(1);
  });
});

describe('the page about one image', () => {
  const page = renderHtml(
    { assessments: [richAssessment(60)], failed: [], several: false },
    { toolVersion: '1.0.0' },
  );
  const section = (name: string): string =>
    page.split('<section id="i1-').find((part) => part.startsWith(`${name}"`)) ?? '';

  it('tells in what an instruction does not fit its layer', () => {
    expect(section('built')).toContain('One instruction does not fit what the layer holds');
    expect(section('built')).toContain('COPY site/ /srv/site</code>');
    expect(section('built')).toMatch(
      /contradiction<\/span> the layer holds 1 file outside \/srv\/site: \/usr\/sbin\/sshd/,
    );
  });

  it('tells what it is built on, how sure that is, and which layers are its', () => {
    expect(section('base')).toContain('as its annotation says: the layers confirm it');
    expect(section('base')).toContain('computed: 1 layer with the same content');
    expect(section('base')).toContain('2 newer known');
    expect(section('base')).toContain('labels only inherited from its base: maintainer');
    expect(section('built')).toMatch(/layer 1 <span class="badge">base<\/span>/);
    expect(section('built')).toMatch(/<td>layer 2<\/td>/);
  });

  it('counts what is accounted for, and lists the rest, what was changed and what starts first', () => {
    const text = section('accounting');
    expect(text).toContain('1,150 of 1,211 programs accounted for; 61 to look at.');
    expect(text).toContain('The list of packages was cut off.');
    const at = (words: string): number => text.indexOf(words);
    expect(at('/usr/sbin/nginx')).toBeGreaterThan(0);
    expect(at('Accounted for by nothing (60)')).toBeGreaterThan(at('nginx lists it with other bytes'));
    expect(at('/srv/site/tool-1<')).toBeGreaterThan(at('/srv/site/run'));
    expect(at('35 more')).toBeGreaterThan(at('/srv/site/tool-24<'));
    expect(at('/srv/site/tool-25<')).toBeGreaterThan(at('35 more'));
    expect(text).toContain('It says it is Go program example.com/run v1.2.3.');
  });

  it('draws the chain of the trace, each link with sign, word, question, reason, voucher and evidence', () => {
    const text = section('trace');
    expect(text).toMatch(/aria-current="step"><strong>T1 described/);
    for (const [sign, status] of [
      ['✔', 'verified'],
      ['◐', 'claimed'],
      ['○', 'missing'],
      ['✖', 'contradicted'],
    ])
      expect(text).toMatch(new RegExp(`link t-${status}" id="[^"]*"><span class="sign"[^>]*>${sign}`));
    expect(text.match(/<li class="link/g)).toHaveLength(LINK_NAMES.length);
    expect(text).toContain('Does its list of contents fit what is in it?');
    expect(text).toContain('Who says so: a label: release@example.com');
    expect(text).toMatch(/4 more<\/summary>.*reference evidence 12/);
  });
});

describe('what a miner is told by', () => {
  const page = renderHtml(
    { assessments: [minerAssessment()], failed: [], several: false },
    { toolVersion: '1.0.0' },
  );

  it('is on top: what, where, how it got there, how to see it', () => {
    const [top = ''] = page.split('<nav');
    for (const part of [
      'Do not run this image.',
      'XMRig under another name',
      '/usr/local/bin/cron, byte 1048576',
      'layer 4 of 5, by <code>RUN curl',
      '$ tar -xOf image/',
    ])
      expect(top).toContain(part);
    expect(top).toContain('href="#i1-f1"');
    expect(page).toContain('id="i1-f1"');
  });

  it('comes with the sentences on what starts', () => {
    expect(page).toContain('Starts /usr/local/tomcat/bin/catalina.sh (layer 3');
  });
});

describe('a long start chain', () => {
  const step = (command: string, more: Partial<StartStep> = {}): StartStep => ({
    what: command,
    command,
    kind: 'program',
    file: 'CMD',
    children: [],
    ...more,
  });

  it('keeps in sight what starts, and folds what does not, and what lies deep', () => {
    const never = Array.from({ length: 5 }, (_, i) => step(`/never-${i}`, { when: 'if x', taken: false }));
    const deep = Array.from({ length: 20 }, (_, i) => step(`/deep-${i}`));
    const startChain = [
      step('/start', {
        children: [...never, step('/a', { children: [step('/b', { children: deep })] }), step('/z')],
      }),
    ];
    const { explanation, ...rest } = minerAssessment();
    const page = renderHtml(
      { assessments: [{ ...rest, explanation: { ...explanation, startChain } }], failed: [], several: false },
      { toolVersion: '1' },
    );
    expect(page).toContain('<summary>5 steps that do not run as the image is set</summary>');
    expect(page).toContain('<summary>20 steps</summary>');
    expect(page.indexOf('<code>/z</code>')).toBeLessThan(page.indexOf('/never-0'));
    expect(page).toContain('/deep-19');
  });
});

describe('a place that two findings point at', () => {
  it('is shown once', () => {
    const miner = minerAssessment();
    const [first, second, ...rest] = miner.findings;
    if (first === undefined || second === undefined) throw new Error('no findings');
    const again = { ...second, evidence: [first.evidence[0]] as const };
    const input = {
      assessments: [{ ...miner, findings: [first, again, ...rest] }],
      failed: [],
      several: false,
    };
    const page = renderHtml(input, { toolVersion: '1.0.0' });
    expect(page).toContain('shown in <a href="#i1-f1">finding 1</a>');
    expect(renderText(input)).toContain('/usr/local/bin/cron, byte 1048576 (shown in 1)');
    expect(renderMarkdown(input, { toolVersion: '1.0.0' })).toContain('byte 1048576</code>, as in 1 |');
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

import { describe, expect, it } from 'vitest';
import { LINK_NAMES, type LinkStatus, type TraceLevel } from '../../trace/trace-link.ts';
import { badgeJson, badgeSvg } from './badge.ts';
import type { Traced } from './traced.ts';

function traced(level: TraceLevel, source: LinkStatus = 'claimed', unmet = false): Traced {
  const links = LINK_NAMES.map((name) => ({
    name,
    status: name === 'source' ? source : ('claimed' as const),
    evidence: [],
    reason: '',
  }));
  const gate = { asked: [], unmet: unmet ? [{ what: 'level' as const, text: '', links: [] }] : [] };
  return { trace: { level, links, origin: { sources: [], builders: [] } }, gate } as unknown as Traced;
}

describe('a badge', () => {
  it('is one line of JSON in the form of shields.io', () => {
    expect(badgeJson([traced('T3')])).toBe(
      '{"schemaVersion":1,"label":"trace","message":"T3 attested","color":"green","isError":false}\n',
    );
  });

  it('tells of several images the lowest level, and before that what is wrong', () => {
    expect(badgeJson([traced('T3'), traced('T1')])).toContain('"T1 described"');
    expect(badgeJson([traced('T3'), traced('T3', 'contradicted')])).toContain('"contradicted","color":"red"');
    expect(badgeJson([traced('T2', 'claimed', true)])).toContain('"T2 linked, not as asked","color":"red"');
  });

  it('is a picture on one line that needs nothing from elsewhere', () => {
    const svg = badgeSvg([traced('T4')]);
    expect(svg).toMatch(/^<svg [^\n]*T4 reproduced[^\n]*<\/svg>\n$/);
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|href|<script|<image/);
  });
});

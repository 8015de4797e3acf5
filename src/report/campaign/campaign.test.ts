import { describe, expect, it } from 'vitest';
import { HOSTILE } from '../../../testkit/assessment.ts';
import { seenImage, sighting } from '../../../testkit/campaign.ts';
import { checkShowable } from '../../../testkit/check-in-thread.ts';
import { campaignsOf, type GroupOptions, parsePayments, type SeenImage } from '../../campaign/index.ts';
import { textWidth } from '../text/text-width.ts';
import { bundleSchema } from './bundle-schema.ts';
import { CAMPAIGN_FORMATS, type CampaignReportInput, campaignBundle, renderCampaigns } from './index.ts';
import { campaignReportSchema } from './json-schema.ts';

function input(images: readonly SeenImage[], options: GroupOptions = {}): CampaignReportInput {
  const sorted = images.toSorted((a, b) => (a.digest < b.digest ? -1 : 1));
  return { ...campaignsOf(sorted, options), failed: [] };
}

/** Every text that an image or a report controls is hostile. */
function hostile(): CampaignReportInput {
  const at = { path: HOSTILE, rule: HOSTILE, layer: HOSTILE, layerDigest: HOSTILE };
  const sightings = [
    sighting('wallet', HOSTILE, { ...at, coin: HOSTILE }),
    sighting('host', HOSTILE, at),
    sighting('file', HOSTILE, at),
    sighting('public-pool', HOSTILE, at),
  ];
  const evidence = [{ path: HOSTILE, layerDigest: HOSTILE, line: 1, excerpt: HOSTILE }];
  const findings = [
    { rule: HOSTILE, title: HOSTILE, category: 'miner' as const, severity: 'high' as const, evidence },
  ];
  const images = ['one', 'two', `acme/${HOSTILE}`].map((name) =>
    seenImage(`${name}${HOSTILE}`, sightings, { findings, platform: HOSTILE, created: HOSTILE }),
  );
  const found = input([...images, seenImage('acme/x:1', []), seenImage('acme/y:1', [])]);
  return {
    ...found,
    notes: [HOSTILE],
    failed: [{ target: HOSTILE, code: HOSTILE, message: HOSTILE, hint: HOSTILE }],
  };
}

describe('a report about campaigns', () => {
  it.each(CAMPAIGN_FORMATS)('as %s lets no text of an image do more than be read', async (format) => {
    const report = await renderCampaigns(format, hostile(), '1.0.0', { columns: 80, verbose: true });
    if (format === 'json') {
      expect(report).not.toMatch(/[^\n\P{C}]/u);
      campaignReportSchema.parse(JSON.parse(report));
    } else checkShowable(report, format);
    if (format === 'text') {
      for (const line of report.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(80);
    }
    if (format === 'markdown') {
      expect(report).not.toMatch(/<img|\]\(|^## A heading|@someone|(?<!&)#123|https:|www\.e/m);
    }
    if (format === 'dot') {
      // Outside of its quoted labels nothing is left of what an image says.
      const outside = report.replace(/"(?:[^"\\]|\\.)*"/g, '');
      expect(outside).not.toMatch(/"|someone|heading|owned/);
    }
  });

  it('says that only an account ties a group, and what does not tie', async () => {
    const pool = sighting('public-pool', 'minexmr.com');
    const report = await renderCampaigns(
      'text',
      input([seenImage('acme/one:1', [pool]), seenImage('acme/two:1', [pool])]),
      '1.0.0',
    );
    expect(report).toContain('Nothing but the account ties them');
    expect(report).toContain('minexmr.com  2 images, joins nothing');
  });

  it('is bounded for a terminal, and says what it leaves out', async () => {
    const wallet = sighting('wallet', '4wallet');
    const many = Array.from({ length: 300 }, (_, n) => seenImage(`acme/app${n}:1`, [wallet]));
    const report = await renderCampaigns('text', input(many), '1.0.0');
    expect(report.split('\n').length).toBeLessThan(80);
    expect(report).toContain('and 260 more images; -v lists them, -f json all');
  });

  it('tells sums of money without turning one into another', async () => {
    const wallet = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4';
    const payments = parsePayments(
      `wallet,amount,currency,value,value_currency\n${wallet},1234.5,BTC,10,USD\n${wallet},2,XMR,,`,
      'f',
      10,
    );
    const images = ['a/one:1', 'b/two:1'].map((name) => seenImage(name, [sighting('wallet', wallet)]));
    const report = await renderCampaigns('text', input(images, { payments }), '1.0.0', { columns: 120 });
    expect(report).toContain('1,234.5 BTC and 2 XMR in 2 payments; worth 10 USD (1 of them)');
  });
});

describe('a report about campaigns as Markdown', () => {
  it('leaves digests that join nothing to the JSON, and counts them', async () => {
    const wallet = sighting('wallet', 'w'.repeat(40), { coin: 'monero' });
    const images = [
      seenImage('a/one:1', [wallet, sighting('file', 'f'.repeat(64))]),
      seenImage('b/two:1', [wallet, sighting('program', 'e'.repeat(64))]),
    ];
    const report = await renderCampaigns('markdown', input(images), '1.0.0', { columns: 80 });
    expect(report).toContain('w'.repeat(40));
    expect(report).not.toMatch(/f{64}|e{64}/);
    expect(report).toContain('And 2 digests of files that join nothing; the JSON lists them.');
  });
});

describe('a take-down bundle', () => {
  it('holds whatever texts images have, and stays one table a row', () => {
    for (const { name, text } of campaignBundle(hostile(), '1.0.0')) {
      expect(name).toMatch(/^(?:overview\.md|overview\.json|digests\.txt|c[0-9a-f]{12}\.md)$/);
      if (name.endsWith('.json')) expect(text).not.toMatch(/[^\n\P{C}]/u);
      else checkShowable(text, name);
      if (name.endsWith('.md')) expect(text).not.toMatch(/<img|\]\(j|^## A heading|@someone|https?:/m);
      if (name === 'overview.json') bundleSchema.parse(JSON.parse(text));
    }
  });
});

import { describe, expect, it } from 'vitest';
import { seenImage, sighting } from '../../../testkit/campaign.ts';
import type { SeenImage } from '../seen-image.ts';
import { campaignsOf } from './campaigns-of.ts';

const WALLET = sighting('wallet', '4wallet', { coin: 'monero' });
const HOST = sighting('host', '203.0.113.18');

function groupsOf(images: readonly SeenImage[], known?: readonly string[]): readonly (readonly string[])[] {
  const sorted = images.toSorted((a, b) => (a.digest < b.digest ? -1 : 1));
  return campaignsOf(sorted, known === undefined ? {} : { known }).campaigns.map(({ members }) =>
    members.map(({ image }) => image.references[0] ?? '').sort(),
  );
}

describe('campaignsOf', () => {
  it('joins images by a strong indicator, also over others', () => {
    const images = [
      seenImage('a/one:1', [WALLET]),
      seenImage('b/two:1', [WALLET, HOST]),
      seenImage('c/three:1', [HOST]),
      seenImage('d/four:1', [sighting('host', '203.0.113.19')]),
    ];
    expect(groupsOf(images)).toEqual([['a/one:1', 'b/two:1', 'c/three:1']]);
  });

  it('joins nothing by public pools and by the bytes of programs', () => {
    const common = [sighting('public-pool', 'minexmr.com'), sighting('program', 'ab'.repeat(32))];
    expect(groupsOf([seenImage('a/one:1', common), seenImage('b/two:1', common)])).toEqual([]);
  });

  it('joins images of one account where each has a finding of its own', () => {
    const images = [
      seenImage('acme/one:1', []),
      seenImage('acme/two:1', [], { decision: 'review' }),
      seenImage('acme/clean:1', [], { decision: 'allow', suspicious: false }),
      seenImage('acme/unread:1', [], { decision: 'review', suspicious: false }),
    ];
    expect(groupsOf(images)).toEqual([['acme/one:1', 'acme/two:1']]);
    const [campaign] = campaignsOf(images).campaigns;
    expect(campaign?.byAccountOnly).toBe(true);
    expect(groupsOf(images, ['docker.io/acme'])).toEqual([]);
  });

  it.each(['library/one:1', 'one:1', '/var/tmp/one.tar', 'oci:./layout'])('has no account for %s', (name) => {
    expect(groupsOf([seenImage(name, []), seenImage(name.replace('one', 'two'), [])])).toEqual([]);
  });

  it('does not join by what all have from one and the same layer, unless somebody earns by it', () => {
    const layer = { layer: 'sha256:base' };
    const file = sighting('file', 'cd'.repeat(32), { ...layer, inheritable: true });
    const two = (one: typeof file, other = one) => [
      seenImage('a/one:1', [one]),
      seenImage('b/two:1', [other]),
    ];
    expect(groupsOf(two(file))).toEqual([]);
    const elsewhere = { ...file, layer: 'sha256:other' };
    expect(groupsOf(two(file, elsewhere))).toEqual([['a/one:1', 'b/two:1']]);
    expect(groupsOf(two({ ...WALLET, ...layer }))).toEqual([['a/one:1', 'b/two:1']]);
  });

  it('does not join by a wallet of which nothing shows what it is for, unless another image does', () => {
    const loose = { ...WALLET, firm: false };
    const two = [seenImage('a/one:1', [loose]), seenImage('b/two:1', [loose])];
    expect(groupsOf(two)).toEqual([]);
    expect(groupsOf([...two, seenImage('c/three:1', [WALLET])])).toEqual([
      ['a/one:1', 'b/two:1', 'c/three:1'],
    ]);
  });

  it('leaves out what the user knows, and says so', () => {
    const images = [
      seenImage('a/one:1', [WALLET]),
      seenImage('b/two:1', [WALLET, HOST]),
      seenImage('c/x:1', [HOST]),
    ];
    expect(groupsOf(images, ['4wallet'])).toEqual([['b/two:1', 'c/x:1']]);
    const [campaign] = campaignsOf(images, { known: ['4wallet'] }).campaigns;
    expect(campaign?.indicators.find(({ indicator }) => indicator.kind === 'wallet')).toMatchObject({
      joins: false,
    });
  });

  it('tells how each image hangs on those that most have in common', () => {
    const images = [
      seenImage('acme/one:1', [WALLET]),
      seenImage('acme/two:1', [WALLET]),
      seenImage('acme/three:1', [WALLET]),
      seenImage('acme/four:1', [HOST]),
      seenImage('other/five:1', [HOST]),
    ].toSorted((a, b) => (a.digest < b.digest ? -1 : 1));
    const [campaign] = campaignsOf(images).campaigns;
    expect(campaign?.hinge).toMatchObject({ by: { kind: 'wallet' }, images: 3 });
    const ways = campaign?.members.flatMap(({ image, way }) =>
      way === undefined ? [] : [[image.references[0], way.by.kind, way.reference]],
    );
    expect(ways).toEqual([
      ['acme/four:1', 'account', expect.stringMatching(/^acme\/(?:one|two|three):1$/)],
      ['other/five:1', 'host', 'acme/four:1'],
    ]);
  });

  it('keeps the id of a campaign when images come in, and gives each its own', () => {
    const first = [seenImage('a/one:1', [WALLET]), seenImage('b/two:1', [WALLET])];
    const more = [...first, seenImage('c/three:1', [WALLET, HOST]), seenImage('d/four:1', [HOST])];
    const id = campaignsOf(first).campaigns[0]?.id;
    expect(id).toMatch(/^c[0-9a-f]{12}$/);
    expect(campaignsOf(more).campaigns.map((campaign) => campaign.id)).toEqual([id]);
    const other = [seenImage('e/five:1', [HOST]), seenImage('f/six:1', [HOST])];
    expect(campaignsOf([...first, ...other]).campaigns[1]?.id).not.toBe(id);
  });

  it('counts images that stand alone, and lists them when asked to', () => {
    const images = [
      seenImage('a/one:1', [WALLET]),
      seenImage('b/two:1', [], { decision: 'allow', suspicious: false }),
    ];
    expect(campaignsOf(images)).toMatchObject({ campaigns: [], alone: { allow: 1, review: 0, block: 1 } });
    const single = campaignsOf(images, { smallest: 1 });
    expect(single.campaigns.map(({ members }) => members.length)).toEqual([1]);
  });

  it('tells first and last as the images claim, or as the file says', () => {
    const images = [
      seenImage('acme/one:1', [WALLET], { created: '2017-07-24T00:00:00Z' }),
      seenImage('acme/two:1', [WALLET], { created: '2018-05-10T00:00:00Z' }),
    ];
    expect(campaignsOf(images).campaigns[0]?.seen).toEqual({
      first: '2017-07-24T00:00:00Z',
      last: '2018-05-10T00:00:00Z',
      source: 'images',
    });
    const pulls = new Map([['docker.io/acme/one', { pulls: 12, firstSeen: '2017-01-01T00:00:00Z' }]]);
    expect(campaignsOf(images, { pulls }).campaigns[0]).toMatchObject({
      seen: { first: '2017-01-01T00:00:00Z', source: 'file' },
      size: { pulls: 12, repositories: 2, counted: 1 },
    });
  });
});

import { describe, expect, it } from 'vitest';
import {
  bitcoinAddress,
  brokenMoneroAddress,
  moneroAddress,
  moneroIntegratedAddress,
} from '../../../testkit/addresses.ts';
import { decodeWallet } from '../../detect/coins/find-wallets.ts';
import type { Finding, Indicator } from '../../detect/finding.ts';
import type { FlaggedFile } from '../flagged-file.ts';
import { sightingsOf } from './sightings.ts';

const LAYERS = [{ digest: 'sha256:blob0' }, { digest: 'sha256:blob1', diffId: 'sha256:diff1' }];

function finding(more: Partial<Finding> = {}): Finding {
  return {
    rule: 'miner/proof',
    title: 'Mines',
    category: 'miner',
    severity: 'critical',
    confidence: 'high',
    why: 'w',
    fix: 'f',
    evidence: [{ path: '/run.sh', layer: 1, line: 3, excerpt: 'x' }],
    ...more,
  };
}

function indicator(kind: Indicator['kind'], value: string, more: Partial<Indicator> = {}): Indicator {
  return { kind, value, validation: 'v', ...more };
}

function found(findings: readonly Finding[], flaggedFiles: readonly FlaggedFile[] = []) {
  return sightingsOf({ findings, flaggedFiles, layers: LAYERS });
}

function valuesOf(...findings: readonly Finding[]) {
  return found(findings).map(({ kind, value }) => [kind, value]);
}

describe('sightingsOf', () => {
  it('takes a wallet from the line that shows it', () => {
    const wallet = moneroAddress('s');
    const [seen, ...rest] = found([
      finding({
        evidence: [
          { path: '/a', layer: 0, excerpt: 'other' },
          { path: '/b', layer: 1, line: 7, excerpt: `-u ${wallet}` },
        ],
        indicators: [indicator('wallet', wallet, { coin: 'monero' })],
      }),
    ]);
    expect(rest).toEqual([]);
    expect(seen).toEqual({
      kind: 'wallet',
      value: wallet,
      coin: 'monero',
      rule: 'miner/proof',
      path: '/b',
      layer: 'sha256:diff1',
      layerDigest: 'sha256:blob1',
      line: 7,
      inheritable: false,
      firm: true,
    });
  });

  it('takes an integrated address for the wallet behind it', () => {
    const pair = [moneroIntegratedAddress('s'), moneroAddress('s')];
    const indicators = pair.map((value) => indicator('wallet', value));
    expect(valuesOf(finding({ indicators }))).toEqual([['wallet', moneroAddress('s')]]);
  });

  it.each([
    ['a wallet whose checksum does not hold, whatever the report says', 'wallet', brokenMoneroAddress('s')],
    [
      "xmrig's donation address",
      'wallet',
      '48edfHu7V9Z84YzzMa6fUueoELZ9ZRXq9VetWzYGzKt52XU5xvqgzYnDK9URnRoJMk1j8nLwEVsaSWJ4fhdUyZijBGUicoD',
    ],
    ['a test vector of EIP-55', 'wallet', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'],
    ['a published SSH key', 'ssh-key', 'SHA256:1M4RzhMyWuFS/86uPY/ce2prh/dVTHW7iD2RhpquOZA'],
    ['what is no fingerprint', 'ssh-key', 'MD5:aa:bb'],
    ['a code host', 'url', 'https://raw.githubusercontent.com/a/b/main/run.sh'],
    ['a distribution', 'url', 'http://deb.debian.org/debian/x.sh'],
    ["the container's own network", 'address', '10.0.0.4:4444'],
    ['a public name server', 'address', '8.8.8.8:53'],
    ['a pool on this machine', 'pool', '127.0.0.1:3333'],
  ] as const)('leaves out %s', (_what, kind, value) => {
    expect(valuesOf(finding({ indicators: [indicator(kind, value)] }))).toEqual([]);
  });

  it('does not take a lone wallet for one that is paid', () => {
    const indicators = [indicator('wallet', bitcoinAddress('s'))];
    const wallet = { rule: 'wallet/address', category: 'wallet' as const, indicators };
    const firm = (severity: Finding['severity']) =>
      found([finding({ ...wallet, severity })]).map((one) => one.firm);
    expect([firm('low'), firm('medium')]).toEqual([[false], [true]]);
    expect(found([finding({ severity: 'low', indicators })]).map((one) => one.firm)).toEqual([true]);
  });

  it('leaves out what only stands in comments, lists and documents', () => {
    const indicators = [indicator('wallet', moneroAddress('s'))];
    expect(valuesOf(finding({ severity: 'info', indicators }))).toEqual([]);
  });

  it('brings hosts into one form', () => {
    const rule = { rule: 'start/download-and-run', category: 'start' as const, severity: 'high' as const };
    const hosts = [
      'http://203.0.113.18/x.sh',
      'HTTP://203.0.113.18:8080/y',
      '3405803794',
      'http://EVIL.example.org./a',
    ];
    const seen = found([finding({ ...rule, indicators: hosts.map((one) => indicator('url', one)) })]);
    expect(seen.map(({ value, inheritable }) => [value, inheritable])).toEqual([
      ['203.0.113.18', true],
      ['evil.example.org', true],
    ]);
    const verified = finding({
      ...rule,
      severity: 'low',
      indicators: [indicator('url', 'http://203.0.113.18/x')],
    });
    expect(found([verified])).toEqual([]);
  });

  it('takes a page of a paste site, not the site', () => {
    const at = (value: string) => valuesOf(finding({ indicators: [indicator('url', value)] }));
    expect(at('https://pastebin.com/raw/AbC123')).toEqual([['url', 'pastebin.com/raw/AbC123']]);
    expect(at('https://pastebin.com/')).toEqual([]);
  });

  it('tells a public pool from one of their own', () => {
    const at = (value: string) => valuesOf(finding({ indicators: [indicator('pool', value)] }));
    expect(at('xmr-eu1.nanopool.org:14444')).toEqual([['public-pool', 'nanopool.org']]);
    expect(at('203.0.113.18:3333')).toEqual([['host', '203.0.113.18']]);
    expect(at('pool.minexmr.com.example:4444')).toEqual([['host', 'pool.minexmr.com.example']]);
  });

  it('finds accounts at pools, e-mail addresses and telling worker names in mining lines', () => {
    const line = (excerpt: string) =>
      valuesOf(
        finding({
          evidence: [{ path: '/run.sh', excerpt }],
          indicators: [indicator('pool', 'stratum.f2pool.com:3333')],
        }),
      ).filter(([kind]) => kind !== 'public-pool');
    expect(line('m -o stratum.f2pool.com:3333 -u darkmoon77.rig1 -p x')).toEqual([
      ['pool-account', 'f2pool.com/darkmoon77'],
    ]);
    expect(line('"user": "darkmoon77",')).toEqual([['pool-account', 'f2pool.com/darkmoon77']]);
    expect(line('-u gold.digger@example.org')).toEqual([['email', 'gold.digger@example.org']]);
    expect(line(`-u ${moneroAddress('w')}.kinsing-eu-42/x`)).toEqual([['worker', 'kinsing-eu-42']]);
    for (const nothing of [
      '-u x',
      '-u user',
      '-u $WALLET',
      '-u you@example.com',
      `-u ${bitcoinAddress('w')}.worker1`,
    ])
      expect(line(nothing), nothing).toEqual([]);
  });

  it('finds salted password hashes in lines about accounts', () => {
    const hash = `$6$saltsalt$${'a'.repeat(86)}`;
    const access = { rule: 'access/known-password', category: 'access' as const, severity: 'high' as const };
    const evidence: Finding['evidence'] = [
      { path: '/etc/shadow', layer: 1, excerpt: `root:${hash}:17710:0:` },
    ];
    expect(found([finding({ ...access, evidence })])).toMatchObject([
      { kind: 'password-hash', value: hash, inheritable: true },
    ]);
    expect(
      found([finding({ ...access, evidence: [{ path: '/etc/shadow', excerpt: 'root::17710:' }] })]),
    ).toEqual([]);
  });

  it('takes scripts that something grave points at, and programs only as weak', () => {
    const file = {
      path: '/run.sh',
      layer: 1,
      kind: 'script',
      size: 9,
      sha256: 'ab'.repeat(32),
      shape: 's1:x',
    } as const;
    const kinds = (severity: Finding['severity'], one: FlaggedFile) =>
      found([finding({ severity })], [one]).map(({ kind }) => kind);
    expect(kinds('high', file)).toEqual(['file', 'script-shape']);
    expect(kinds('medium', file)).toEqual([]);
    expect(kinds('critical', { ...file, kind: 'program' })).toEqual(['program']);
    expect(kinds('critical', { ...file, path: '/other.sh' })).toEqual([]);
  });

  it('is bounded', () => {
    const indicators = Array.from({ length: 5000 }, (_, n) =>
      indicator('address', `198.51.100.${n % 256}:${n}`),
    );
    const many = Array.from({ length: 20 }, (_, n) => finding({ rule: `r/${n}`, indicators }));
    expect(found(many)).toHaveLength(200);
  });
});

describe('the wallets that everybody copies', () => {
  it('are written as they are: their checksums hold', async () => {
    const { readFile } = await import('node:fs/promises');
    const source = await readFile(new URL('known-wallets.ts', import.meta.url), 'utf8');
    const addresses = [...source.matchAll(/^ {2}'(\w+)',$/gm)].map((match) => match[1] ?? '');
    expect(addresses.length).toBeGreaterThan(15);
    expect(addresses.filter((address) => decodeWallet(address) === undefined)).toEqual([]);
  });
});

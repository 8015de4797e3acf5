import { describe, expect, it } from 'vitest';
import { type ImageSpec, judge } from '../../../testkit/detect.ts';
import type { Finding } from '../finding.ts';
import { findPools } from '../pools/find-pools.ts';
import { POOL_DOMAINS } from '../pools/pool-domains.ts';
import { pool } from './index.ts';

function find(spec: ImageSpec): readonly Finding[] {
  const { findings, unknowns } = judge([pool], spec);
  expect(unknowns).toEqual([]);
  return findings;
}

describe('findPools', () => {
  it.each([
    ['stratum+tcp://pool.example:3333', 'scheme', 'pool.example:3333'],
    ['stratum2+ssl://x.example:443', 'scheme', 'x.example:443'],
    ['stratum+tls://203.0.113.9:443', 'scheme', '203.0.113.9:443'],
    ['XMR.Pool.MineXMR.com:4444', 'known', 'xmr.pool.minexmr.com:4444'],
    ['gulf.moneroocean.stream:10128', 'known', 'gulf.moneroocean.stream:10128'],
    ['pool.minexmr.com.ru:443', 'look-alike', 'pool.minexmr.com.ru:443'],
    ['pool.supportxmr.example', 'look-alike', 'pool.supportxmr.example'],
  ])('%s is a pool by %s', (text, reason, value) => {
    expect(findPools(`"url": "${text}",`)).toMatchObject([{ reason, value }]);
  });

  it.each([
    'db.example:5432',
    'my-minexmr-notes.example',
    'nanopool.py',
    'https://example.org/nanopool',
    'daemon://x:1',
  ])('%s is none', (text) => {
    expect(findPools(text)).toEqual([]);
  });

  it('has clean domains, each once', () => {
    expect(POOL_DOMAINS.every((domain) => /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(domain))).toBe(true);
    expect(new Set(POOL_DOMAINS).size).toBe(POOL_DOMAINS.length);
  });
});

describe('pool', () => {
  it('finds one in what runs, in settings and in programs', () => {
    const layers = [
      {
        'run.sh': '#!/bin/sh\n./a pool.minexmr.com:4444\n',
        'etc/a.conf': 'x=stratum+tcp://h.example:1\n',
        'bin/a': { bytes: 'pool.supportxmr.com:3333', elf: true },
      },
    ];
    const findings = find({ layers, config: { Entrypoint: ['/run.sh'] } });
    expect(findings.map(({ severity, evidence }) => [severity, evidence[0].path])).toEqual([
      ['high', '/run.sh'],
      ['medium', '/bin/a'],
      ['medium', '/etc/a.conf'],
    ]);
  });

  it.each<[string, ImageSpec]>([
    [
      'a hosts-style block-list',
      { layers: [{ 'etc/blocklist.txt': POOL_DOMAINS.map((domain) => `0.0.0.0 ${domain}`).join('\n') }] },
    ],
    [
      'a rule pack',
      {
        layers: [
          {
            'opt/falco/miners.yaml': `items: [${POOL_DOMAINS.map((domain) => `"${domain}:3333"`).join(', ')}]`,
          },
        ],
      },
    ],
    [
      'a firewall line',
      {
        layers: [{ 'run.sh': '#!/bin/sh\niptables -A OUTPUT -d pool.minexmr.com:4444 -j DROP\n' }],
        config: { Cmd: ['/run.sh'] },
      },
    ],
    [
      'a comment',
      { layers: [{ 'run.sh': '#!/bin/sh\n# stratum+tcp://a.example:1\n' }], config: { Cmd: ['/run.sh'] } },
    ],
    [
      'a message',
      {
        layers: [{ 'run.sh': '#!/bin/sh\necho "stratum+tcp://a.example:1 is down"\n' }],
        config: { Cmd: ['/run.sh'] },
      },
    ],
    [
      "an exporter that reads a pool's API",
      { layers: [{ 'app/exporter.py': 'URL = "https://api.nanopool.org/v1/xmr/user/"\n' }] },
    ],
    ['documentation', { layers: [{ 'usr/share/doc/x/README.md': 'stratum+tcp://pool.minexmr.com:4444' }] }],
    ['a format string', { layers: [{ 'bin/x': { bytes: 'stratum+tcp://%s:%d', elf: true } }] }],
  ])('weighs %s little or not at all', (_name, spec) => {
    expect(find(spec).filter(({ severity }) => severity !== 'info' && severity !== 'low')).toEqual([]);
  });
});

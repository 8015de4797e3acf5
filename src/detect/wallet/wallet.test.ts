import { describe, expect, it } from 'vitest';
import {
  bitcoinAddress,
  brokenMoneroAddress,
  ethereumAddress,
  moneroAddress,
} from '../../../testkit/addresses.ts';
import { type ImageSpec, judge } from '../../../testkit/detect.ts';
import type { Finding } from '../finding.ts';
import { wallet } from './index.ts';

const XMR = moneroAddress('wallet tests');

function find(spec: ImageSpec): readonly Finding[] {
  const { findings, unknowns } = judge([wallet], spec);
  expect(unknowns).toEqual([]);
  return findings;
}

describe('wallet finds a Monero address', () => {
  it.each<[string, ImageSpec]>([
    ['a script', { layers: [{ 'opt/a.sh': `#!/bin/sh\nW=${XMR}\n` }] }],
    ['a configuration', { layers: [{ 'etc/a.json': `{"user":"${XMR}.x"}` }] }],
    ['base64', { layers: [{ 'etc/a.conf': `k=${Buffer.from(`wallet=${XMR}`).toString('base64')}\n` }] }],
    ['ENV', { layers: [{}], config: { Env: [`W=${XMR}`] } }],
    ['LABEL', { layers: [{}], config: { Labels: { w: XMR } } }],
    [
      'a program that starts',
      { layers: [{ 'bin/a': { bytes: `x\0${XMR}\0`, elf: true } }], config: { Cmd: ['bin/a'] } },
    ],
  ])('in %s', (_name, spec) => {
    expect(find(spec)).toMatchObject([
      { rule: 'wallet/address', severity: 'medium', indicators: [{ value: XMR, coin: 'monero' }] },
    ]);
  });

  it('once, however many files hold it', () => {
    const findings = find({ layers: [{ 'a.sh': `#!/bin/sh\nx ${XMR}\n`, 'b.sh': `#!/bin/sh\ny ${XMR}\n` }] });
    expect(findings).toMatchObject([{ evidence: [{ path: '/a.sh' }, { path: '/b.sh' }] }]);
  });
});

describe('wallet weighs less or leaves alone', () => {
  it.each<[string, ImageSpec]>([
    ['a donation line', { layers: [{ 'app/x.conf': `# Donations welcome\ndonate = ${XMR}\n` }] }],
    ['a comment', { layers: [{ 'app/x.sh': `#!/bin/sh\n# ${XMR}\n` }] }],
    ['a README', { layers: [{ 'usr/share/doc/x/README': `Send XMR to ${XMR}\n` }] }],
    [
      'test vectors',
      {
        layers: [
          {
            'app/vectors.json': JSON.stringify(Array.from({ length: 30 }, (_x, i) => moneroAddress(`${i}`))),
          },
        ],
      },
    ],
    ['a broken address', { layers: [{ 'app/x.sh': `#!/bin/sh\nW=${brokenMoneroAddress('a')}\n` }] }],
    ['Bitcoin in a configuration', { layers: [{ 'app/shop.conf': `pay_to=${bitcoinAddress('a')}\n` }] }],
    ['contracts', { layers: [{ 'app/web3.js': `const a="${ethereumAddress('a')}"` }] }],
  ])('%s', (_name, spec) => {
    expect(find(spec).filter(({ severity }) => severity !== 'info' && severity !== 'low')).toEqual([]);
  });
});

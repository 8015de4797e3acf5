import { describe, expect, it } from 'vitest';
import { type ImageSpec, judge, type LayerSpec } from '../../../testkit/detect.ts';
import type { Finding } from '../finding.ts';
import { trust } from './index.ts';

function find(files: LayerSpec, config: ImageSpec['config'] = {}): readonly Finding[] {
  const { findings, unknowns } = judge([trust], { layers: [files], config });
  expect(unknowns).toEqual([]);
  return findings;
}

describe('trust finds', () => {
  it.each<[string, string, string]>([
    ['etc/apt/sources.list', 'deb [trusted=yes] http://apt.files.example/ stable main\n', 'medium'],
    [
      'etc/apt/sources.list.d/x.sources',
      'Types: deb\nURIs: http://apt.files.example/\nTrusted: yes\n',
      'medium',
    ],
    [
      'etc/apt/sources.list.d/y.list',
      'deb [arch=amd64 trusted=yes] https://apt.files.example/ stable main\n',
      'low',
    ],
    [
      'etc/pip.conf',
      '[global]\nindex-url = http://203.0.113.9/simple\ntrusted-host = 203.0.113.9\n',
      'medium',
    ],
    ['root/.npmrc', 'registry=http://npm.files.example/\n', 'medium'],
    ['etc/yum.repos.d/x.repo', '[x]\nbaseurl=http://rpm.files.example/\ngpgcheck=0\n', 'medium'],
    ['root/.gemrc', ':sources:\n- http://gems.files.example/\n', 'medium'],
  ])('packages that nobody vouches for: %s', (path, text, severity) => {
    expect(find({ [path]: text })).toMatchObject([{ rule: 'trust/package-mirror', severity }]);
  });

  it.each<[string, readonly string[]]>([
    ['curl -so /usr/local/share/ca-certificates/a.crt http://203.0.113.9/a.crt', ['trust/extra-ca medium']],
    [
      'wget -O /usr/local/share/ca-certificates/a.crt http://ca.files.example/a.crt',
      ['trust/extra-ca medium'],
    ],
    ['curl -so /usr/local/share/ca-certificates/a.crt https://ca.files.example/a.crt', []],
    ['curl -so /usr/local/share/ca-certificates/a.crt "$CA_URL"', []],
    ['curl -so /usr/local/share/ca-certificates/a.crt http://vault:8200/v1/pki/ca/pem', []],
  ])('an authority that is fetched at start: %s', (line, expected) => {
    const text = `#!/bin/sh\n${line}\nupdate-ca-certificates\n`;
    const findings = find({ 'e.sh': { text, mode: 0o755 } }, { Entrypoint: ['/e.sh'] });
    expect(findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(expected);
  });

  it('a mirror in ENV', () => {
    expect(find({}, { Env: ['PIP_INDEX_URL=http://203.0.113.9/simple'] })).toMatchObject([
      { rule: 'trust/package-mirror', severity: 'medium', evidence: [{ path: 'ENV' }] },
    ]);
  });

  it('a well-known name that leads elsewhere, in the file or written at start', () => {
    expect(find({ 'etc/hosts': '127.0.0.1 localhost\n203.0.113.9 deb.debian.org\n' })).toMatchObject([
      { rule: 'trust/hosts', severity: 'medium', evidence: [{ line: 2 }] },
    ]);
    const text = '#!/bin/sh\necho "203.0.113.9 registry-1.docker.io" >> /etc/hosts\nexec nginx\n';
    expect(find({ 'e.sh': text }, { Entrypoint: ['/e.sh'] })).toMatchObject([
      { rule: 'trust/hosts', severity: 'medium', evidence: [{ path: '/e.sh', line: 2 }] },
    ]);
    expect(find({ 'etc/hosts': '0.0.0.0 security.ubuntu.com\n' })).toMatchObject([{ severity: 'low' }]);
  });

  it('a resolver of a stranger, once it is written at start', () => {
    const text =
      '#!/bin/sh\nprintf "nameserver 203.0.113.53\\nnameserver 8.8.8.8\\n" > /etc/resolv.conf\nexec nginx\n';
    expect(find({ 'e.sh': text }, { Entrypoint: ['/e.sh'] })).toMatchObject([
      { rule: 'trust/resolver', severity: 'medium', why: expect.stringContaining('203.0.113.53') },
    ]);
    expect(find({ 'opt/e.sh': text })).toMatchObject([{ severity: 'low' }]);
    expect(find({ 'etc/resolv.conf': 'nameserver 203.0.113.53\n' })).toEqual([]);
  });

  it('a mirror that a script writes, once it runs', () => {
    const text =
      '#!/bin/sh\nprintf "[x]\\nbaseurl=http://rpm.files.example/\\ngpgcheck=0\\n" > /etc/yum.repos.d/x.repo\nexec nginx\n';
    expect(find({ 'e.sh': text }, { Entrypoint: ['/e.sh'] })).toMatchObject([
      { rule: 'trust/package-mirror', severity: 'medium' },
    ]);
    expect(find({ 'etc/cron.daily/x': { text, mode: 0o755 } })).toMatchObject([{ severity: 'medium' }]);
    expect(find({ 'etc/profile.d/x.sh': text })).toMatchObject([{ severity: 'medium' }]);
    // lxc-oracle
    expect(find({ 'usr/share/lxc/templates/lxc-x': { text, mode: 0o755 } })).toMatchObject([
      { severity: 'low' },
    ]);
  });

  it('an added certificate authority, as a note', () => {
    expect(find({ 'usr/local/share/ca-certificates/corp.crt': '-----BEGIN CERTIFICATE-----' })).toMatchObject(
      [{ rule: 'trust/extra-ca', severity: 'info' }],
    );
  });
});

describe('trust leaves alone', () => {
  it.each<[string, string]>([
    [
      'etc/apt/sources.list',
      'deb http://deb.debian.org/debian bookworm main\n# deb [trusted=yes] http://x.example/ a b\n',
    ],
    ['etc/apt/sources.list.d/cuda.list', 'deb [trusted=yes] file:///var/cuda-repo /\n'],
    [
      'etc/apt/sources.list.d/docker.list',
      'deb [arch=amd64 signed-by=/etc/apt/keyrings/d.asc] https://download.docker.com/linux/debian bookworm stable\n',
    ],
    [
      'etc/pip.conf',
      '[global]\nindex-url = https://pypi.tuna.tsinghua.edu.cn/simple\ntrusted-host = pypi.tuna.tsinghua.edu.cn\n',
    ],
    [
      'etc/pip.conf',
      '[global]\nindex-url = http://nexus:8081/repository/pypi/simple\ntrusted-host = nexus\n',
    ],
    ['etc/npmrc', 'registry=https://npm.corp.example/\n//npm.corp.example/:_authToken=${NPM_TOKEN}\n'],
    ['app/.npmrc', 'registry=${REGISTRY}\n'],
    ['etc/yum.repos.d/x.repo', '[x]\nbaseurl=https://rpm.files.example/\ngpgcheck=1\n'],
    ['etc/hosts', '127.0.0.1 localhost\n0.0.0.0 ads.example\n10.0.0.2 db.internal\n'],
    ['usr/share/ca-certificates/mozilla/x.crt', '-----BEGIN CERTIFICATE-----'],
  ])('%s: %s', (path, text) => {
    expect(find({ [path]: text })).toEqual([]);
  });
});

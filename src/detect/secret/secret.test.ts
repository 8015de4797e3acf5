import { generateKeyPairSync } from 'node:crypto';
import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import { describe, expect, it } from 'vitest';
import { type ImageSpec, judge, type LayerSpec } from '../../../testkit/detect.ts';
import { awsSecretKey, githubToken, letters, pemKey } from '../../../testkit/secrets.ts';
import type { Finding } from '../finding.ts';
import { secret } from './index.ts';
import { VENDORS } from './vendors.ts';

function find(files: LayerSpec, config: ImageSpec['config'] = {}): readonly Finding[] {
  const { findings, unknowns } = judge([secret], { layers: [files], config });
  expect(unknowns).toEqual([]);
  return findings;
}

const TOKEN = githubToken('one');
const AWS = awsSecretKey('one');
const KEY = pemKey();
const auth = (login: string): string => Buffer.from(login).toString('base64');
const KUBECONFIG = `apiVersion: v1
kind: Config
clusters:
- cluster: {server: https://192.0.2.7:6443}
  name: prod
users:
- name: ops
  user:
    client-key-data: ${Buffer.from(KEY).toString('base64')}
`;

describe('secrets', () => {
  it.each<[string, string, string, string]>([
    ['secret/cloud', 'root/.aws/credentials', `[default]\naws_secret_access_key = ${AWS}\n`, 'high'],
    ['secret/cloud', 'app/.env', `AWS_SECRET_ACCESS_KEY="${AWS}"\n`, 'high'],
    [
      'secret/cloud',
      'app/sa.json',
      JSON.stringify({ type: 'service_account', private_key_id: letters('id', 40), private_key: KEY }),
      'high',
    ],
    ['secret/cloud', 'app/a.yaml', `conn: AccountName=a;AccountKey=${letters('az', 86)}==\n`, 'high'],
    ['secret/token', 'app/deploy.sh', `#!/bin/sh\ncurl -H "Authorization: token ${TOKEN}" x\n`, 'high'],
    ['secret/token', 'app/settings.py', `KEY = "sk-ant-api03-${letters('an', 93)}AA"\n`, 'high'],
    ['secret/token', 'app/.git/config', `url = https://x-access-token:${TOKEN}@github.com/a/b\n`, 'high'],
    [
      'secret/registry',
      'root/.docker/config.json',
      `{"auths":{"registry.corp.example":{"auth":"${auth(`ci:${letters('pw', 20)}`)}"}}}`,
      'high',
    ],
    ['secret/registry', 'root/.npmrc', `//registry.npmjs.org/:_authToken=${letters('npm', 36)}\n`, 'high'],
    ['secret/registry', 'root/.pypirc', `[pypi]\npassword = pypi-AgEI${letters('py', 80)}\n`, 'high'],
    ['secret/cluster', 'root/.kube/config', KUBECONFIG, 'high'],
    [
      'secret/cluster',
      'var/run/secrets/kubernetes.io/serviceaccount/token',
      `eyJ${letters('h', 30)}.eyJ${letters('p', 200)}.${letters('s', 80)}`,
      'high',
    ],
    ['secret/private-key', 'etc/nginx/tls/server.key', KEY, 'medium'],
    ['secret/private-key', 'app/config.json', JSON.stringify({ signer: KEY }), 'medium'],
    ['secret/password', 'app/a.toml', 'db = "postgres://app:Tr0ub4dor@db.corp-a.com:5432/x"\n', 'medium'],
    ['secret/password', 'app/a.toml', 'db = "postgres://app:Tr0ub4dor@db:5432/x"\n', 'low'],
    ['secret/password', 'root/.netrc', 'machine git.corp-a.com login ci password Tr0ub4dor\n', 'medium'],
    ['secret/password', 'root/.pgpass', 'db.corp-a.com:5432:*:app:Tr0ub4dor\n', 'medium'],
  ])('%s in %s', (rule, path, text, severity) => {
    expect(find({ [path]: text })).toMatchObject([
      { rule, severity, confidence: 'high', evidence: [{ path: `/${path}` }] },
    ]);
  });

  it('in ENV, and in what the history keeps of a build', () => {
    expect(find({}, { Env: [`GITHUB_TOKEN=${TOKEN}`] })).toMatchObject([
      { rule: 'secret/token', evidence: [{ path: 'ENV' }] },
    ]);
    const instructions = [`RUN git clone https://ci:${TOKEN}@github.com/corp/app`];
    expect(judge([secret], { layers: [{}], instructions }).findings).toMatchObject([
      { rule: 'secret/token', evidence: [{ path: 'RUN' }] },
    ]);
  });

  it('in base64, and once only where the form is base64 anyway', () => {
    const coded = Buffer.from(`export GITHUB_TOKEN=${TOKEN}\n`).toString('base64');
    const [finding] = find({ 'app/run.sh': `#!/bin/sh\neval "$(echo ${coded} | base64 -d)"\n` });
    expect(finding).toMatchObject({ rule: 'secret/token', evidence: [{ line: 2 }] });
    expect(finding?.why).toContain('base64');
  });

  it('that a later layer removes', () => {
    const { findings } = judge([secret], {
      layers: [
        { 'root/.git-credentials': `https://a:${TOKEN}@github.com\n` },
        { 'root/.git-credentials': null },
      ],
    });
    expect(findings).toMatchObject([{ rule: 'secret/token', severity: 'high' }]);
    expect(findings[0]?.why).toContain('keeps nobody from reading it');
  });

  it('are never shown', () => {
    const line = `a ${TOKEN} b AWS_SECRET_ACCESS_KEY=${AWS} https://u:Tr0ub4dor@git.corp-a.com/ c\n`;
    const shown = JSON.stringify(find({ 'app/x.env': line, 'app/k.pem': KEY }));
    for (const one of [TOKEN, AWS, 'Tr0ub4dor', KEY.split('\n')[1] ?? '']) expect(shown).not.toContain(one);
    expect(shown).toContain('ghp_… (40 characters)');
    expect(shown).toContain('-----BEGIN PRIVATE KEY----- …');
  });

  it('are masked beside one another, thousands on one line', () => {
    const text = Array.from({ length: 1500 }, (_, i) => `u=http://ci:Tr0ub${i}x@h${i}.corp-a.com`).join(' ');
    const [finding] = find({ 'app/a.env': text });
    expect(finding?.evidence).toHaveLength(50);
    for (const { excerpt } of finding?.evidence ?? []) {
      expect(excerpt).toMatch(/ci:…@h\d+\.corp-a\.com/);
      expect(excerpt).not.toContain('Tr0ub');
    }
  });

  it('weigh little as an example by name, not as the key of a host of that name', () => {
    expect(find({ 'app/example-server-key.pem': KEY })).toMatchObject([{ severity: 'low' }]);
    expect(find({ 'app/example.com.key': KEY })).toMatchObject([{ severity: 'medium' }]);
  });

  it.each<[string, string, string]>([
    ['a token whose checksum does not hold', 'app/a.env', `T=ghp_${letters('bad', 36)}\n`],
  ])('less sure: %s', (_, path, text) => {
    expect(find({ [path]: text })).toMatchObject([{ confidence: 'low' }]);
  });

  it.each<[string, string, string]>([
    ['a test of a library', 'usr/lib/python3/dist-packages/x/test/key.pem', KEY],
    ['a package’s file', 'usr/share/corp/demo.key', KEY],
    ['an example', 'opt/app/examples/.env', `GITHUB_TOKEN=${TOKEN}\n`],
  ])('only a note: %s', (_, path, text) => {
    expect(find({ [path]: text })).toMatchObject([{ severity: 'info' }]);
  });
});

it('a library’s keys are one note, however many', () => {
  const files = Object.fromEntries([1, 2, 3].map((i) => [`srv/node_modules/tls/test/${i}.pem`, pemKey()]));
  const findings = find(files);
  expect(findings).toMatchObject([{ severity: 'info', evidence: [{}, {}, {}] }]);
  expect(findings[0]?.why).toContain('and 2 more files like it');
});

describe('leaves alone', () => {
  const sealed = generateKeyPairSync('ed25519').privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: 'made by the test',
  });
  it.each<[string, string, string]>([
    [
      'the key of the documentation',
      'app/.env',
      `AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n`,
    ],
    [
      'variables',
      'app/.env',
      'AWS_SECRET_ACCESS_KEY=${AWS_SECRET}\nDB=postgres://app:${PW}@db.corp-a.com/x\n',
    ],
    [
      'an .npmrc that takes it from the environment',
      'root/.npmrc',
      '//registry.npmjs.org/:_authToken=${NPM_TOKEN}\n',
    ],
    [
      'a help text',
      'app/a.txt',
      'opts=http://qa.corp-a.com:Tr0ub4dor://x.corp-a.com@Hdr=Value\nu=http://x:Tr0ub4dor@Hdr=Value\n',
    ],
    [
      'placeholders',
      'app/a.env',
      `T=ghp_${'x'.repeat(36)}\nU=https://user:password@host.corp-a.com/\n# P=http://john:doe@proxy.corp-a.com:8080\n`,
    ],
    ['a row of letters', 'app/a.env', 'T=ghp_abcdefghijklmnopqrstuvwxyz0123456789\n'],
    ['a key with a passphrase', 'etc/tls/a.key', String(sealed)],
    [
      'a public key and a certificate’s frame',
      'etc/tls/a.pem',
      '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
    ],
    [
      'a script that asks for a key',
      'app/a.sh',
      '#!/bin/sh\ngrep -q "-----BEGIN PRIVATE KEY-----" "$1" || exit 1\n',
    ],
    ['documentation', 'usr/share/doc/x/README', `GITHUB_TOKEN=${TOKEN}\n`],
    ['an empty Docker configuration', 'root/.docker/config.json', '{"auths":{"registry.corp.example":{}}}'],
    [
      'a kubeconfig that asks a program',
      'root/.kube/config',
      'kind: Config\nclusters: []\nusers:\n- user:\n    exec: {command: aws}\n',
    ],
  ])('%s', (_, path, text) => {
    expect(find({ [path]: text })).toEqual([]);
  });
});

describe('the rules of secretlint', () => {
  it('that are used exist, and none of those that open files', () => {
    const ids = rules.map(({ meta }) => meta.id.replace('@secretlint/secretlint-rule-', ''));
    expect(ids).toEqual(expect.arrayContaining(VENDORS.map(({ rule }) => rule)));
    expect(VENDORS.map(({ rule }) => rule)).not.toContain('gcp');
  });

  it('see the text in pieces, however many words it holds', () => {
    const text = `${'xoxb-1-a-'.repeat(100_000)}\nT=${TOKEN}\n`;
    const { findings } = judge([secret], { layers: [{ 'app/a.env': text }] });
    expect(findings).toMatchObject([{ rule: 'secret/token', evidence: [{ line: 2 }] }]);
  });
});

describe('a text with more words of keys than are looked at', () => {
  const text = `${'aws_secret_access_key is not here\n'.padEnd(2000, '.\n')}\n`.repeat(400);
  it('is told as not fully read, where a program may use it', () => {
    const told = (path: string): readonly string[] =>
      judge([secret], { layers: [{ [path]: text }] }).unknowns.map(({ detail }) => detail);
    expect(told('opt/app/settings.txt')).toEqual([expect.stringContaining('maxSecretPlaces')]);
    expect(told('usr/lib/node_modules/x/list.js')).toEqual([]);
  });
});

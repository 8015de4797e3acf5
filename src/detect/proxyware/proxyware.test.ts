import { describe, expect, it } from 'vitest';
import { type ImageSpec, judge } from '../../../testkit/detect.ts';
import { proxyware } from './index.ts';

function starts(text: string, more: Partial<ImageSpec> = {}) {
  const layers = [{ 'e.sh': `#!/bin/sh\n${text}\nexec "$@"\n` }];
  return judge([proxyware], { layers, config: { Entrypoint: ['/e.sh'] }, ...more }).findings;
}

const ACCOUNT = '-tou-accept -email a@mail.example -pass secret -device d1';

describe('proxyware finds', () => {
  it.each([
    '/opt/svc/tm start accept --token 0123456789abcdef0123456789abcdef= &',
    `/usr/bin/agent ${ACCOUNT} >/dev/null 2>&1 &`,
    '(sleep 60; /usr/bin/agent -email=a@mail.example -password=x -accept-tos) &',
    'while true; do /usr/bin/p2pclient -l a@mail.example; sleep 5; done &',
  ])('an agent with an account, whatever its name: %s', (text) => {
    expect(starts(text)).toMatchObject([
      { rule: 'proxyware/agent', severity: 'high', evidence: [{ line: 2 }] },
    ]);
  });

  it('an account in ENV', () => {
    const config = { Env: ['P2P_EMAIL=a@mail.example'], Cmd: ['/p'] };
    expect(judge([proxyware], { layers: [{}], config }).findings).toMatchObject([
      { severity: 'high', evidence: [{ path: 'ENV', excerpt: 'P2P_EMAIL=a@mail.example' }] },
    ]);
  });
});

describe('proxyware leaves alone', () => {
  it.each([
    '/usr/bin/agent start --token "$TOKEN"',
    `echo /usr/bin/agent start accept`,
    `# agent ${ACCOUNT}`,
    'runner start accept --token "$TOKEN"',
    'git config user.email a@mail.example',
    'ssh -l a@mail.example host.example',
    'certbot --email a@mail.example --agree-tos',
  ])('%s', (text) => {
    expect(starts(text)).toEqual([]);
  });

  it('an account that is still to be given', () => {
    const config = { Env: ['RP_EMAIL=', 'RP_API_KEY='], Cmd: ['/p'] };
    expect(judge([proxyware], { layers: [{}], config }).findings).toEqual([]);
  });

  it('a script that nothing starts, but for a low note', () => {
    const spec: ImageSpec = { layers: [{ 'opt/x.sh': `#!/bin/sh\n/opt/hg ${ACCOUNT}\n` }] };
    expect(judge([proxyware], spec).findings).toMatchObject([{ severity: 'low' }]);
  });

  it('an image called after the service, but for its account', () => {
    const spec: Partial<ImageSpec> = { reference: 'docker.io/honeygain/honeygain:latest' };
    expect(starts(`/opt/hg ${ACCOUNT} &`, spec)).toMatchObject([{ severity: 'medium' }]);
  });
});

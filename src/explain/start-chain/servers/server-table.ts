import { AGENTS } from './agents.ts';
import { BUILD_TOOLS } from './build-tools.ts';
import { DOCUMENT_TOOLS, TEST_TOOLS } from './document-tools.ts';
import { LOADED_BESIDE } from './loaded-beside.ts';
import { MAIL_AND_SHARES } from './mail-and-shares.ts';
import { SCHEDULERS } from './schedulers.ts';
import { BLANK, GAP, line, type Server } from './server.ts';
import { SHELL_FILES } from './shell-files.ts';
import { SMALL_SERVERS } from './small-servers.ts';
import { SYNC_TOOLS } from './sync-tools.ts';
import { TASK_FILES } from './task-files.ts';
import { TOLD_BY_VARIABLES } from './told-by-variables.ts';

const INCLUDE = line('include(?:optional|_dir|_if_exists)?', String.raw`[ \t=]{1,40}`);
const PIPED = String.raw`"\|{1,2}\$?((?:[^"\\\n]|\\.)+)"|'\|{1,2}\$?([^'\n]+)'`;
const POSTGRES = '(?:archive|restore|archive_cleanup|recovery_end|ssl_passphrase)_command';

/** By their documentation. One more is one more entry, and one more setting one more line. */
export const SERVERS: readonly Server[] = [
  {
    // mod_log_config, core ("Piped Logs"), mod_rewrite, mod_ext_filter, mod_lua.
    name: /^(?:httpd|apache2|apache2ctl|apachectl|httpd-foreground|apache2-foreground)$/,
    files: [
      '/usr/local/apache2/conf/httpd.conf',
      '/etc/httpd/conf/httpd.conf',
      '/etc/apache2/apache2.conf',
      '/etc/apache2/httpd.conf',
    ],
    include: INCLUDE,
    settings: [
      {
        pattern: new RegExp(
          `^${BLANK}(?:CustomLog|TransferLog|ErrorLog|GlobalLog|ForensicLog|ScriptLog)${GAP}(?:${PIPED})`,
          'gim',
        ),
        kind: 'command',
      },
      {
        pattern: /^[ \t]{0,40}RewriteMap[ \t]{1,40}\S{1,100}[ \t]{1,40}(?:"prg:([^"\n]+)"|prg:(\S+))/gim,
        kind: 'command',
      },
      {
        pattern: /^[ \t]{0,40}ExtFilterDefine[^\n]{0,500}?\bcmd=(?:"((?:[^"\\\n]|\\.)+)"|(\S+))/gim,
        kind: 'command',
      },
      {
        pattern:
          /^[ \t]{0,40}SSLPassPhraseDialog[ \t]{1,40}(?:"(?:exec:|\|)([^"\n]+)"|(?:exec:|\|)([^"\n]+))/gim,
        kind: 'command',
      },
      { pattern: line('ScriptAlias(?:Match)?[ \\t]{1,40}\\S{1,200}'), kind: 'programs' },
      {
        pattern: /<Directory[ \t]{1,9}"?([^">\n]{1,300})"?>[^<]{0,1000}?\bExecCGI\b/gi,
        kind: 'programs',
      },
      { pattern: line('DefineExternalAuth[ \\t]{1,40}\\S{1,100}[ \\t]{1,40}\\w{1,20}'), kind: 'command' },
      { pattern: line('WSGIScriptAlias[ \\t]{1,40}\\S{1,200}'), kind: { file: 'python' } },
      { pattern: line('Perl(?:PostConfig)?Require|PerlConfigRequire'), kind: { file: 'perl' } },
      { pattern: line('LuaHook\\w{1,40}|LuaMapHandler[ \\t]{1,40}\\S{1,200}'), kind: { file: 'lua' } },
    ],
  },
  {
    // lua-nginx-module, ngx_http_perl_module.
    name: /^(?:nginx|nginx-debug|openresty|tengine)$/,
    files: [
      '/etc/nginx/nginx.conf',
      '/usr/local/nginx/conf/nginx.conf',
      '/usr/local/openresty/nginx/conf/nginx.conf',
      '/opt/bitnami/openresty/nginx/conf/nginx.conf',
    ],
    include: /(?<=^|[\s;{])include[ \t]{1,40}["']?([^\s;"'][^;"'\n]{0,499})(?:["'][ \t]{0,20})?;/gm,
    settings: [
      {
        pattern: /\b\w{1,40}_by_lua_block[ \t]{0,40}(?:\$\w{1,60}[ \t]{1,40})?(?=\{)/g,
        kind: { code: 'lua' },
      },
      { pattern: /\b\w{1,40}_by_lua[ \t]{1,40}(?:\$\w{1,60}[ \t]{1,40})?(?=["'])/g, kind: { code: 'lua' } },
      {
        pattern: /\b\w{1,40}_by_lua_file[ \t]{1,40}(?:\$\w{1,60}[ \t]{1,40})?["']?([^\s;"']+)/g,
        kind: { file: 'lua' },
      },
      { pattern: /\bperl(?:_set[ \t]{1,40}\$\w{1,60})?[ \t]{1,40}(?=["'])/g, kind: { code: 'perl' } },
      {
        // njs.
        pattern: /\bjs_(?:import|include)[ \t]{1,40}(?:\w{1,60}[ \t]{1,20}from[ \t]{1,20})?["']?([^\s;"']+)/g,
        kind: { file: 'node' },
      },
      { pattern: /\bperl_require[ \t]{1,40}["']?([^\s;"']+)/g, kind: { file: 'perl' } },
      {
        pattern:
          /\b(?:exec|exec_(?:push|pull|play|publish|record)(?:_done)?|exec_static)[ \t]{1,40}([^\s;][^;\n]{0,1999});/g,
        kind: 'command',
      },
    ],
  },
  {
    // haproxy, "program", "external-check", "lua-load".
    name: /^haproxy(?:-systemd-wrapper)?$/,
    files: ['/etc/haproxy/haproxy.cfg', '/usr/local/etc/haproxy/haproxy.cfg'],
    settings: [
      { pattern: line('command|external-check[ \\t]{1,20}command'), kind: 'command' },
      { pattern: line('lua-(?:load|load-per-thread)'), kind: { file: 'lua' } },
    ],
  },
  {
    // PostgreSQL, "Write Ahead Log", "Archive Recovery", "SSL".
    name: /^(?:postgres|postmaster|pg_ctl|pg_ctlcluster|patroni)$/,
    files: [
      '$PGDATA/postgresql.conf',
      '$PGDATA/postgresql.auto.conf',
      '$PGDATA/recovery.conf',
      '/var/lib/postgresql/data/postgresql.conf',
      '/var/lib/postgresql/data/postgresql.auto.conf',
      '/etc/postgresql/postgresql.conf',
      '/usr/share/postgresql/postgresql.conf.sample',
      '/usr/local/share/postgresql/postgresql.conf.sample',
    ],
    include: INCLUDE,
    word: /^(?:--?c?[ =]?)?([\w-]{1,60})=([^]+)$/,
    commands: new RegExp(`^${POSTGRES}$`),
    settings: [
      {
        pattern: line(POSTGRES, String.raw`[ \t]{0,40}=?[ \t]{0,40}`),
        kind: 'command',
      },
    ],
  },
  {
    name: /^(?:redis-server|valkey-server|keydb-server|redis-sentinel)$/,
    files: ['/etc/redis/redis.conf', '/etc/redis.conf', '/usr/local/etc/redis/redis.conf'],
    include: INCLUDE,
    settings: [
      {
        pattern: line('sentinel[ \\t]{1,20}(?:notification|client-reconfig)-script[ \\t]{1,20}\\S{1,100}'),
        kind: 'command',
      },
    ],
  },
  {
    name: /^squid[\d.]*$/,
    files: ['/etc/squid/squid.conf', '/usr/local/squid/etc/squid.conf'],
    include: INCLUDE,
    settings: [
      {
        pattern: line(
          '(?:url_rewrite|store_id|redirect|unlinkd|pinger|sslcrtd|sslcrtvalidator|sslpassword|location_rewrite)_program|logfile_daemon|auth_param[ \\t]{1,20}\\w{1,20}[ \\t]{1,20}program',
        ),
        kind: 'command',
      },
      { pattern: /^[ \t]{0,40}external_acl_type[ \t][^\n/]{1,500}?[ \t](\/[^\n]+)$/gim, kind: 'command' },
    ],
  },
  {
    name: /^dnsmasq$/,
    files: ['/etc/dnsmasq.conf', '/etc/dnsmasq.d/*'],
    settings: [
      { pattern: line('dhcp-luascript', String.raw`[ \t]{0,20}=[ \t]{0,20}`), kind: { file: 'lua' } },
      { pattern: line('dhcp-script', String.raw`[ \t]{0,20}=[ \t]{0,20}`), kind: 'command' },
    ],
  },
  {
    // omprog, and the shell execute action.
    name: /^rsyslogd$/,
    files: ['/etc/rsyslog.conf', '/etc/rsyslog.d/*.conf'],
    settings: [
      { pattern: /\bbinary[ \t]{0,20}=[ \t]{0,20}"((?:[^"\\\n]|\\.)+)"/gi, kind: 'command' },
      { pattern: /^[^#\n]{1,200}[ \t]\^([^\n;]+)/gm, kind: 'command' },
    ],
  },
  {
    name: /^syslog-ng$/,
    files: ['/etc/syslog-ng/syslog-ng.conf', '/etc/syslog-ng/conf.d/*.conf'],
    settings: [{ pattern: /\bprogram[ \t]{0,20}\([ \t\n]{0,40}"((?:[^"\\\n]|\\.)+)"/g, kind: 'command' }],
  },
  {
    name: /^keepalived$/,
    files: ['/etc/keepalived/keepalived.conf', '/usr/local/etc/keepalived/keepalived.conf'],
    include: INCLUDE,
    settings: [
      {
        pattern: line(
          'script|misc_path|notify(?:_\\w{1,20})?|quorum_(?:up|down)|startup_script|shutdown_script',
        ),
        kind: 'command',
      },
    ],
  },
  {
    // inputs.exec, inputs.execd, outputs.exec, processors.execd.
    name: /^telegraf$/,
    files: ['/etc/telegraf/telegraf.conf', '/etc/telegraf/telegraf.d/*.conf'],
    settings: [
      {
        pattern: /^[ \t]{0,40}commands[ \t]{0,20}=[ \t]{0,20}\[([^\]]{1,4000})\]/gm,
        kind: 'texts',
      },
      { pattern: /^[ \t]{0,40}command[ \t]{0,20}=[ \t]{0,20}\[([^\]]{1,4000})\]/gm, kind: 'words' },
    ],
  },
  {
    name: /^zabbix_(?:agentd|agent2|agent)$/,
    files: [
      '/etc/zabbix/zabbix_agentd.conf',
      '/etc/zabbix/zabbix_agent2.conf',
      '/etc/zabbix/zabbix_agentd.d/*.conf',
    ],
    include: line('Include', String.raw`[ \t]{0,20}=[ \t]{0,20}`),
    settings: [
      { pattern: /^[ \t]{0,40}UserParameter[ \t]{0,20}=[^,\n]{1,200},([^\n]+)$/gm, kind: 'command' },
    ],
  },
  {
    name: /^snmpd$/,
    files: ['/etc/snmp/snmpd.conf'],
    settings: [
      {
        pattern: line(
          '(?:extend(?:-sh)?|exec|sh)[ \\t]{1,20}\\S{1,100}|pass(?:_persist)?[ \\t]{1,20}[.\\d]{1,100}',
        ),
        kind: 'command',
      },
    ],
  },
  {
    name: /^(?:openvpn|wg-quick)$/,
    files: ['/etc/openvpn/*.conf', '/etc/openvpn/server/*.conf', '/etc/wireguard/*.conf'],
    settings: [
      {
        pattern: line(
          '(?:route-)?(?:pre-)?(?:up|down)|client-(?:dis)?connect|learn-address|tls-verify|ipchange|auth-user-pass-verify',
        ),
        kind: 'command',
      },
      { pattern: line('(?:Pre|Post)(?:Up|Down)', String.raw`[ \t]{0,20}=[ \t]{0,20}`), kind: 'command' },
    ],
  },
  ...AGENTS,
  ...MAIL_AND_SHARES,
  ...SCHEDULERS,
  ...SMALL_SERVERS,
  ...BUILD_TOOLS,
  ...TASK_FILES,
  ...TOLD_BY_VARIABLES,
  ...LOADED_BESIDE,
  ...SHELL_FILES,
  ...DOCUMENT_TOOLS,
  ...TEST_TOOLS,
  ...SYNC_TOOLS,
];

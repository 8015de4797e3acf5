import { PHP_PLACES } from '../php-settings.ts';
import { BLANK, EQUALS, GAP } from './server.ts';

/** Settings of a server that name compiled code which becomes a part of it. */
export interface ModuleSetting {
  readonly name: RegExp;
  /** With flags `gm`; the first group that is there holds names or paths, between blanks, commas or quotes. Words of the command are looked through, too. */
  readonly pattern: RegExp;
  /** Where a name without a slash, or a relative path, lies: patterns, `?` for the name. */
  readonly places: readonly string[];
  /** What tells another folder, in its first group. */
  readonly folder?: RegExp;
  /** Files of settings, as in `Server`; for a program that is none, or has more. */
  readonly files?: readonly string[];
  readonly include?: RegExp;
}

const REST = String.raw`([^\n#]{1,2000})`;

/** A setting at the beginning of a line, or of a word. */
function setting(name: string, between = GAP): RegExp {
  return new RegExp(`^${BLANK}(?:${name})${between}${REST}`, 'gim');
}

const APACHE = [
  '/usr/local/apache2/?',
  '/etc/httpd/?',
  '/usr/lib/apache2/?',
  '/usr/lib/httpd/?',
  '/var/www/?',
  '/etc/apache2/?',
];
const POSTGRES = [
  '/usr/lib/postgresql/*/lib/?.so',
  '/usr/local/lib/postgresql/?.so',
  '/usr/lib/postgresql/?.so',
  '/usr/pgsql-*/lib/?.so',
  '/opt/bitnami/postgresql/lib/?.so',
];

/** By their documentation. One more is one more entry. */
export const MODULES: readonly ModuleSetting[] = [
  {
    name: /^(?:nginx|nginx-debug|openresty|tengine|angie)$/,
    pattern: /(?<=^|[\s;{])load_module[ \t]{1,40}([^;\n]{1,500});/gm,
    files: ['%/conf/nginx.conf', '%/nginx.conf'],
    include: /(?<=^|[\s;{])include[ \t]{1,40}["']?([^\s;"']{1,300})["']?[ \t]{0,9};/gm,
    places: ['/etc/nginx/?', '/usr/share/nginx/?', '/usr/local/nginx/?', '/usr/local/openresty/nginx/?'],
  },
  {
    name: /^(?:httpd|apache2|apache2ctl|apachectl|httpd-foreground|apache2-foreground)$/,
    pattern: setting(String.raw`LoadModule[ \t]{1,40}\S{1,100}|LoadFile`),
    places: APACHE,
    folder: /^[ \t]{0,40}ServerRoot[ \t]{1,40}"?([^"\n]{1,300})/gim,
  },
  {
    name: /^(?:redis-server|valkey-server|keydb-server)$/,
    pattern: setting('loadmodule'),
    places: ['/usr/lib/redis/modules/?', '/opt/redis-stack/lib/?'],
  },
  {
    name: /^(?:postgres|postmaster|pg_ctl|pg_ctlcluster|patroni|docker-entrypoint\.sh)$/,
    pattern: new RegExp(
      `${setting('(?:ALTER[ \\t]{1,9}SYSTEM[ \\t]{1,9}SET[ \\t]{1,9})?(?:(?:shared|session|local)[-_]preload[-_]libraries|jit_provider|archive_library)', String.raw`[ \t]{0,40}(?:=|TO\b)[ \t]{0,40}`).source}|\\bLOAD[ \\t]{1,9}'([^'\\n]{1,300})'|\\bAS[ \\t\\n]{1,20}'([^'\\n]{1,300})'[^;']{0,200}\\bLANGUAGE[ \\t]{1,9}'?C\\b|\\bLANGUAGE[ \\t]{1,9}'?C\\b'?[^;']{0,200}\\bAS[ \\t\\n]{1,20}'([^'\\n]{1,300})'`,
      'gim',
    ),
    files: ['/docker-entrypoint-initdb.d/*.sql'],
    places: POSTGRES,
    folder: /^[ \t]{0,40}dynamic_library_path[ \t]{0,40}=[ \t]{0,40}'?([^'\n]{1,300})/gim,
  },
  {
    name: /^(?:mysqld(?:_safe)?|mariadbd(?:-safe)?|docker-entrypoint\.sh)$/,
    pattern: setting('(?:early[-_])?plugin[-_]load(?:[-_]add)?', EQUALS),
    files: ['/etc/mysql/*/*.cnf'],
    places: ['/usr/lib*/mysql/plugin/?', '/usr/lib*/mariadb/plugin/?', '/usr/lib*/*/mariadb*/plugin/?'],
    folder: /^[ \t]{0,40}plugin[-_]dir[ \t]{0,40}=[ \t]{0,40}([^\n]{1,300})/gim,
  },
  {
    name: /^(?:php(?:-fpm|-cgi)?[\d.]*|apache2(?:-foreground|ctl)?|httpd(?:-foreground)?|frankenphp|docker-php-entrypoint)$/,
    pattern: setting(String.raw`(?:php_(?:admin_)?value\[)?(?:zend_)?extension\]?`, EQUALS),
    files: ['$PHPRC', '$PHPRC/php.ini', '$PHP_INI_SCAN_DIR/*.ini', ...PHP_PLACES],
    places: ['/usr/local/lib/php/extensions/*/?', '/usr/lib*/php*/modules/?', '/usr/lib*/php/*/?'],
    folder: /^[ \t]{0,40}extension_dir[ \t]{0,40}=[ \t]{0,40}"?([^"\n]{1,300})/gim,
  },
  {
    name: /^haproxy$/,
    pattern: setting('module-load|lua-prepend-path|ssl-provider|ssl-engine'),
    places: ['/usr/lib*/*/haproxy/?', '/usr/lib*/haproxy/?'],
  },
  {
    name: /^lighttpd$/,
    pattern: /\bserver\.modules[ \t]{0,20}\+?=[ \t]{0,20}\(([^)]{1,2000})\)/g,
    places: ['/usr/lib*/lighttpd/?', '/usr/local/lib/lighttpd/?'],
    folder: /^[ \t]{0,40}-m[ \t]{1,9}([^\n]{1,300})/gm,
  },
  {
    name: /^rsyslogd$/,
    pattern:
      /\bmodule\([^)\n]{0,100}?\bload[ \t]{0,9}=[ \t]{0,9}"([^"\n]{1,300})"|^\$ModLoad[ \t]{1,20}(\S{1,300})/gim,
    places: ['/usr/lib*/rsyslog/?', '/usr/lib/*/rsyslog/?'],
  },
  {
    name: /^proftpd$/,
    pattern: setting('LoadModule'),
    places: ['/usr/lib*/proftpd/?', '/usr/libexec/proftpd/?'],
    folder: /^[ \t]{0,40}ModulePath[ \t]{1,20}([^\n]{1,300})/gim,
  },
  {
    name: /^(?:uwsgi(?:-core|_python3?)?)$/,
    pattern: setting(String.raw`plugins?|need-plugins?|dlopen`, String.raw`[ \t]{0,9}[= \t][ \t]{0,9}`),
    places: ['/usr/lib*/uwsgi/?', '/usr/lib*/uwsgi/plugins/?', '/usr/lib*/uwsgi/?_plugin', './?_plugin'],
    folder: /^[ \t]{0,40}plugins?-dir[ \t]{0,9}[= \t][ \t]{0,9}([^\n]{1,300})/gim,
  },
  {
    name: /^sudo$/,
    pattern: setting(String.raw`Plugin[ \t]{1,20}\w{1,100}|Path[ \t]{1,20}\w{1,60}`),
    files: ['/etc/sudo.conf'],
    places: ['/usr/libexec/sudo/?', '/usr/lib/sudo/?'],
  },
  {
    name: /^(?:ssh|scp|sftp|sshd|ssh-add|ssh-agent)$/,
    pattern: setting('PKCS11Provider|SecurityKeyProvider|-s|-S', String.raw`[ \t=]{1,20}`),
    files: ['$HOME/.ssh/config', '/etc/ssh/ssh_config', '/etc/ssh/ssh_config.d/*.conf'],
    places: [],
  },
  {
    name: /^sqlite3?$/,
    pattern: /^[ \t]{0,20}\.load[ \t]{1,9}(\S{1,500})|\bload_extension\([ \t]{0,9}'([^'\n]{1,500})'/gm,
    files: ['$HOME/.sqliterc', '$XDG_CONFIG_HOME/sqlite3/sqliterc'],
    places: ['./?'],
  },
  {
    name: /^(?:kdcpreauth|krb5kdc|kadmind|kinit|sssd)$/,
    pattern: setting('module', `${EQUALS}\\w{1,60}:`),
    files: ['/etc/krb5.conf', '/etc/krb5.conf.d/*', '$KRB5_CONFIG'],
    places: [],
  },
  {
    name: /^asterisk$/,
    pattern: /^[ \t]{0,20}(?:pre)?load[ \t]{0,9}=>?[ \t]{0,9}(\S{1,200})/gm,
    files: ['/etc/asterisk/modules.conf'],
    places: ['/usr/lib*/asterisk/modules/?'],
  },
  {
    name: /^freeswitch$/,
    pattern: /<load[ \t]{1,9}module="([^"\n]{1,200})"/g,
    files: [
      '/etc/freeswitch/autoload_configs/modules.conf.xml',
      '/usr/local/freeswitch/conf/autoload_configs/modules.conf.xml',
    ],
    places: ['/usr/lib*/freeswitch/mod/?', '/usr/local/freeswitch/mod/?'],
  },
  {
    name: /^named$/,
    pattern:
      /\bplugin[ \t]{1,9}query[ \t]{1,9}"([^"\n]{1,300})"|\bdlz[^{\n]{0,100}\{\s{0,20}database[ \t]{1,9}"dlopen[ \t]{1,9}([^"\n]{1,300})"/g,
    files: ['/etc/bind/named.conf', '/etc/named.conf', '/etc/bind/*.conf'],
    places: ['/usr/lib*/bind/?', '/usr/lib/*/bind/?', '/usr/lib*/named/?'],
  },
  {
    name: /^openvpn$/,
    pattern: setting('plugin'),
    places: ['/usr/lib*/openvpn/?', '/usr/lib*/openvpn/plugins/?'],
  },
  { name: /^squid[\d.]*$/, pattern: setting('loadable_modules'), places: [] },
  {
    name: /^unbound$/,
    pattern: setting('dynlib-file', String.raw`[ \t]{0,9}:[ \t]{0,9}`),
    places: [],
  },
  {
    name: /^varnishd$/,
    pattern:
      /\bimport[ \t]{1,9}\w{1,60}[ \t]{1,9}from[ \t]{1,9}"([^"\n]{1,300})"|^[ \t]{0,20}import[ \t]{1,9}(\w{1,60});/gm,
    places: ['/usr/lib*/varnish/vmods/libvmod_?', '/usr/lib/*/varnish/vmods/libvmod_?'],
  },
  {
    name: /^slapd$/,
    pattern: /^[ \t]{0,20}(?:moduleload[ \t]{1,9}|olcModuleLoad:[ \t]{0,9}(?:\{\d{1,4}\})?)(\S{1,300})/gim,
    files: ['/etc/ldap/slapd.conf', '/etc/openldap/slapd.conf', '/etc/ldap/slapd.d/cn=config/*.ldif'],
    places: ['/usr/lib*/ldap/?', '/usr/lib*/openldap/?', '/opt/bitnami/openldap/lib/openldap/?'],
    folder: /^[ \t]{0,20}(?:modulepath[ \t]{1,9}|olcModulePath:[ \t]{0,9})(\S{1,300})/gim,
  },
  {
    name: /^collectd(?:mon)?$/,
    pattern: /^[ \t]{0,20}(?:LoadPlugin[ \t]{1,9}|<LoadPlugin[ \t]{1,9})"?([\w./-]{1,200})/gim,
    places: ['/usr/lib*/collectd/?', '/usr/lib/*/collectd/?'],
    folder: /^[ \t]{0,20}PluginDir[ \t]{1,9}"?([^"\n]{1,300})/gim,
  },
  {
    name: /^snmpd$/,
    pattern: setting(String.raw`dlmod[ \t]{1,20}\S{1,100}`),
    places: ['/usr/lib*/snmp/dlmod/?'],
  },
  {
    name: /^zabbix_(?:agentd|server|proxy)$/,
    pattern: setting('LoadModule', EQUALS),
    places: ['/usr/lib*/zabbix/modules/?', '/usr/lib/modules/?'],
    folder: /^[ \t]{0,20}LoadModulePath[ \t]{0,9}=[ \t]{0,9}([^\n]{1,300})/gim,
  },
  {
    name: /^mosquitto$/,
    pattern: setting('(?:auth_|global_)?plugin'),
    places: [],
  },
  {
    name: /^dovecot$/,
    pattern: setting('mail_plugins', EQUALS),
    places: [
      '/usr/lib*/dovecot/modules/lib*_?_plugin',
      '/usr/lib*/dovecot/modules/lib*_?',
      '/usr/lib*/dovecot/lib*_?_plugin',
    ],
    folder: /^[ \t]{0,20}mail_plugin_dir[ \t]{0,9}=[ \t]{0,9}([^\n]{1,300})/gim,
  },
  {
    name: /^(?:freeradius|radiusd)$/,
    pattern: setting('library', EQUALS),
    files: ['/etc/freeradius/*/mods-enabled/*'],
    places: ['/usr/lib*/freeradius/?'],
  },
  {
    name: /^g?awk$/,
    pattern: setting('l|load', String.raw`[ \t=]{1,9}`),
    places: ['/usr/lib*/*/gawk/?', '/usr/lib*/gawk/?', './?'],
  },
  {
    name: /^g?make$/,
    pattern: /^[ \t]{0,20}-?load[ \t]{1,9}(\S{1,300})/gm,
    files: ['./Makefile', './makefile', './GNUmakefile'],
    places: ['./?'],
  },
  { name: /^fluent-bit$/, pattern: setting('e|plugin|path'), places: [] },
  {
    name: /^(?:envoy|trafficserver|traffic_server)$/,
    pattern: /^[ \t]{0,20}([\w./-]{1,200}\.so)\b/gm,
    files: ['/etc/trafficserver/plugin.config'],
    places: ['/usr/lib*/trafficserver/modules/?', '/usr/libexec/trafficserver/?'],
  },
  {
    name: /^(?:openssl|curl)$/,
    pattern: setting('engine|provider|provider_path|provider-path', String.raw`[ \t=]{1,9}`),
    places: ['/usr/lib*/ossl-modules/?', '/usr/lib/*/ossl-modules/?', '/usr/lib/*/engines-*/?'],
  },
];

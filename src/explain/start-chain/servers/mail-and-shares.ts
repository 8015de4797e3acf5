import { EQUALS, line, type Server } from './server.ts';

/** Servers of mail, names, files, media and calls, and smaller web servers. */
export const MAIL_AND_SHARES: readonly Server[] = [
  {
    name: /^lighttpd(?:-angel)?$/,
    files: ['/etc/lighttpd/lighttpd.conf', '/etc/lighttpd/conf-enabled/*.conf'],
    include: line('include'),
    settings: [
      { pattern: line('include_shell'), kind: 'command' },
      {
        pattern: /\bcgi\.assign[ \t]{0,20}\+?=[ \t]{0,20}\(([^)]{1,2000})\)/g,
        kind: 'programs',
      },
      {
        pattern: /\bmagnet\.attract-[\w-]{1,40}[ \t]{0,20}\+?=[ \t]{0,20}\([ \t]{0,20}"([^"\n]{1,300})"/g,
        kind: { file: 'lua' },
      },
      {
        pattern:
          /\b(?:accesslog\.filename|server\.(?:errorlog|breakagelog))[ \t]{0,20}=[ \t]{0,20}"\|((?:[^"\\\n]|\\.){1,2000})"/g,
        kind: 'command',
      },
      { pattern: /"bin-path"[ \t]{0,20}=>[ \t]{0,20}"((?:[^"\\\n]|\\.){1,2000})"/g, kind: 'command' },
    ],
  },
  {
    // The exec plugin.
    name: /^caddy$/,
    files: ['/etc/caddy/Caddyfile', './Caddyfile'],
    settings: [{ pattern: line('(?:on[ \\t]{1,9}\\w{1,40}[ \\t]{1,9})?exec'), kind: 'command' }],
  },
  {
    // Inline C; of it only what starts programs.
    name: /^varnishd$/,
    files: ['/etc/varnish/default.vcl'],
    settings: [
      { pattern: /\b(?:system|popen)[ \t]{0,20}\([ \t]{0,20}"((?:[^"\\\n]|\\.){1,2000})"/g, kind: 'command' },
    ],
  },
  {
    name: /^icecast2?$/,
    files: ['/etc/icecast2/icecast.xml', '/etc/icecast.xml'],
    settings: [{ pattern: /<on-(?:dis)?connect>([^<\n]{1,500})</g, kind: 'command' }],
  },
  {
    name: /^exim4?$/,
    files: ['/etc/exim/exim.conf', '/etc/exim4/exim4.conf', '/etc/exim4/conf.d/transport/*'],
    settings: [
      { pattern: line('command', EQUALS), kind: 'command' },
      { pattern: /\$\{run\{([^}\n]{1,2000})\}/g, kind: 'command' },
    ],
  },
  {
    // pipe(8), local(8).
    name: /^(?:postfix|master|postfix-script)$/,
    files: ['/etc/postfix/master.cf', '/etc/postfix/main.cf', '/etc/aliases'],
    settings: [
      { pattern: /\bargv=([^\n]{1,2000})/g, kind: 'command' },
      { pattern: line('mailbox_command', EQUALS), kind: 'command' },
      { pattern: /"\|((?:[^"\\\n]|\\.){1,2000})"/g, kind: 'command' },
    ],
  },
  {
    name: /^dovecot$/,
    files: ['/etc/dovecot/dovecot.conf', '/etc/dovecot/conf.d/*.conf'],
    settings: [{ pattern: line(String.raw`executable[ \t]{0,40}=[ \t]{0,40}script`), kind: 'command' }],
  },
  {
    // rlm_exec.
    name: /^(?:free)?radiusd?$/,
    files: [
      '/etc/freeradius/*/mods-enabled/*',
      '/etc/raddb/mods-enabled/*',
      '/etc/freeradius/mods-enabled/*',
    ],
    settings: [
      {
        pattern: /^[^#\n]{0,200}\bprogram[ \t]{0,20}=[ \t]{0,20}"((?:[^"\\\n]|\\.){1,2000})"/gm,
        kind: 'command',
      },
    ],
  },
  {
    // The application System.
    name: /^asterisk$/,
    files: ['/etc/asterisk/extensions.conf'],
    settings: [{ pattern: /\b(?:Try)?System\(([^\n]{1,2000})\)/g, kind: 'command' }],
  },
  {
    name: /^(?:smbd|nmbd|samba|winbindd)$/,
    files: ['/etc/samba/smb.conf'],
    include: line('include', EQUALS),
    settings: [
      {
        pattern: line(
          '(?:root[ \\t])?(?:pre|post)exec|magic script|panic action|(?:add|delete|rename|set|check)[ \\t](?:\\w{1,20}[ \\t]){1,4}script|\\w{1,20} command',
          EQUALS,
        ),
        kind: 'command',
      },
    ],
  },
  {
    // mod_exec.
    name: /^proftpd$/,
    files: ['/etc/proftpd/proftpd.conf', '/etc/proftpd.conf'],
    settings: [
      {
        pattern: line(
          'Exec(?:OnConnect|OnExit|OnRestart)|Exec(?:Before|On)?(?:Command|Event|Error)[ \\t]{1,20}\\S{1,100}',
        ),
        kind: 'command',
      },
    ],
  },
  {
    name: /^unbound$/,
    files: ['/etc/unbound/unbound.conf', '/etc/unbound/unbound.conf.d/*.conf'],
    settings: [
      { pattern: line('python-script', String.raw`[ \t]{0,20}:[ \t]{0,20}`), kind: { file: 'python' } },
    ],
  },
  {
    // The pipe and remote backends, and Lua of the recursor.
    name: /^pdns_(?:server|recursor)$/,
    files: ['/etc/powerdns/*.conf', '/etc/powerdns/pdns.d/*.conf', '/etc/pdns/*.conf'],
    settings: [
      { pattern: line('(?:\\w{1,20}-)?pipe-command|remote-connection-string', EQUALS), kind: 'command' },
      {
        pattern: line('lua-(?:dns|config)-(?:script|file)|lua-prequery-script', EQUALS),
        kind: { file: 'lua' },
      },
    ],
  },
  {
    name: /^transmission-daemon$/,
    files: ['/etc/transmission-daemon/settings.json', '/config/settings.json'],
    settings: [
      {
        pattern: /"script-torrent-\w{1,30}-filename"[ \t]{0,20}:[ \t]{0,20}"([^"\n]{1,1000})"/g,
        kind: 'command',
      },
    ],
  },
  {
    name: /^rtorrent$/,
    files: ['/root/.rtorrent.rc', '/etc/rtorrent/rtorrent.rc', '/home/*/.rtorrent.rc'],
    settings: [
      {
        pattern:
          /^[^#\n]{0,300}\bexecute2?(?:\.\w{1,20})?[ \t]{0,20}=[ \t]{0,20}(?:\{|sh,[ \t]{0,20}-c,[ \t]{0,20})?"?([^"\n]{1,2000})/gm,
        kind: 'command',
      },
    ],
  },
  {
    name: /^mosquitto$/,
    files: ['/etc/mosquitto/mosquitto.conf', '/mosquitto/config/mosquitto.conf'],
    settings: [],
  },
];

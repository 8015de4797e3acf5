import { EQUALS, line, type Server } from './server.ts';

/** Super-servers, tunnels, monitors and other small services with a setting or two that run something. */
export const SMALL_SERVERS: readonly Server[] = [
  {
    name: /^inetd$/,
    files: ['/etc/inetd.conf'],
    settings: [
      {
        pattern:
          /^[^#\s]\S{0,100}[ \t]{1,20}(?:stream|dgram)(?:[ \t]{1,20}\S{1,60}){3}[ \t]{1,20}(\/\S{1,500})/gm,
        kind: 'command',
      },
    ],
  },
  {
    // busybox(1): what follows `@`, `$` or `*` runs when a device comes or goes.
    name: /^mdev$/,
    files: ['/etc/mdev.conf'],
    settings: [{ pattern: /^[^#\n]{1,300}[ \t][@$*]([^\n]{1,2000})/gm, kind: 'command' }],
  },
  {
    name: /^xinetd$/,
    files: ['/etc/xinetd.conf', '/etc/xinetd.d/*'],
    include: line('include(?:dir)?'),
    settings: [{ pattern: line('server', EQUALS), kind: 'command' }],
  },
  {
    name: /^logrotate$/,
    files: ['/etc/logrotate.conf', '/etc/logrotate.d/*'],
    include: line('include'),
    settings: [
      {
        pattern:
          /^[ \t]{0,40}(?:(?:pre|post)rotate|(?:first|last|pre)action|preremove)[ \t]{0,9}\n((?:(?![ \t]{0,40}(?:endscript|(?:pre|post)rotate)\b)[^\n]{0,8000}\n){1,200})[ \t]{0,40}endscript/gm,
        kind: 'lines',
      },
    ],
  },
  {
    name: /^fail2ban-(?:server|client)$/,
    files: ['/etc/fail2ban/action.d/*.conf', '/etc/fail2ban/action.d/*.local'],
    settings: [
      { pattern: line('action(?:start|stop|check|ban|unban|flush|reload)', EQUALS), kind: 'command' },
    ],
  },
  {
    name: /^stunnel[\d.]*$/,
    files: ['/etc/stunnel/*.conf'],
    settings: [{ pattern: line('exec(?:Args)?', EQUALS), kind: 'command' }],
  },
  {
    name: /^sshd$/,
    files: ['/etc/ssh/sshd_config', '/etc/ssh/sshd_config.d/*.conf'],
    include: line('include'),
    settings: [{ pattern: line('Subsystem[ \\t]{1,20}\\S{1,60}'), kind: 'command' }],
  },
  {
    name: /^(?:mysqld(?:_safe)?|mariadbd(?:-safe)?)$/,
    files: ['/etc/my.cnf', '/etc/mysql/my.cnf', '/etc/mysql/*.d/*.cnf', '/etc/my.cnf.d/*.cnf'],
    settings: [{ pattern: line('wsrep[-_]notify[-_]cmd', EQUALS), kind: 'command' }],
    word: /^--([\w-]{1,60})=([^]+)$/,
    commands: /^wsrep_notify_cmd$/,
  },
  {
    name: /^(?:ifup|ifdown|ifquery|networking)$/,
    files: ['/etc/network/interfaces', '/etc/network/interfaces.d/*'],
    settings: [{ pattern: line('(?:pre-|post-)?(?:up|down)'), kind: 'command' }],
  },
  {
    name: /^tor$/,
    files: ['/etc/tor/torrc', '/usr/local/etc/tor/torrc'],
    settings: [
      {
        pattern: line('(?:Client|Server)TransportPlugin[ \\t]{1,20}\\S{1,200}[ \\t]{1,20}exec'),
        kind: 'command',
      },
    ],
  },
  {
    name: /^aria2c$/,
    files: ['/root/.aria2/aria2.conf', '/etc/aria2/aria2.conf', '/etc/aria2.conf'],
    settings: [{ pattern: line('on-(?:bt-)?download-\\w{1,20}', EQUALS), kind: 'command' }],
  },
  {
    name: /^motion$/,
    files: ['/etc/motion/motion.conf', '/etc/motion.conf'],
    settings: [{ pattern: line('on_\\w{1,30}'), kind: 'command' }],
  },
  {
    name: /^snmptrapd$/,
    files: ['/etc/snmp/snmptrapd.conf'],
    settings: [{ pattern: line('traphandle[ \\t]{1,20}\\S{1,100}'), kind: 'command' }],
  },
  {
    name: /^(?:upsmon|upssched)$/,
    files: ['/etc/nut/upsmon.conf', '/etc/nut/upssched.conf'],
    settings: [{ pattern: line('SHUTDOWNCMD|NOTIFYCMD|CMDSCRIPT'), kind: 'command' }],
  },
  {
    name: /^smartd$/,
    files: ['/etc/smartd.conf'],
    settings: [{ pattern: /^[^#\n]{0,500}-M[ \t]{1,9}exec[ \t]{1,9}(\S{1,500})/gm, kind: 'command' }],
  },
  {
    name: /^auditd$/,
    files: ['/etc/audit/plugins.d/*.conf', '/etc/audisp/plugins.d/*.conf'],
    settings: [{ pattern: line('path', EQUALS), kind: 'command' }],
  },
  {
    name: /^rsnapshot$/,
    files: ['/etc/rsnapshot.conf'],
    settings: [{ pattern: line('cmd_(?:pre|post)exec|backup_script'), kind: 'command' }],
  },
  {
    name: /^rsync$/,
    files: ['/etc/rsyncd.conf'],
    settings: [{ pattern: line('(?:early|pre-xfer|post-xfer) exec', EQUALS), kind: 'command' }],
  },
  {
    name: /^fetchmail$/,
    files: ['/root/.fetchmailrc', '/etc/fetchmailrc'],
    settings: [
      {
        pattern:
          /\b(?:preconnect|postconnect|mda|plugin|plugout)[ \t]{1,9}("(?:[^"\\\n]|\\.){1,2000}"|'[^'\n]{1,2000}')/g,
        kind: 'texts',
      },
    ],
  },
  {
    name: /^procmail$/,
    files: ['/etc/procmailrc', '/root/.procmailrc'],
    settings: [{ pattern: /^[ \t]{0,40}\|[ \t]{0,9}([^\n]{1,2000})/gm, kind: 'command' }],
  },
  {
    name: /^msmtp$/,
    files: ['/root/.msmtprc', '/etc/msmtprc'],
    settings: [{ pattern: line('passwordeval'), kind: 'command' }],
  },
  {
    name: /^(?:opensmtpd|smtpd)$/,
    files: ['/etc/smtpd.conf', '/etc/mail/smtpd.conf', '/etc/smtpd/smtpd.conf'],
    settings: [{ pattern: /\bmda[ \t]{1,9}("(?:[^"\\\n]|\\.){1,2000}"|'[^'\n]{1,2000}')/g, kind: 'texts' }],
  },
  {
    name: /^certbot$/,
    files: [],
    settings: [],
    loads: [{ files: ['/etc/letsencrypt/renewal-hooks/*/*'], as: 'program' }],
  },
  {
    // `php -S 0.0.0.0:80 -t FOLDER`: its pages.
    name: /^php[\d.]*$/,
    beside: true,
    files: [],
    settings: [],
    loads: [{ files: ['%/index.php'], as: 'php' }],
  },
  {
    // httpd of busybox: CGI below the folder that it is told.
    name: /^httpd$/,
    beside: true,
    files: [],
    settings: [{ pattern: /^\*\.\w{1,20}:(\/\S{1,500})/gm, kind: 'command' }],
    loads: [
      {
        files: ['%/cgi-bin/*', '/usr/lib/cgi-bin/*', '/var/www/cgi-bin/*', '/usr/local/apache2/cgi-bin/*'],
        as: 'program',
      },
    ],
  },
];

import { EQUALS, line, quotedText, type Server } from './server.ts';

const TEXT = quotedText(2000);

/** What fetches mail and files, keeps versions of them and sets up machines, by settings that run commands. */
export const SYNC_TOOLS: readonly Server[] = [
  {
    name: /^(?:mbsync|isync)$/,
    files: ['$HOME/.mbsyncrc', '$HOME/.config/isyncrc', '/etc/mbsyncrc'],
    settings: [{ pattern: line('(?:PassCmd|UserCmd|Tunnel)[ \\t]{1,20}\\+?(?=.)', ''), kind: 'command' }],
  },
  {
    name: /^(?:neo)?mutt$/,
    files: [
      '$HOME/.muttrc',
      '$HOME/.mutt/muttrc',
      '$HOME/.config/mutt/muttrc',
      '$HOME/.config/neomutt/neomuttrc',
      '/etc/Muttrc',
      '/etc/Muttrc.d/*',
      '/etc/neomuttrc',
    ],
    settings: [
      { pattern: /\bsource[ \t]{1,9}(?:"([^"\n]{1,2000})\|"|'([^'\n]{1,2000})\|')/g, kind: 'command' },
      { pattern: /^[^#\n]{1,300}?`([^`\n]{1,2000})`/gm, kind: 'command' },
      {
        pattern: line(
          'set[ \\t]{1,9}(?:sendmail|imap_oauth_refresh_command|account_command|query_command)',
          EQUALS,
        ),
        kind: 'command',
      },
    ],
  },
  {
    name: /^(?:hg|chg)$/,
    files: ['$HGRCPATH', '$HOME/.hgrc', './.hg/hgrc', '/etc/mercurial/hgrc', '/etc/mercurial/hgrc.d/*.rc'],
    settings: [
      {
        pattern: line(
          '(?:pre|post|pretxn)?-?(?:incoming|changegroup|commit|update|outgoing|open|close|tag|pushkey|clone|pull|push|status|serve|log|init|merge|listkeys|lookup|identify)(?:\\.[\\w.-]{1,60})?',
          `${EQUALS}(?!python:)`,
        ),
        kind: 'command',
      },
      { pattern: line('ssh|editor|pager|\\w[\\w.-]{0,60}\\.executable', EQUALS), kind: 'command' },
      { pattern: line('\\w{1,60}', `${EQUALS}!`), kind: 'command' },
      {
        pattern: line('\\w[\\w.-]{0,60}', `${EQUALS}(?=["']?[/~.][^\\n]{0,300}\\.py)`),
        kind: { file: 'python' },
      },
      { pattern: /=[ \t]{0,9}python:((?:\/|\.)[^:\n]{1,300}\.py)/g, kind: { file: 'python' } },
    ],
  },
  {
    name: /^svn(?:sync|rdump)?$/,
    files: ['$HOME/.subversion/config', '/etc/subversion/config'],
    settings: [
      {
        pattern: line('ssh|rsh|tunnel|editor-cmd|diff3?-cmd|merge-tool-cmd', EQUALS),
        kind: 'command',
      },
    ],
  },
  {
    name: /^rclone$/,
    beside: true,
    files: [
      '$RCLONE_CONFIG',
      '$HOME/.config/rclone/rclone.conf',
      '$HOME/.rclone.conf',
      '/config/rclone/rclone.conf',
    ],
    settings: [{ pattern: line('ssh|bearer_token_command|auth_command', EQUALS), kind: 'command' }],
  },
  {
    name: /^dhcpcd$/,
    beside: true,
    files: [],
    settings: [],
    loads: [
      {
        files: [
          ...['/usr/lib', '/lib', '/usr/libexec', '/libexec'].flatMap((folder) => [
            `${folder}/dhcpcd/dhcpcd-hooks/*`,
            `${folder}/dhcpcd-hooks/*`,
          ]),
          '/etc/dhcpcd.enter-hook',
          '/etc/dhcpcd.exit-hook',
        ],
        as: 'shell',
      },
    ],
  },
  {
    name: /^(?:dpkg|apt|apt-get|aptitude)$/,
    beside: true,
    files: ['/etc/dpkg/dpkg.cfg', '/etc/dpkg/dpkg.cfg.d/*'],
    settings: [
      { pattern: line('(?:pre|post)-invoke|status-logger', String.raw`[ \t=]{1,40}`), kind: 'command' },
    ],
  },
  {
    name: /^buildbot(?:-worker)?$/,
    files: [],
    settings: [],
    loads: [{ files: ['%/master.cfg', '%/buildbot.tac', './master.cfg', './buildbot.tac'], as: 'python' }],
  },
  {
    name: /^salt-(?:minion|ssh|master)$/,
    files: [
      '/etc/salt/minion',
      '/etc/salt/minion.d/*.conf',
      '/etc/salt/master',
      '/srv/salt/*.sls',
      '/srv/salt/*/*.sls',
      '/srv/reactor/*.sls',
    ],
    settings: [
      {
        pattern:
          /\bcmd\.(?:run|wait|script)\b[^\n]{0,100}\n(?:[^\n]{0,300}\n){0,5}?[ \t]{0,40}-[ \t]{1,9}(?:name|cmd|arg)s?:[ \t]{1,9}([^\n]{1,2000})/g,
        kind: 'command',
      },
    ],
  },
  {
    name: /^(?:chef-client|chef-solo|chef-apply|cinc-client)$/,
    files: [
      '/etc/chef/client.rb',
      '/etc/chef/solo.rb',
      './recipes/*.rb',
      './cookbooks/*/recipes/*.rb',
      '/var/chef/cookbooks/*/recipes/*.rb',
    ],
    settings: [
      {
        pattern: new RegExp(
          String.raw`^[ \t]{0,40}(?:execute|command|code|bash|script|not_if|only_if)[ \t(]{1,3}${TEXT}`,
          'gm',
        ),
        kind: 'texts',
      },
      {
        pattern:
          /\b(?:code|command)[ \t]{1,9}<<[-~]?['"]?\w{1,40}['"]?\n([^]{1,4000}?)\n[ \t]{0,40}[A-Z_]{2,40}$/gm,
        kind: 'command',
      },
    ],
  },
  {
    name: /^cf-(?:agent|promises|execd)$/,
    files: ['/var/cfengine/inputs/*.cf', '/var/cfengine/inputs/*/*.cf'],
    settings: [
      {
        pattern: new RegExp(
          String.raw`^[ \t]{0,40}${TEXT}[ \t\n]{0,40}(?:;|(?:args|contain|classes|handle|comment|if)[ \t]{0,9}=>)`,
          'gm',
        ),
        kind: 'texts',
      },
    ],
  },
];

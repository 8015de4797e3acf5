import { line, type Server } from './server.ts';

const QUOTED = String.raw`(?:"((?:[^"\\\n]|\\.){1,2000})"|'([^'\n]{1,2000})')`;
const LIST = String.raw`\[([^\]]{1,2000})\]`;

/** Collectors of logs and measures, service catalogues, and what writes settings by templates. */
export const AGENTS: readonly Server[] = [
  {
    name: /^vector$/,
    files: ['/etc/vector/vector.toml', '/etc/vector/vector.yaml', '/etc/vector/*.toml'],
    settings: [
      {
        pattern: new RegExp(String.raw`\bcommand["']?[ \t]{0,20}[:=][ \t]{0,20}${LIST}`, 'g'),
        kind: 'words',
      },
    ],
  },
  {
    // in_exec, out_exec, filter_exec_filter.
    name: /^(?:fluentd|td-agent)$/,
    files: ['/fluentd/etc/fluent.conf', '/etc/fluent/fluent.conf', '/etc/td-agent/td-agent.conf'],
    settings: [{ pattern: line('command'), kind: 'command' }],
  },
  {
    name: /^fluent-bit$/,
    files: ['/fluent-bit/etc/fluent-bit.conf', '/etc/fluent-bit/fluent-bit.conf'],
    settings: [{ pattern: line('command'), kind: 'command' }],
  },
  {
    name: /^logstash$/,
    files: ['/usr/share/logstash/pipeline/*.conf', '/etc/logstash/conf.d/*.conf'],
    settings: [
      { pattern: new RegExp(String.raw`\bcommand[ \t]{0,20}=>[ \t]{0,20}${QUOTED}`, 'g'), kind: 'command' },
    ],
  },
  {
    name: /^(?:nagios4?|icinga2?|naemon)$/,
    files: ['/etc/nagios*/objects/*.cfg', '/etc/nagios*/conf.d/*.cfg', '/opt/nagios/etc/objects/*.cfg'],
    settings: [{ pattern: line('command_line'), kind: 'command' }],
  },
  {
    name: /^nrpe[\d.]*$/,
    files: ['/etc/nagios/nrpe.cfg', '/etc/nagios/nrpe_local.cfg', '/etc/nagios/nrpe.d/*.cfg'],
    settings: [
      { pattern: /^[ \t]{0,40}command\[[^\]\n]{1,200}\][ \t]{0,20}=[ \t]{0,20}([^\n]+)$/gm, kind: 'command' },
    ],
  },
  {
    // collectd-exec(5): the user first, then words.
    name: /^collectd(?:mon)?$/,
    files: [
      '/etc/collectd/collectd.conf',
      '/etc/collectd.conf',
      '/etc/collectd/collectd.conf.d/*.conf',
      '/etc/collectd.d/*.conf',
    ],
    settings: [
      {
        pattern:
          /^[ \t]{0,40}(?:Notification)?Exec[ \t]{1,20}(?:"[^"\n]{0,100}"|\S{1,100})[ \t]{1,20}([^\n]{1,2000})$/gim,
        kind: 'command',
      },
    ],
  },
  {
    // Checks and watches that run a program.
    name: /^consul$/,
    files: ['/etc/consul.d/*', '/consul/config/*'],
    settings: [
      { pattern: new RegExp(String.raw`"?\bargs"?[ \t]{0,20}[:=][ \t]{0,20}${LIST}`, 'g'), kind: 'words' },
    ],
  },
  {
    name: /^(?:consul-template|envconsul|vault|vault-agent|nomad)$/,
    files: [],
    settings: [
      {
        pattern: new RegExp(String.raw`"?\bcommand"?[ \t]{0,20}[:=][ \t]{0,20}${LIST}`, 'g'),
        kind: 'words',
      },
      // nomad: `command = "sh"` and `args = ["-c", …]` behind it.
      {
        pattern:
          /"?\bcommand"?[ \t]{0,20}[:=][ \t]{0,20}("(?:[^"\\\n]|\\.){1,2000}"\s{1,40}"?args"?[ \t]{0,20}[:=][ \t]{0,20}\[[^\]]{1,2000})\]/g,
        kind: 'words',
      },
      {
        pattern: new RegExp(String.raw`"?\bcommand"?[ \t]{0,20}[:=][ \t]{0,20}${QUOTED}`, 'g'),
        kind: 'command',
      },
    ],
  },
  {
    name: /^confd$/,
    files: ['/etc/confd/conf.d/*.toml'],
    settings: [
      {
        pattern: new RegExp(String.raw`\b(?:reload|check)_cmd[ \t]{0,20}=[ \t]{0,20}${QUOTED}`, 'g'),
        kind: 'command',
      },
    ],
  },
  {
    name: /^(?:gitlab-runner|gitlab-ci-multi-runner)$/,
    files: ['/etc/gitlab-runner/config.toml'],
    settings: [
      {
        pattern: new RegExp(
          String.raw`\b(?:pre|post)_(?:build|clone|get_sources)_script[ \t]{0,20}=[ \t]{0,20}${QUOTED}`,
          'g',
        ),
        kind: 'command',
      },
    ],
  },
  {
    name: /^webhook$/,
    files: ['/etc/webhook.conf', '/etc/webhook/hooks.json', '/etc/webhook/hooks.yaml'],
    settings: [
      {
        pattern: /"?\bexecute-command"?[ \t]{0,20}:[ \t]{0,20}"?([^"\n,]{1,2000})/g,
        kind: 'command',
      },
    ],
  },
];

import { line, type Server } from './server.ts';

const QUOTED = String.raw`(?:"((?:[^"\\\n]|\\.){1,2000})"|'([^'\n]{1,2000})')`;
const YAML = String.raw`[ \t]{0,20}:[ \t]{1,20}`;

/** anacrontab(5), incrontab(5), and what monit's control file runs; the command is the first group that is there. */
export const ANACRON_LINE: RegExp =
  /^[ \t]{0,40}(?:\d{1,6}|@\w{1,20})[ \t]{1,20}\d{1,6}[ \t]{1,20}\S{1,100}[ \t]{1,20}([^\n]{1,2000})/gm;
export const INCRON_LINE: RegExp =
  /^[ \t]{0,40}\/\S{0,400}[ \t]{1,20}[A-Z_,|=\d]{1,200}[ \t]{1,20}([^\n]{1,2000})/gm;
export const MONIT_COMMAND: RegExp = new RegExp(
  String.raw`\b(?:path|exec|program[ \t]{0,10}=)[ \t]{0,20}${QUOTED}`,
  'gi',
);

/** What starts programs by time, by events or as services, by one file of settings. */
export const SCHEDULERS: readonly Server[] = [
  {
    name: /^monit$/,
    files: ['/etc/monitrc', '/etc/monit/monitrc', '/etc/monit/conf.d/*', '/etc/monit.d/*'],
    include: line('include'),
    settings: [
      {
        pattern: MONIT_COMMAND,
        kind: 'command',
      },
      {
        pattern:
          /\bcheck[ \t]{1,9}program[ \t]{1,9}\S{1,100}[ \t]{1,9}(?:with[ \t]{1,9})?path[ \t]{1,9}(\/\S{1,500})/gi,
        kind: 'command',
      },
    ],
  },
  {
    name: /^dinit$/,
    files: ['/etc/dinit.d/*'],
    settings: [{ pattern: line('(?:stop-)?command', String.raw`[ \t]{0,20}=[ \t]{0,20}`), kind: 'command' }],
  },
  {
    name: /^process-compose$/,
    files: ['./process-compose.yaml', './process-compose.yml'],
    settings: [{ pattern: line('command', YAML), kind: 'command' }],
  },
  {
    name: /^(?:yacron2?|jobber(?:master|runner|d)?)$/,
    files: ['/etc/yacron.d/*', '/root/.jobber', '/home/*/.jobber'],
    settings: [{ pattern: line('(?:command|cmd)', YAML), kind: 'command' }],
  },
  {
    name: /^anacron$/,
    files: ['/etc/anacrontab'],
    settings: [
      {
        pattern: ANACRON_LINE,
        kind: 'command',
      },
    ],
  },
  {
    name: /^incrond$/,
    files: ['/var/spool/incron/*', '/etc/incron.d/*'],
    settings: [
      {
        pattern: INCRON_LINE,
        kind: 'command',
      },
    ],
  },
  {
    name: /^containerpilot$/,
    files: ['/etc/containerpilot.json5', '/etc/containerpilot.json'],
    settings: [
      { pattern: /"?\bexec"?[ \t]{0,20}:[ \t]{0,20}\[([^\]]{1,2000})\]/g, kind: 'words' },
      { pattern: new RegExp(String.raw`"?\bexec"?[ \t]{0,20}:[ \t]{0,20}${QUOTED}`, 'g'), kind: 'command' },
    ],
  },
];

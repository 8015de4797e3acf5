import { activeText } from '../../text/active-text.ts';
import { excerptAt, lineAt } from '../../text/lines.ts';
import { type Behaviour, type Script, type ScriptCommand, type Sign, signOf } from '../behaviour.ts';

const SCANNERS = /^(?:masscan|zmap|zgrab2?|pnscan|rustscan|unimap|naabu|libpcap-scan|hping3)$/;
const CRACKERS = /^(?:hydra|medusa|ncrack|patator|crowbar|brutespray|thc-ssh|sshbrute)$/;
const RANGE =
  /^(?:\d{1,3}(?:\.\d{1,3}){0,3}\/\d{1,2}|0\.0\.0\.0\/0|-iL|-iR|-w|--include-?file)$|^\$\{?\w+\}?(?:\.0\.0)?\/\d{1,2}$/;
const DOCKER_TCP = /:2375$|^tcp:.*:2376$/s;
const HOST_MOUNT = /^(?:-v|--volume|--mount)(?:=|$)|^\/:\/|type=bind,(?:src|source)=\/,/;

/** Looking for other machines, and getting into them. */
export const spreads: Behaviour = {
  rule: {
    id: 'start/spreads',
    leaves: 'Scanners that the image is for, started by hand.',
    severity: ['low', 'critical'],
    title: 'Scans for other machines and spreads to them',
    category: 'start',
    description:
      'A script scans networks, tries passwords or keys on other machines, writes cron tables through open Redis servers or starts containers through open Docker daemons: how miners and worms travel.',
    attack: 'T1210',
  },
  fix: 'Do not run this image; if you did, look at every machine that it can reach.',
  look: (script) => [
    ...script.commands.flatMap((entry) => [
      ...scans(entry),
      ...cracks(entry),
      ...remoteDocker(entry),
      ...kubelet(entry),
      ...redisCommand(entry),
    ]),
    ...knownHosts(script),
    ...redisText(script),
  ],
};

function scans(entry: ScriptCommand): readonly Sign[] {
  const { command, args } = entry;
  const nmap = command.name === 'nmap' && args.some((arg) => /^\S{1,60}\/(?:8|1[0-9])$|^-iR$/.test(arg));
  if (
    !nmap &&
    !(SCANNERS.test(command.name) && args.some((arg) => RANGE.test(arg) || /^-?-p(?:orts?)?/.test(arg)))
  )
    return [];
  const daemons = /\b(?:2375|2376|6379|10250|22|5555|4243)\b/.test(args.join(' '));
  return [
    signOf(
      entry,
      'middle',
      `scans networks with ${command.name}${daemons ? ' for services that let anybody in' : ''}`,
    ),
  ];
}

function cracks(entry: ScriptCommand): readonly Sign[] {
  const { command, args } = entry;
  if (CRACKERS.test(command.name) && args.length > 1)
    return [signOf(entry, 'middle', `tries passwords with ${command.name}`)];
  // A password in the script, for hosts that come from a list.
  if (!command.wrappers.includes('sshpass') && command.name !== 'sshpass') return [];
  const literal = /\bsshpass\s+-p\s*["']?[^\s$"'`]/.test(entry.pipeline.text);
  const listed = /\$\{?(?:h|host|ip|i|line|target|addr|server)s?\}?\b/i.test(entry.pipeline.text);
  const blind = /StrictHostKeyChecking[= ]no/i.test(entry.pipeline.text);
  return literal && listed && blind
    ? [signOf(entry, 'middle', 'logs in to a list of machines with a password')]
    : [];
}

/** `docker -H tcp://$ip:2375 run -v /:/host …`: takes over whoever left his daemon open. */
function remoteDocker(entry: ScriptCommand): readonly Sign[] {
  const { command, args } = entry;
  if (command.name === 'docker') {
    const at = args.findIndex((arg) => /^(?:-H|--host)$/.test(arg));
    const host = at < 0 ? args.find((arg) => arg.startsWith('--host='))?.slice(7) : args[at + 1];
    if (host === undefined || !DOCKER_TCP.test(host) || /localhost|127\.0\.0\.1|^tcp:\/\/docker:/.test(host))
      return [];
    const runs = args.some((arg) => /^(?:run|exec|create)$/.test(arg));
    const takes = args.some((arg) => HOST_MOUNT.test(arg) || arg === '--privileged');
    return runs && takes
      ? [
          signOf(
            entry,
            'strong',
            "starts containers with the host's files through other machines' Docker daemons",
          ),
        ]
      : [];
  }
  const asks =
    /^(?:curl|wget)$/.test(command.name) &&
    args.some((arg) =>
      /^(?:https?:\/\/)?[^\s/]{1,253}:2375\/(?:v[\d.]+\/)?(?:containers|images|exec|version|info)/.test(arg),
    );
  const foreign =
    args.some((arg) => /\$\{?\w+\}?:2375/.test(arg) || /\d:2375/.test(arg)) &&
    !/127\.0\.0\.1:2375/.test(args.join(' '));
  return asks && foreign
    ? [signOf(entry, 'middle', 'talks to other machines over unprotected Docker daemons')]
    : [];
}

/** Commands run in pods through an open kubelet. */
function kubelet(entry: ScriptCommand): readonly Sign[] {
  const { command, args } = entry;
  const runs =
    /^(?:curl|wget)$/.test(command.name) &&
    args.some((arg) => /:10250\/(?:run|exec)\//.test(arg)) &&
    args.some((arg) => /cmd=|-d|-X/.test(arg));
  return runs ? [signOf(entry, 'strong', 'runs commands in pods through open kubelets')] : [];
}

const REDIS_TARGET = /\/var\/spool\/cron|\/etc\/cron|\.ssh\b/;

function redisCommand(entry: ScriptCommand): readonly Sign[] {
  const words = entry.args.map((arg) => arg.toLowerCase()).join(' ');
  const sets = entry.command.name === 'redis-cli' && /config set (?:dir|dbfilename) /.test(words);
  return sets && (REDIS_TARGET.test(words) || /dbfilename (?:root|authorized_keys|crontab)/.test(words))
    ? [signOf(entry, 'strong', 'writes cron tables or SSH keys of other machines through Redis')]
    : [];
}

const REDIS_TEXT =
  /config["'\s,\\rn$\d]{1,20}set["'\s,\\rn$\d]{1,20}dir["'\s,\\rn$\d]{1,20}[^\n]{0,20}(?:\/var\/spool\/cron|\/etc\/cron|\/\.ssh)/i;

/** The same in another language, or as text that goes to a socket. */
function redisText({ unit, commands }: Script): readonly Sign[] {
  if (!/config/i.test(unit.text) || commands.some((entry) => redisCommand(entry).length > 0)) return [];
  const active = activeText(unit.text, unit.language);
  const match = REDIS_TEXT.exec(active);
  if (match === null) return [];
  const what = 'writes cron tables or SSH keys of other machines through Redis';
  return [
    {
      line: unit.line ?? lineAt(active, match.index + 1),
      excerpt: excerptAt(active, match.index),
      strength: 'strong',
      what,
    },
  ];
}

/** Hosts that the user was on before, each logged in to with the user's keys: `known_hosts` and ssh in one script. */
function knownHosts({ commands }: Script): readonly Sign[] {
  const reads = commands.find(
    ({ command, args, pipeline }) =>
      /^(?:cat|grep|[ef]grep|awk|cut|sed|find)$/.test(command.name) &&
      (args.some((arg) => /known_hosts|\.bash_history|\.ssh\/config/.test(arg)) ||
        /<\s*\S{0,400}known_hosts/.test(pipeline.text)),
  );
  if (reads === undefined) return [];
  const logins = commands.filter(({ command, args }) => {
    const text = args.join(' ');
    const blind = /StrictHostKeyChecking[= ]no|BatchMode[= ]yes/i.test(text);
    return /^(?:ssh|scp)$/.test(command.name) && blind && /\$\{?\w/.test(text);
  });
  return logins.map((entry) =>
    signOf(entry, 'strong', 'logs in to every machine that it finds in known_hosts or the history'),
  );
}

import { type Behaviour, listed, type Script, type ScriptCommand, type Sign, signOf } from '../behaviour.ts';

/** Miners, botnets that mine, and pools: what cryptojackers kill on the machines that they take over. */
const RIVALS =
  /xmrig|xmr-?stak|xmrigcc|minerd|cpuminer|ccminer|minergate|cryptonight|crypto-?night|stratum|nanopool|supportxmr|hashvault|c3pool|minexmr|moneroocean|nicehash|crypto-?pool|monerohash|kinsing|kdevtmpfsi|watchbog|ddgs|sustes?e|networkservice|sysguard|sysupdate|kthrotlds|kthreaddi|bashirc|qw3xt|wntkyg|2t3ik|biosetjenkins|apaceha|mysqldd|jenkinxs?|tsm(?:32|64)|rsync(?:32|64)|dbused|zzh\b|xm[2-6]4\b|derohe|nbminer|phoenixminer|lolminer|teamredminer|t-rex\b|hashfish|watchdogs|ksoftirqds|pnscan|masscan|zgrab/gi;
/** Words that honest programs have in their names, too. */
const GENERIC = /\b(?:miner|mining|monero|xmr|coinhive|randomx)\b/gi;
/** Doors of pools, looked up among the connections. */
const POOL_PORT = /:(?:3333|4444|5555|7777|14433|14444|45560|45700|10128)\b/g;
const LISTS = /^(?:ps|pgrep|pidof|netstat|ss|lsof|top|fuser|docker|crictl|ctr|find)$/;
const FILTERS = /^(?:[ef]?grep|awk|gawk|mawk|sed|pgrep|pidof)$/;
const CPU = /%?cpu|\$3\s{0,3}>=?\s{0,3}\d|sort\s.{0,20}-k\s?3/i;

/** Killing other miners: nobody who does not mine himself has a list of them. */
export const killsRivals: Behaviour = {
  rule: {
    id: 'start/kills-rivals',
    leaves: 'Restarts of the image’s own processes, by a name that no miner has.',
    severity: ['low', 'critical'],
    title: 'Kills other miners',
    category: 'start',
    description:
      'A script looks for other miners and botnets by name, by their pools or by the processor time that they use, and kills them: cryptojackers make room for themselves that way.',
    attack: 'T1489',
  },
  fix: 'Do not run this image unless it is a tool against miners and you know it as one.',
  look(script) {
    const kills = script.commands.some(({ command }) => command.name === 'kill');
    const found = script.commands.flatMap((entry) => killing(entry, kills));
    const own = new Set(script.commands.map(({ command }) => command.name.toLowerCase()));
    const foreign = found.filter(({ name }) => !own.has(name));
    const sure = new Set(foreign.filter(({ generic }) => !generic).map(({ name }) => name));
    const names = new Set(found.map(({ name }) => name));
    const guards = script.commands.some(blocksPools);
    const strength = guards
      ? 'weak'
      : sure.size >= 2
        ? 'strong'
        : sure.size === 1 || names.size >= 3
          ? 'middle'
          : 'weak';
    return [
      ...found
        .slice(0, 20)
        .map(({ entry }): Sign => signOf(entry, strength, `kills other miners (${listed([...names])})`)),
      ...byProcessorTime(script),
    ];
  },
};

/** `iptables -A OUTPUT … --dport 3333 -j REJECT`: whoever shuts pools out does not mine. */
function blocksPools({ command, args }: ScriptCommand): boolean {
  const drops =
    /^(?:ip6?tables|nft)$/.test(command.name) && args.some((arg) => /^(?:drop|reject)$/i.test(arg));
  const words = args.join(' ');
  return drops && (/\boutput\b/i.test(words) || /\bdport (?:3333|4444|14444)\b/.test(words));
}

interface Kill {
  readonly entry: ScriptCommand;
  readonly name: string;
  readonly generic: boolean;
}

/** @param kills whether anything in the script kills by number */
function killing(entry: ScriptCommand, kills: boolean): readonly Kill[] {
  const { command, pipeline, args } = entry;
  const direct = /^(?:pkill|killall5?|skill)$/.test(command.name);
  const containers =
    /^(?:docker|podman|nerdctl)$/.test(command.name) && /^(?:kill|stop|rm|rmi)$/.test(args[0] ?? '');
  const inner = command.args.flatMap((arg) => arg.inner);
  if (direct) return namesIn(args.join(' '), entry);
  if (command.name === 'kill' || containers) {
    // `kill $(pgrep x)`, `ps | grep x | xargs kill`.
    const words = [pipeline, ...inner].flatMap(({ commands }) =>
      commands
        .filter(({ name }) => FILTERS.test(name))
        .flatMap((filter) => filter.args.map(({ text }) => text)),
    );
    return namesIn(words.join(' '), entry);
  }
  // `for p in $(ps | grep x); do kill $p; done`, `ps | grep x | while read p; do kill $p; done`.
  const lists = pipeline.commands.some(({ name }) => LISTS.test(name)) && FILTERS.test(command.name);
  return lists && kills ? namesIn(args.join(' '), entry) : [];
}

function namesIn(text: string, entry: ScriptCommand): readonly Kill[] {
  const clipped = text.slice(0, 4000);
  const sure = [...(clipped.match(RIVALS) ?? []), ...(clipped.match(POOL_PORT) ?? [])];
  const generic = clipped.match(GENERIC) ?? [];
  return [
    ...sure.map((name) => ({ entry, name: name.toLowerCase(), generic: false })),
    ...generic.map((name) => ({ entry, name: name.toLowerCase(), generic: true })),
  ];
}

/** `ps aux | awk '$3>40 {print $2}' | xargs kill -9`: whoever else works hard. */
function byProcessorTime(script: Script): readonly Sign[] {
  return script.commands.flatMap((entry) => {
    const { commands, text } = entry.pipeline;
    if (entry.command.name !== 'kill' && !(entry.command.name === 'while' || entry.command.name === 'read'))
      return [];
    const lists = commands.some(({ name }) => name === 'ps' || name === 'top');
    return lists && CPU.test(text)
      ? [signOf(entry, 'middle', 'kills whatever else uses much processor time')]
      : [];
  });
}

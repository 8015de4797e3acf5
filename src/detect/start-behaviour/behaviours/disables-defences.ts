import { baseName } from '../../../base/base-name.ts';
import {
  type Behaviour,
  type Script,
  type ScriptCommand,
  type Sign,
  type Strength,
  signOf,
} from '../behaviour.ts';

/** Agents that watch a machine, by the names of their services, programs and folders. */
const AGENTS =
  /^(?:aliyun(?:-service|_service)?|aliyundun\w*|aegis|aliyun_installer|cloudmonitor|argusagent|cloudwalker|bcm-?(?:agent|si)|hosteye|ydservice|ydlive|ydeyes|yunjing|barad_agent|sgagent|tat_agent|qcloud|stargate|uniagent|hostguard|falcon-sensor|falcond|crowdstrike|ds_agent|cbdaemon|cbagentd|carbonblack|sophos\w*|sav-protect|sentinel(?:one|d|ctl)|s1-agent|mdatp|mde|microsoft-defender|wazuh-agent|ossec\w*|osqueryd|falco(?:ctl)?|tracee|tetragon|sysdig(?:-agent)?|dragent|elastic-agent|auditbeat|filebeat|esets?|kav\w*|kesl|trendmicro|xagt|fireeye|cylancesvc|rapid7|ir_agent|nessus\w*|qualys-cloud-agent|aide|tripwire|rkhunter|chkrootkit|lynis|threatbook|titanagent|safedog|sdmonitor|sdcmd|auditd|apparmor|selinux\w*|clamav-daemon|clamd|fail2ban|denyhosts|snort|suricata|zabbix-agent2?|monit)$/i;
const FIREWALLS = /^(?:firewalld|ufw|iptables|ip6tables|nftables|netfilter-persistent|SuSEfirewall2)$/;
const AGENT_PLACE =
  /\/(?:aegis|aliyun|cloudmonitor|qcloud|YunJing|sgagent|CrowdStrike|falcon|ds_agent|sentinelone|ossec|wazuh|carbonblack|sophos\w*|mdatp|bcm-agent|hostguard|titan|safedog)(?:[/*\s"']|$)/i;
const PACKAGES = /^(?:apt|apt-get|yum|dnf|apk|zypper|dpkg|rpm)$/;

/** Switching off what watches over a machine. */
export const disablesDefences: Behaviour = {
  rule: {
    id: 'start/disables-defences',
    leaves: 'Firewalls that a network service sets up, and agents that are not defences.',
    severity: ['low', 'critical'],
    title: 'Switches off what protects the machine',
    category: 'start',
    description:
      'A script stops or removes security agents, firewalls, SELinux, AppArmor or auditing. A container has no honest reason to do so to its host; network images that set their own firewall rules are not meant.',
    attack: 'T1562.001',
  },
  fix: 'Do not run this image with rights over the host; ask who needs the protection gone.',
  look: (script) => {
    // What is switched on again further down was only set up anew.
    const enables = script.commands.findLastIndex((entry) => isUfw(entry, 'enable'));
    return [
      ...script.commands.flatMap((entry, index) => [
        ...agents(entry),
        ...mandatoryAccess(entry),
        ...auditing(entry),
        ...(entry.command.name === 'ufw' && index < enables ? [] : firewallService(entry)),
      ]),
      ...flushedRules(script),
    ];
  },
};

/** The services or programs that a command stops, disables, kills or removes. */
function stopped({ command, args }: ScriptCommand): readonly string[] {
  const words = args.filter((arg) => !arg.startsWith('-')).map(bare);
  const { name, program } = command;
  if (name === 'systemctl') return /^(?:stop|disable|mask|kill)$/.test(words[0] ?? '') ? words.slice(1) : [];
  if (name === 'service' || name === 'rc-service')
    return /^(?:stop|disable)$/.test(words[1] ?? '') ? words.slice(0, 1) : [];
  if (program.startsWith('/etc/init.d/')) return words[0] === 'stop' ? [name] : [];
  if (name === 'chkconfig')
    return /^(?:off|--del)$/.test(args.at(-1) ?? '') ? words : args[0] === '--del' ? words : [];
  if (name === 'update-rc.d') return /^(?:disable|remove)$/.test(args.at(-1) ?? '') ? words : [];
  if (name === 'rc-update') return words[0]?.startsWith('del') === true ? words.slice(1) : [];
  if (/^(?:pkill|killall)$/.test(name)) return words;
  if (PACKAGES.test(name)) {
    const removes = args.some((arg) =>
      /^(?:remove|purge|autoremove|erase|del|-[eEPr]|--purge|--remove)$/.test(arg),
    );
    return removes ? words.slice(1) : [];
  }
  return [];
}

function bare(word: string): string {
  return baseName(word).replace(/\.(?:service|socket|timer)$/, '');
}

function agents(entry: ScriptCommand): readonly Sign[] {
  const names = stopped(entry).filter((word) => AGENTS.test(word));
  const { command, args } = entry;
  if (names.length > 0) {
    return [signOf(entry, strengthOf(names), `stops or removes ${names.slice(0, 4).join(', ')}`, names)];
  }
  const place = args.find((arg) => AGENT_PLACE.test(arg));
  const removes = command.name === 'rm' && args.some((arg) => /^-\w*[rf]/.test(arg));
  const uninstalls =
    /uninst\w{0,250}\.sh$|uninstall\w{0,250}$/i.test(command.program.slice(-256)) ||
    /uninst\w{0,8}\.sh/i.test(args.join(' '));
  if (place === undefined && !(uninstalls && AGENT_PLACE.test(`${command.program} `))) return [];
  if (!removes && !uninstalls) return [];
  const agent = AGENT_PLACE.exec(place ?? `${command.program} `)?.[0].replaceAll(/[/*\s"']/g, '') ?? '';
  return [signOf(entry, 'strong', `removes the security agent ${agent}`, [agent])];
}

/** Services that administrators stop for their own reasons, and those that only an intruder wants gone. */
function strengthOf(names: readonly string[]): Strength {
  const strengths = names.map((name): Strength => {
    if (/^(?:fail2ban|denyhosts|monit|zabbix-agent2?|filebeat|auditbeat|aide|snort|suricata)$/i.test(name))
      return 'weak';
    return /^(?:auditd|clam\w*|clamav-daemon|apparmor|selinux\w*)$/i.test(name) ? 'middle' : 'strong';
  });
  return strengths.includes('strong') ? 'strong' : strengths.includes('middle') ? 'middle' : 'weak';
}

/** SELinux and AppArmor. */
function mandatoryAccess(entry: ScriptCommand): readonly Sign[] {
  const { command, pipeline, args } = entry;
  const off =
    (command.name === 'setenforce' && /^(?:0|permissive)$/i.test(args[0] ?? '')) ||
    /^aa-(?:teardown|disable|complain)$/.test(command.name) ||
    (command.name === 'apparmor_parser' && args.some((arg) => /^-\w*R/.test(arg))) ||
    pipeline.writesTo?.endsWith('/selinux/enforce') === true ||
    (/^(?:sed|perl)$/.test(command.name) && /SELINUX=(?:disabled|permissive)/.test(args.join(' '))) ||
    (pipeline.writesTo?.endsWith('/selinux/config') === true &&
      /SELINUX=(?:disabled|permissive)/.test(pipeline.text));
  return off ? [signOf(entry, 'middle', 'switches off SELinux or AppArmor')] : [];
}

function auditing(entry: ScriptCommand): readonly Sign[] {
  const { command, args } = entry;
  const off =
    command.name === 'auditctl' && (args.includes('-D') || (args.includes('-e') && args.includes('0')));
  return off ? [signOf(entry, 'middle', 'switches off auditing')] : [];
}

function firewallService(entry: ScriptCommand): readonly Sign[] {
  const names = stopped(entry).filter((word) => FIREWALLS.test(word));
  if (names.length === 0 && !isUfw(entry, 'disable')) return [];
  return [signOf(entry, 'middle', 'switches off the firewall', names.length === 0 ? ['ufw'] : names)];
}

function isUfw({ command, args }: ScriptCommand, action: string): boolean {
  return command.name === 'ufw' && args.includes(action);
}

const TABLES = /^(?:ip6?tables(?:-(?:nft|legacy))?|nft)$/;

/** All rules thrown away and none set: a network image flushes its own tables and sets them anew. */
function flushedRules({ commands }: Script): readonly Sign[] {
  const calls = commands.filter(({ command }) => TABLES.test(command.name));
  const sets = calls.some(({ command, args }) =>
    command.name === 'nft'
      ? args.some((arg) => /^(?:add|insert|-f)$/.test(arg))
      : args.some((arg) => /^(?:-[AIN]|--append|--insert|--new-chain)$/.test(arg)),
  );
  if (sets) return [];
  return calls.flatMap((entry) => {
    const { command, args } = entry;
    const flushes =
      command.name === 'nft'
        ? args.join(' ').startsWith('flush ruleset')
        : args.length === 1 && /^(?:-F|--flush)$/.test(args[0] ?? '');
    const opens = args.includes('-P') && args.includes('ACCEPT') && args.includes('INPUT');
    return flushes || opens
      ? [signOf(entry, flushes ? 'middle' : 'weak', 'throws away the firewall rules')]
      : [];
  });
}

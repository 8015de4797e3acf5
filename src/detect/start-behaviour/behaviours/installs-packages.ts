import { remoteOf } from '../../text/remote.ts';
import { type Behaviour, listed, type ScriptCommand, type Sign, signOf } from '../behaviour.ts';

const MANAGERS =
  /^(?:apt|apt-get|aptitude|apk|yum|dnf|microdnf|zypper|pacman|pip\d?(?:\.\d+)?|npm|yarn|pnpm|gem|opkg)$/;

/** Packages that come from the network each time. */
export const installsPackages: Behaviour = {
  rule: {
    id: 'start/installs-packages',
    leaves: 'Installation while the image is built.',
    title: 'Installs packages at start',
    category: 'start',
    description:
      'A package manager brings programs from the network when the container starts, so the image does not hold what runs. Common in images for development; from a place that is reached without TLS or by a bare address, whoever answers there decides what runs.',
    severity: ['low', 'high'],
    attack: 'T1105',
  },
  fix: 'Install what is needed when the image is built.',
  look: (script) => script.commands.flatMap(installs),
};

function installs(entry: ScriptCommand): readonly Sign[] {
  const { command, args } = entry;
  if (!MANAGERS.test(command.name)) return [];
  const verb = args.findIndex((arg) => /^(?:install|add|reinstall|-S\w*|i|localinstall)$/.test(arg));
  const packages = args.slice(verb + 1).filter((arg) => !arg.startsWith('-'));
  if (verb < 0 || packages.length === 0) return [];
  // A project's own dependencies: `pip install -r requirements.txt`, `npm install` without names.
  const own = args.some((arg) => /^(?:-r|--requirement|-e|--editable|\.)$/.test(arg));
  const from = foreignPlace(args.slice(verb + 1));
  if (from !== undefined)
    return [signOf(entry, 'middle', `installs packages (${listed(packages)}) from ${from}`)];
  return own ? [] : [signOf(entry, 'weak', `installs packages (${listed(packages)})`)];
}

const PLACE_OPTION =
  /^(?:-i|-f|--(?:extra-)?index-url|--find-links|--registry|--source|--repository|-X|--repofrompath)$/;

/**
 * The place that packages come from where a person should ask who keeps it: reached without TLS, or one that stands
 * out by itself (a bare address, a paste site). Whoever answers there decides what runs.
 */
function foreignPlace(args: readonly string[]): string | undefined {
  for (const [index, arg] of args.entries()) {
    const value = /^--[\w-]{1,30}=(.+)$/.exec(arg)?.[1] ?? arg;
    const named = value !== arg || !arg.startsWith('-') || PLACE_OPTION.test(args[index - 1] ?? '');
    if (!named || !/^(?:git\+)?https?:\/\//i.test(value)) continue;
    const remote = remoteOf(value.replace(/^git\+/i, ''));
    if (remote === undefined || remote.local) continue;
    if (remote.suspicious !== undefined || /^(?:git\+)?http:/i.test(value)) return remote.host;
  }
  return undefined;
}

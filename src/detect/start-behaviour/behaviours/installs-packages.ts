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
      'A package manager brings programs from the network when the container starts, so the image does not hold what runs. Common in images for development.',
    severity: ['low', 'medium'],
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
  return own ? [] : [signOf(entry, 'weak', `installs packages (${listed(packages)})`)];
}

import { baseName } from '../../base/base-name.ts';
import { eachStep } from '../../explain/start-paths.ts';
import type { ImageView } from '../detector.ts';
import type { Evidence, Finding, Severity } from '../finding.ts';
import { clip, lines } from '../text/lines.ts';
import { accountsOf } from './accounts.ts';
import { evidenceAt, sshServer } from './place.ts';
import { type SshdOption, sshdOptions } from './sshd-config.ts';

/** sshd settings that let in root by password, or anybody without one. Nothing where there is no SSH server. */
export function sshdFindings(view: ImageView): readonly Finding[] {
  const server = sshServer(view);
  if (server === 'absent') return [];
  // Debian and Fedora include sshd_config.d before their own settings, and the first value counts.
  const extra = filesIn(view, 'etc/ssh/sshd_config.d').filter((path) => path.endsWith('.conf'));
  const found = new Map<string, { option: SshdOption; path: string }>();
  // What the command line says counts before any file.
  for (const { option, path } of commandOptions(view)) {
    if (!found.has(option.name)) found.set(option.name, { option, path });
  }
  for (const path of [...extra, 'etc/ssh/sshd_config']) {
    for (const [name, option] of sshdOptions(view.text(path) ?? '')) {
      if (!found.has(name)) found.set(name, { option, path });
    }
  }
  const says = (name: string, value: string): boolean =>
    found.get(name)?.option.value.toLowerCase() === value;
  const empty = says('permitemptypasswords', 'yes');
  const root = says('permitrootlogin', 'yes') && !says('passwordauthentication', 'no');
  if (!empty && !root) return [];
  const names = [
    ...(empty ? ['permitemptypasswords'] : []),
    ...(root ? ['permitrootlogin', 'passwordauthentication'] : []),
  ];
  const [first, ...rest] = names.flatMap((name): readonly Evidence[] => {
    const seen = found.get(name);
    if (seen === undefined) return [];
    if (!seen.path.includes('/')) return [{ path: seen.path, excerpt: clip(seen.option.excerpt) }];
    return [evidenceAt(view, seen.path, seen.option.line, seen.option.excerpt)];
  });
  if (first === undefined) return [];
  const what = [
    ...(empty ? ['accounts without password'] : []),
    ...(root ? ['root with a password'] : []),
  ].join(' and ');
  return [
    {
      rule: 'access/sshd-config',
      title: 'SSH server that is easy to enter',
      category: 'access',
      severity: 'medium',
      confidence: 'high',
      why: `The SSH server, which ${server === 'starts' ? 'starts with the container' : 'is in the image'}, lets in ${what}.`,
      fix: 'Set PermitRootLogin no, PasswordAuthentication no and PermitEmptyPasswords no, or leave the SSH server out.',
      attack: 'T1021.004',
      evidence: [first, ...rest],
    },
  ];
}

/** `sshd -o PermitEmptyPasswords=yes`, as the start chain has it. */
function commandOptions(view: ImageView): readonly { option: SshdOption; path: string }[] {
  const found: { option: SshdOption; path: string }[] = [];
  for (const step of eachStep(view.explanation.startChain)) {
    if (!/\bsshd\b/.test(step.what)) continue;
    const command = step.runs ?? step.command;
    for (const match of command.slice(0, 4000).matchAll(/-o\s{0,4}["']?([A-Za-z]{4,40})[= ](\w{1,20})/g)) {
      const name = match[1]?.toLowerCase() ?? '';
      const option = { name, value: match[2] ?? '', line: step.line ?? 1, excerpt: command };
      found.push({ option, path: step.file.replace(/^\/+/, '') });
    }
  }
  return found;
}

const GRANT =
  /^\s*([%+]?[\w.\\@-]{1,64}|ALL)\s+ALL\s*=\s*(?:\(\s*(?:ALL|root)(?:\s*:\s*ALL)?\s*\)\s*)?(?:(?:SETENV|NOEXEC):\s*)*NOPASSWD\s*:\s*(?:SETENV:\s*)?ALL\s*$/;

/** sudoers(5) lines that let an account do everything without password: usual in work images, telling for a service. */
export function sudoFindings(view: ImageView): readonly Finding[] {
  const accounts = accountsOf(view.text('etc/passwd') ?? '', undefined);
  const evidence: Evidence[] = [];
  let severity: Severity = 'low';
  let who = '';
  for (const path of ['etc/sudoers', ...filesIn(view, 'etc/sudoers.d')]) {
    for (const line of lines(view.text(path) ?? '')) {
      const name = GRANT.exec(line.text)?.[1];
      if (name === undefined || name === 'root' || evidence.length >= 20) continue;
      const uid = accounts.find((account) => account.name === name)?.uid;
      const service = name === 'ALL' || (uid !== undefined && uid !== 0 && (uid < 1000 || uid === 65534));
      if (service) severity = 'medium';
      if (who === '' || service) who = name;
      evidence.push(evidenceAt(view, path, line.number, line.text.trim()));
    }
  }
  const [first, ...rest] = evidence;
  if (first === undefined) return [];
  const whom =
    who === 'ALL'
      ? 'Every account'
      : who.startsWith('%')
        ? `Every member of the group ${who.slice(1)}`
        : `The account ${who}`;
  return [
    {
      rule: 'access/sudo-all',
      title: 'Account that becomes root without password',
      category: 'access',
      severity,
      confidence: 'high',
      why: `${whom} can run everything as root without a password.`,
      fix: 'Allow only the commands that are needed, or leave sudo out of the image.',
      attack: 'T1548.003',
      evidence: [first, ...rest],
    },
  ];
}

/** Paths of the files right inside a folder. */
export function filesIn(view: Pick<ImageView, 'tree'>, folder: string): readonly string[] {
  return view.tree
    .children(folder)
    .map((name) => `${folder}/${baseName(name)}`)
    .filter((path) => {
      const found = view.tree.resolve(path);
      return found.kind === 'found' && found.node.entry.kind === 'file';
    });
}

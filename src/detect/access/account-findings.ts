import type { ImageView } from '../detector.ts';
import type { Evidence, Finding } from '../finding.ts';
import { type Account, accountsOf, hasLoginShell, isLocked } from './accounts.ts';
import { evidenceAt, sshServer } from './place.ts';
import { sshdOptions } from './sshd-config.ts';

/** Accounts without password, and accounts beside root with its rights, as the finished image has them. */
export function accountFindings(view: ImageView): readonly Finding[] {
  const passwd = view.text('etc/passwd');
  if (passwd === undefined) return [];
  const accounts = accountsOf(passwd, view.text('etc/shadow'));
  const open = accounts.filter((account) => account.password === '' && hasLoginShell(account));
  const roots = accounts.filter(({ uid, name }) => uid === 0 && name !== 'root');
  const findings: Finding[] = [];
  const [firstOpen, ...otherOpen] = open;
  if (firstOpen !== undefined) {
    const empty =
      sshdOptions(view.text('etc/ssh/sshd_config') ?? '')
        .get('permitemptypasswords')
        ?.value.toLowerCase() === 'yes';
    const reachable = empty && sshServer(view) !== 'absent';
    const names = open
      .map(({ name }) => name)
      .slice(0, 5)
      .join(', ');
    findings.push({
      rule: 'access/no-password',
      title: 'Account without password',
      category: 'access',
      severity: reachable ? 'high' : 'medium',
      confidence: 'high',
      why: `Anybody can become ${names} without a password${reachable ? ', also over SSH' : ''}: the password field is empty.`,
      fix: `Lock the account in a later layer: passwd -l ${firstOpen.name}.`,
      attack: 'T1078.003',
      evidence: [inField(view, firstOpen), ...otherOpen.map((account) => inField(view, account))],
    });
  }
  const [firstRoot, ...otherRoots] = roots;
  if (firstRoot !== undefined) {
    const usable = roots.some((account) => !isLocked(account) && hasLoginShell(account));
    findings.push({
      rule: 'access/second-root',
      title: 'Second account with the rights of root',
      category: 'access',
      severity: usable ? 'high' : 'medium',
      confidence: 'high',
      why: `The account ${firstRoot.name} has the user id 0 like root${usable ? ' and can log in' : ', though it is locked'}.`,
      fix: 'Remove the account, or give it a user id of its own.',
      attack: 'T1136.001',
      evidence: [inPasswd(view, firstRoot), ...otherRoots.map((account) => inPasswd(view, account))],
    });
  }
  return findings;
}

/** Where the password field of an account stands that counts. */
function inField(view: ImageView, { file, line, excerpt }: Account): Evidence {
  return evidenceAt(view, `etc/${file}`, line, excerpt);
}

function inPasswd(view: ImageView, { passwdLine, passwdExcerpt }: Account): Evidence {
  return evidenceAt(view, 'etc/passwd', passwdLine, passwdExcerpt);
}

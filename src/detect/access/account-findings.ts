import type { ImageView } from '../detector.ts';
import type { Evidence, Finding } from '../finding.ts';
import { accountsOf, hasLoginShell, isLocked } from './accounts.ts';
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
  if (open.length > 0) {
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
      fix: `Lock the account in a later layer: passwd -l ${open[0]?.name}.`,
      attack: 'T1078.003',
      evidence: open.map((account) =>
        evidenceAt(view, `etc/${account.file}`, account.line, account.excerpt),
      ) as unknown as readonly [Evidence, ...Evidence[]],
    });
  }
  if (roots.length > 0) {
    const usable = roots.some((account) => !isLocked(account) && hasLoginShell(account));
    findings.push({
      rule: 'access/second-root',
      title: 'Second account with the rights of root',
      category: 'access',
      severity: usable ? 'high' : 'medium',
      confidence: 'high',
      why: `The account ${roots[0]?.name} has the user id 0 like root${usable ? ' and can log in' : ', though it is locked'}.`,
      fix: 'Remove the account, or give it a user id of its own.',
      attack: 'T1136.001',
      evidence: roots.map((account) =>
        evidenceAt(view, 'etc/passwd', account.passwdLine, account.passwdExcerpt),
      ) as unknown as readonly [Evidence, ...Evidence[]],
    });
  }
  return findings;
}

import type { ImageView } from '../detector.ts';
import type { Evidence, Finding } from '../finding.ts';
import { lines } from '../text/lines.ts';
import { accountsOf } from './accounts.ts';
import { evidenceAt } from './place.ts';

const MAX_HOMES = 200;
/** `+` for any host; alone, or with `+` for any user (hosts.equiv(5)). */
const ANYBODY = /^\s*\+(?:\s+[\w.+-]{1,64})?\s*(?:#.*)?$/;

/** Files by which rsh, rlogin and host-based SSH let in without a password, where they name every host. */
export function trustedHostsFindings(view: ImageView): readonly Finding[] {
  const homes = accountsOf(view.text('etc/passwd') ?? '', undefined)
    .map(({ home }) => home.replace(/^\/+|\/+$/g, ''))
    .filter((home) => home !== '');
  const folders = [...new Set(['root', ...homes])].slice(0, MAX_HOMES);
  const paths = ['etc/hosts.equiv', 'etc/ssh/shosts.equiv', 'etc/shosts.equiv'].concat(
    folders.flatMap((home) => [`${home}/.rhosts`, `${home}/.shosts`]),
  );
  const evidence: Evidence[] = [];
  for (const path of paths) {
    for (const line of lines(view.text(path) ?? '')) {
      if (ANYBODY.test(line.text) && evidence.length < 20)
        evidence.push(evidenceAt(view, path, line.number, line.text.trim()));
    }
  }
  const [first, ...rest] = evidence;
  if (first === undefined) return [];
  return [
    {
      rule: 'access/trusted-hosts',
      title: 'Every host is trusted',
      category: 'access',
      severity: 'medium',
      confidence: 'high',
      why: `${first.path} trusts every host, so rsh, rlogin and host-based SSH let in without a password.`,
      fix: 'Remove the file.',
      attack: 'T1021.004',
      evidence: [first, ...rest],
    },
  ];
}

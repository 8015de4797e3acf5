import type { ImageView } from '../detector.ts';
import type { Evidence, Finding } from '../finding.ts';
import { clip } from '../text/lines.ts';
import { type Account, accountsOf, hasLoginShell } from './accounts.ts';
import type { GuessedPassword } from './password-guesses.ts';
import { evidenceAt, sshServer } from './place.ts';

/** Accounts whose password anybody guesses, or finds in the image's own instructions. */
export function weakPasswordFindings(
  view: ImageView,
  guesses: readonly GuessedPassword[],
): readonly Finding[] {
  const passwd = view.text('etc/passwd');
  const accounts = passwd === undefined ? [] : accountsOf(passwd, view.text('etc/shadow'));
  const guessed = accounts.flatMap((account) => {
    const guess = guesses.find(({ name, hash }) => name === account.name && hash === account.password);
    return guess === undefined || !hasLoginShell(account) ? [] : [{ account, password: guess.password }];
  });
  const said = passwordsSaid(view, accounts);
  const evidence: Evidence[] = [
    ...guessed.map(({ account }) => evidenceAt(view, `etc/${account.file}`, account.line, account.excerpt)),
    ...said.map(({ evidence: seen }) => seen),
  ];
  const [first, ...rest] = evidence;
  if (first === undefined) return [];
  const server = sshServer(view);
  const names = [
    ...new Set([...guessed.map(({ account }) => account.name), ...said.map(({ name }) => name)]),
  ];
  const how =
    guessed.length > 0
      ? `is one of the first that anybody tries ("${guessed[0]?.password}")`
      : 'stands in the image for all to read';
  const where = server === 'starts' ? ', and an SSH server starts with the container' : '';
  return [
    knownPassword(names[0] ?? '', {
      severity: server === 'starts' ? 'high' : server === 'present' ? 'medium' : 'low',
      why: `The password of ${names.slice(0, 5).join(', ')} ${how}${where}.`,
      evidence: [first, ...rest],
    }),
  ];
}

/** The finding about an account whose password others know. */
export function knownPassword(
  account: string,
  { severity, why, evidence }: Pick<Finding, 'severity' | 'why' | 'evidence'>,
): Finding {
  return {
    rule: 'access/weak-password',
    title: 'Password that is known',
    category: 'access',
    severity,
    confidence: 'high',
    why,
    fix: `Lock the account (passwd -l ${account}), and hand passwords in at run time.`,
    attack: 'T1078.003',
    evidence,
  };
}

const CHPASSWD =
  /(?:^|[\s'"])([a-z_][\w.-]{0,31}):([^\s'"$`:|\\{}<>]{1,64})\\?n?['"]?\s*\|\s*(?:sudo\s+)?chpasswd\b(?!\s+-e)/;

interface Said {
  readonly name: string;
  readonly evidence: Evidence;
}

/** `RUN echo 'root:secret' | chpasswd`: whoever has the image has the password. */
function passwordsSaid(view: ImageView, accounts: readonly Account[]): readonly Said[] {
  return view.explanation.instructions.slice(0, 2000).flatMap(({ text, keyword, layer }): readonly Said[] => {
    const match = keyword === 'RUN' ? CHPASSWD.exec(text.slice(0, 20_000)) : null;
    const name = match?.[1];
    if (match === null || name === undefined) return [];
    // A later instruction may have locked the account again.
    const account = accounts.find((one) => one.name === name);
    if (account !== undefined && (/^[!*]/.test(account.password) || !hasLoginShell(account))) return [];
    const evidence = { path: 'RUN', ...(layer !== undefined && { layer }), excerpt: clip(text, match.index) };
    return [{ name, evidence }];
  });
}

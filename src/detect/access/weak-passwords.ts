import { limitReached } from '../../base/limit-reached.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import type { ImageView } from '../detector.ts';
import type { Evidence, Finding } from '../finding.ts';
import { clip } from '../text/lines.ts';
import { type Account, accountsOf, hasLoginShell } from './accounts.ts';
import { cryptHash } from './crypt/crypt.ts';
import { evidenceAt, sshServer } from './place.ts';

/** What a stranger tries first; the account's own name besides. */
const COMMON = [
  'root',
  'toor',
  'admin',
  'password',
  '123456',
  '12345678',
  '123456789',
  '1234',
  '12345',
  'changeme',
  'test',
  'docker',
  'ubuntu',
  'debian',
  'alpine',
  'centos',
  'secret',
  'letmein',
  'qwerty',
  'default',
  'user',
  'guest',
  'pass',
  'admin123',
  'root123',
  'password1',
  'password123',
  'P@ssw0rd',
  'vagrant',
  'oracle',
  'kali',
  'raspberry',
  '111111',
  'abc123',
  'welcome',
  'screencast',
  'service',
  'support',
  '000000',
  'dev',
];

/** Accounts whose password anybody guesses, or finds in the image's own instructions. */
export function weakPasswordFindings(view: ImageView<never>): readonly Finding[] {
  const passwd = view.text('etc/passwd');
  const accounts = passwd === undefined ? [] : accountsOf(passwd, view.text('etc/shadow'));
  const usable = accounts.filter(
    (account) => hasLoginShell(account) && cryptHash(account.password) !== undefined,
  );
  const guessed = guesses(view, usable);
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
    {
      rule: 'access/weak-password',
      title: 'Password that is known',
      category: 'access',
      severity: server === 'starts' ? 'high' : server === 'present' ? 'medium' : 'low',
      confidence: 'high',
      why: `The password of ${names.slice(0, 5).join(', ')} ${how}${where}.`,
      fix: `Lock the account (passwd -l ${names[0]}), and hand passwords in at run time.`,
      attack: 'T1078.003',
      evidence: [first, ...rest],
    },
  ];
}

interface Guess {
  readonly account: Account;
  readonly password: string;
}

function guesses(view: ImageView<never>, accounts: readonly Account[]): readonly Guess[] {
  const found: Guess[] = [];
  let left = (view.limits ?? DEFAULT_LIMITS).maxPasswordRounds;
  for (const account of accounts) {
    const hash = cryptHash(account.password);
    if (hash === undefined) continue;
    for (const password of new Set([account.name, ...COMMON])) {
      left -= hash.rounds;
      if (left < 0) {
        const detail = `not every common password was tried on ${account.name} and the accounts behind it (maxPasswordRounds)`;
        view.unread?.(limitReached('maxPasswordRounds', detail, `etc/${account.file}`));
        return found;
      }
      if (!hash.matches(password)) continue;
      found.push({ account, password });
      break;
    }
  }
  return found;
}

const CHPASSWD =
  /(?:^|[\s'"])([a-z_][\w.-]{0,31}):([^\s'"$`:|\\{}<>]{1,64})\\?n?['"]?\s*\|\s*(?:sudo\s+)?chpasswd\b(?!\s+-e)/;

interface Said {
  readonly name: string;
  readonly evidence: Evidence;
}

/** `RUN echo 'root:secret' | chpasswd`: whoever has the image has the password. */
function passwordsSaid(view: ImageView<never>, accounts: readonly Account[]): readonly Said[] {
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

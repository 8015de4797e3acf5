import { buildCommand } from '../build-command.ts';
import type { ImageView } from '../detector.ts';
import type { Evidence, Finding } from '../finding.ts';
import { readShell } from '../shell/read-shell.ts';
import { clip } from '../text/lines.ts';
import { type Account, accountsOf, hasLoginShell } from './accounts.ts';
import type { GuessedPassword } from './password-guesses.ts';
import { passwordsGiven } from './passwords-given.ts';
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

interface Said {
  readonly name: string;
  readonly evidence: Evidence;
}

/** What of an instruction is read. */
const MAX_COMMAND = 20_000;

/** `RUN echo 'root:secret' | chpasswd`: whoever has the image has the password. */
function passwordsSaid(view: ImageView, accounts: readonly Account[]): readonly Said[] {
  const limits = view.limits !== undefined && { limits: view.limits };
  return view.explanation.instructions.slice(0, 2000).flatMap((instruction): readonly Said[] => {
    const { text, layer } = instruction;
    const command = buildCommand(instruction)?.slice(0, MAX_COMMAND);
    if (command?.includes('passwd') !== true) return [];
    const names = new Set(readShell(command, { ...limits }).pipelines.flatMap(passwordsGiven));
    return [...names]
      .filter((name) => isOpen(name, accounts))
      .map((name): Said => {
        const excerpt = clip(text, Math.max(0, text.indexOf(`${name}:`) - 1));
        return { name, evidence: { path: 'RUN', ...(layer !== undefined && { layer }), excerpt } };
      });
  });
}

/** A later instruction may have locked the account again. */
function isOpen(name: string, accounts: readonly Account[]): boolean {
  const account = accounts.find((one) => one.name === name);
  return account === undefined || (!/^[!*]/.test(account.password) && hasLoginShell(account));
}

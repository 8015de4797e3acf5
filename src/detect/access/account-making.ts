import type { ShellCommand } from '../shell/model.ts';
import { lines } from '../text/lines.ts';
import type { TextUnit } from '../text/text-unit.ts';
import { accountsOf, hasLoginShell } from './accounts.ts';
import { passwordsGiven } from './passwords-given.ts';

/** An account that a script makes or opens. */
export interface MadeAccount {
  /** Same rights as root; no password; a password that the text itself gives. */
  readonly what: 'root' | 'open' | 'known';
  readonly name: string;
  readonly line: number;
  readonly excerpt: string;
}

/** Accounts with the rights of root, or without password, that a text makes: by command, or by lines for passwd(5). */
export function accountsMade(unit: TextUnit): readonly MadeAccount[] {
  const target = unit.target?.replace(/^\/+/, '');
  if (target === 'etc/passwd') return fromPasswd(unit);
  if (target === 'etc/shadow') return fromShadow(unit);
  return unit.commands.flatMap((pipeline): readonly MadeAccount[] => {
    if (pipeline.from !== undefined) return [];
    const place = { line: unit.line ?? pipeline.line, excerpt: pipeline.text };
    const made = pipeline.commands.flatMap((command) => fromCommand(command) ?? []);
    const known = passwordsGiven(pipeline).map((name) => ({ what: 'known' as const, name }));
    return [...made, ...known].map((account) => ({ ...account, ...place }));
  });
}

function fromPasswd(unit: TextUnit): readonly MadeAccount[] {
  return accountsOf(unit.text, undefined).flatMap((account): readonly MadeAccount[] => {
    const place = { name: account.name, line: unit.line ?? account.line, excerpt: account.excerpt };
    if (account.uid === 0 && account.name !== 'root') return [{ what: 'root', ...place }];
    return account.password === '' && hasLoginShell(account) ? [{ what: 'open', ...place }] : [];
  });
}

function fromShadow(unit: TextUnit): readonly MadeAccount[] {
  const made: MadeAccount[] = [];
  for (const line of lines(unit.text)) {
    const name = /^([\w.-]{1,64})::\d*:/.exec(line.text)?.[1];
    if (name === undefined || made.length >= 50) continue;
    made.push({ what: 'open', name, line: unit.line ?? line.number, excerpt: line.text });
  }
  return made;
}

function fromCommand(command: ShellCommand): Pick<MadeAccount, 'what' | 'name'> | undefined {
  const args = command.args.map((arg) => arg.text);
  const after = (option: RegExp): string | undefined => {
    const at = args.findIndex((arg) => option.test(arg));
    return at < 0 ? undefined : args[at + 1];
  };
  const name = args.findLast((arg) => !arg.startsWith('-')) ?? '';
  switch (command.name) {
    case 'useradd':
    case 'adduser':
    case 'usermod':
      if (after(/^(?:-\w*u|--uid)$/) === '0' || args.includes('--uid=0')) {
        return name === 'root' ? undefined : { what: 'root', name };
      }
      return after(/^(?:-p|--password)$/) === '' ? { what: 'open', name } : undefined;
    case 'passwd':
      return args.some((arg) => /^-(?=\w*$)\w*?d|^--delete$/.test(arg)) ? { what: 'open', name } : undefined;
    default:
      return undefined;
  }
}

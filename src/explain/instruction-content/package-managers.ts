import { baseName } from '../../base/base-name.ts';
import { splitAtOperators } from '../history/shell-text.ts';

/** Programs that install packages of a distribution, with the word that says so. */
const INSTALLS: Readonly<Record<string, RegExp>> = {
  'apt-get': /\s(?:install|upgrade|dist-upgrade)\b/,
  apt: /\s(?:install|upgrade|full-upgrade)\b/,
  apk: /\sadd\b/,
  yum: /\s(?:install|update|upgrade|localinstall)\b/,
  dnf: /\s(?:install|update|upgrade)\b/,
  microdnf: /\s(?:install|update|upgrade)\b/,
  tdnf: /\s(?:install|update|upgrade)\b/,
  zypper: /\s(?:install|in|update|up)\b/,
};
/** What stands beside it in instructions that only install packages, and brings no programs. */
const BESIDE =
  /^(?:apt|apt-get|apt-cache|apt-mark|apk|yum|dnf|microdnf|tdnf|zypper|rpm|dpkg|debconf-set-selections|rm|rmdir|mkdir|set|true|:|echo|find|xargs|export|update-ca-certificates|locale-gen|ldconfig|test|\[)$/;

export interface PackageRun {
  /** `apt-get`. */
  readonly manager: string;
  /** Other programs that it runs, in order, each once. */
  readonly others: readonly string[];
}

/** What a RUN does with a package manager; undefined where it installs nothing with one. */
export function packageRunOf(command: string): PackageRun | undefined {
  let manager: string | undefined;
  const others = new Set<string>();
  for (const piece of splitAtOperators(command)) {
    // Operators stand before or behind their commands.
    const words = piece.replace(/^[&|;\s]{1,10}/, '').replace(/[;\s]{1,10}$/, '');
    const name = firstProgram(words);
    if (name === undefined) continue;
    if (Object.hasOwn(INSTALLS, name) && INSTALLS[name]?.test(words)) manager ??= name;
    if (!BESIDE.test(name)) others.add(name);
  }
  return manager === undefined ? undefined : { manager, others: [...others] };
}

/** Shell words before the program that a command names. */
const BEFORE = /^(?:if|then|else|elif|do|while|until|!|\(|\{|sudo|env|exec|command|time)$/;

function firstProgram(command: string): string | undefined {
  for (const word of command.split(/\s+/, 12)) {
    if (word === '' || BEFORE.test(word) || /^\w{1,100}=/.test(word)) continue;
    if (/^(?:fi|done|esac|\}|\)|case|for|in)\b/.test(word)) return undefined;
    return /^[\w./+-]{1,200}$|^:$|^\[$/.test(word) ? baseName(word) : 'a command';
  }
  return undefined;
}

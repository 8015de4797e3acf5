import type { Follower } from '../chain.ts';
import { followComposer } from '../programs/composer.ts';
import { followNpm } from '../programs/npm.ts';
import { followScriptRunner } from '../programs/script-runners.ts';
import { followServer } from '../servers/servers.ts';
import { throughEnv } from '../shebang.ts';
import { isShell } from '../shell/shell-names.ts';
import { followShellAmongWords } from '../shell-among-words.ts';
import { followSupervisor } from '../supervisord.ts';
import { followAppServer } from './app-servers.ts';
import { followBuildpacks } from './buildpacks.ts';
import { followJust } from './just.ts';
import { followLanguageRunner } from './language-runners.ts';
import { followMake } from './make.ts';
import { followOpenrc, followServiceScript } from './openrc.ts';
import { followPm2 } from './pm2.ts';
import { followProcfile } from './procfile.ts';
import { followRunit } from './runit.ts';
import { followS6 } from './s6.ts';
import { followSystemd } from './systemd.ts';
import { followSysvinit } from './sysvinit.ts';
import { followTask } from './task.ts';

/** Each knows what one process manager is told to start. A new one is one more line here. */
export const MANAGERS: readonly Follower[] = [
  followSupervisor,
  followBuildpacks,
  followS6,
  followRunit,
  followSystemd,
  followOpenrc,
  followSysvinit,
  followPm2,
  followProcfile,
  followNpm,
  followScriptRunner,
  followAppServer,
  followLanguageRunner,
  followComposer,
  followMake,
  followJust,
  followTask,
];

/** Process managers that are shell scripts, whose own text leads to services by ways that cannot be followed. */
const IN_SHELL = /^(?:init|rc|service|invoke-rc\.d|rc-service)$/;

/**
 * For a program that is itself a script: what it is known to start, beside what its text says. A shell script is
 * followed by its text alone, whatever it is called, but for a few managers.
 */
export const followManagedScript: Follower = (invocation, program, chain) => {
  const content = program.node?.entry.content;
  const interpreter = content?.kind === 'script' ? content.interpreter : '';
  const line = program.node === undefined ? undefined : chain.text(program.node.path)?.slice(2, 200);
  const words = (line?.split('\n', 1)[0] ?? interpreter).trim().split(/\s+/);
  const name = throughEnv([words[0] ?? '', words.slice(1).join(' ')])[0]?.value ?? interpreter;
  if (/(?:^|\/)(?:openrc-run|runscript)$/.test(name)) return followServiceScript(invocation, program, chain);
  if (isShell(name) && !IN_SHELL.test(program.name)) return undefined;
  for (const follower of [...MANAGERS, followServer, followShellAmongWords]) {
    const following = follower(invocation, program, chain);
    if (following !== undefined) return following;
  }
  return undefined;
};

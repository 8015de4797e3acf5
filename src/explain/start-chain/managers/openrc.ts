import { type Chain, type Follower, type Following, type Invocation, known, type Program } from '../chain.ts';
import { openScript } from '../open-script.ts';
import { newScope } from '../shell/scope.ts';
import { walkText } from '../shell/walk-text.ts';
import { isFile, isFolder, lineOf, namesIn, runFile, Steps, textOf } from './service-files.ts';

/** OpenRC: the services of the runlevels that it starts (openrc(8), openrc-init(8)). */
export const followOpenrc: Follower = (invocation, program, chain) => {
  if (program.name !== 'openrc' && program.name !== 'openrc-init') return undefined;
  const told = invocation.argv.slice(1).find(({ text }) => !text.startsWith('-'));
  if (told !== undefined && told.value === undefined)
    return { children: [], unknown: 'which runlevel it starts comes from a variable' };
  const levels = program.name === 'openrc-init' ? ['sysinit', 'boot', 'default'] : [told?.value ?? 'default'];
  const steps = new Steps();
  for (const level of levels) {
    const folder = `/etc/runlevels/${level}`;
    if (!isFolder(chain, folder)) steps.problem(`${folder} is not in the image`);
    for (const name of namesIn(chain, folder, steps)) {
      if (isFile(chain, `${folder}/${name}`))
        steps.add(runFile(chain, invocation, `${folder}/${name}`, { args: ['start'] }));
    }
  }
  return steps.done();
};

/** What a service script of OpenRC does at start: its `start` function, else `command` with `command_args`. */
export function followServiceScript(invocation: Invocation, script: Program, chain: Chain): Following {
  const action = invocation.argv[1]?.value ?? 'start';
  return openScript(chain, script, invocation.argv.slice(1), (text, place) => {
    const scope = newScope(invocation.environment, known(script.path ?? script.what), []);
    const name = script.fileName ?? script.name;
    scope.variables.set('RC_SVCNAME', name).set('SVCNAME', name);
    const steps = new Steps();
    const walk = (source: string, at: typeof place): void => {
      const following = walkText(chain, source, { place: at, scope });
      steps.add(following.children);
      if (following.unknown !== undefined) steps.problem(following.unknown);
    };
    for (const settings of [
      '/etc/rc.conf',
      ...namesIn(chain, '/etc/rc.conf.d').map((one) => `/etc/rc.conf.d/${one}`),
      `/etc/conf.d/${name}`,
    ]) {
      const kept = textOf(chain, settings);
      if (kept === undefined) continue;
      chain.spoken.add(kept, { file: settings, line: 1 });
      walk(kept, lineOf(chain, settings, 1));
    }
    walk(text, place);
    // What openrc-run adds stands on no line of the script.
    const { line: _line, ...bare } = place;
    const has = (functionName: string): boolean => scope.functions.has(functionName);
    const calls = [`${action}_pre`, action, `${action}_post`].filter(has);
    if (action === 'start' && !has('start')) {
      const command = scope.variables.get('command');
      if (command === null) steps.problem('the command that it starts is not known');
      else if (command !== undefined) calls.splice(has('start_pre') ? 1 : 0, 0, '$command $command_args');
    }
    for (const call of calls) walk(call, bare);
    return steps.done();
  });
}

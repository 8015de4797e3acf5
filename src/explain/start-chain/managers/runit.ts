import { absolutePath } from '../../path-lookup.ts';
import type { Chain, Follower, Following, Invocation } from '../chain.ts';
import { isFile, runFile, runFolder, Steps } from './service-files.ts';
import { serviceFolder, serviceFolders } from './service-folders.ts';

/** runit: the services of the folder that is watched; and `my_init` of phusion's base image, which starts it. */
export const followRunit: Follower = (invocation, program, chain) => {
  switch (program.name) {
    case 'runsvdir':
    case 'svscan':
    case 'runsv':
    case 'supervise': {
      const folder = invocation.argv.slice(1).find(({ text }) => !text.startsWith('-'));
      if (folder?.value === undefined)
        return { children: [], unknown: 'which folder it watches is not known' };
      const steps = new Steps();
      const path = absolutePath(folder.value, invocation.environment.cwd);
      (/^(?:runsv|supervise)$/.test(program.name) ? serviceFolder : serviceFolders)(
        chain,
        invocation,
        path,
        steps,
      );
      return steps.done();
    }
    case 'runit':
    case 'runit-init': {
      const steps = new Steps();
      for (const stage of ['1', '2', '3']) {
        const path = `/etc/runit/${stage}`;
        const when = stage === '3' ? { when: 'when the container stops' } : {};
        if (isFile(chain, path)) steps.add(runFile(chain, invocation, path, when));
        else steps.problem(`${path} is not in the image`);
      }
      return steps.done();
    }
    case 'my_init':
      return followMyInit(invocation, chain);
    default:
      return undefined;
  }
};

/** baseimage-docker, `image/bin/my_init`: start scripts, rc.local, runit's services, then the command if any. */
function followMyInit(invocation: Invocation, chain: Chain): Following {
  const steps = new Steps();
  let at = 1;
  const flags = new Set<string>();
  for (; at < invocation.argv.length; at++) {
    const word = invocation.argv[at]?.text ?? '';
    if (!word.startsWith('-')) break;
    if (word === '--') {
      at++;
      break;
    }
    flags.add(word);
  }
  const noScripts = flags.has('--skip-startup-files');
  const noServices = flags.has('--skip-runit');
  if (!noScripts) {
    runFolder(chain, invocation, '/etc/my_init.d', steps);
    if (isFile(chain, '/etc/rc.local')) steps.add(runFile(chain, invocation, '/etc/rc.local'));
  }
  if (!noServices) serviceFolders(chain, invocation, '/etc/service', steps);
  const argv = invocation.argv.slice(at);
  if (argv.length > 0) {
    steps.add(chain.run({ ...invocation, argv, command: argv.map(({ text }) => text).join(' ') }));
  }
  const stop = { when: 'when the container stops' };
  runFolder(chain, invocation, '/etc/my_init.pre_shutdown.d', steps, stop);
  runFolder(chain, invocation, '/etc/my_init.post_shutdown.d', steps, stop);
  return steps.done();
}

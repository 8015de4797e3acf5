import { absolutePath } from '../../path-lookup.ts';
import { type Chain, type Follower, type Following, type Invocation, shellWords } from '../chain.ts';
import { runBundles } from './s6-rc.ts';
import { isFolder, runFolder, Steps } from './service-files.ts';
import { serviceFolder, serviceFolders } from './service-folders.ts';

/** What shows that `/init` is s6-overlay's. */
const SIGNS = ['etc/s6-overlay', 'etc/cont-init.d', 'etc/services.d', 'etc/s6', 'command/s6-svscan'];

/** s6 and s6-overlay: the services and start scripts that their folders hold. */
export const followS6: Follower = (invocation, program, chain) => {
  const { argv, environment } = invocation;
  if (program.path === '/init' && SIGNS.some((path) => chain.tree.get(path) !== undefined)) {
    return followOverlay(invocation, chain);
  }
  const folder = argv.slice(1).find(({ text }) => !/^(?:-|\d+$)/.test(text));
  if (program.name === 's6-svscan' || program.name === 's6-supervise') {
    if (folder !== undefined && folder.value === undefined) {
      return { children: [], unknown: 'which folder it watches comes from a variable' };
    }
    const path = absolutePath(folder?.value ?? '.', environment.cwd);
    const steps = new Steps();
    const follow = program.name === 's6-svscan' ? serviceFolders : serviceFolder;
    follow(chain, invocation, path, steps);
    return steps.done();
  }
  if (program.name === 's6-rc' || program.name === 's6-rc-init') {
    return { children: [], unknown: 'its services lie in a compiled database: not read' };
  }
  return undefined;
};

/** s6-overlay, versions 2 and 3 (its README, "The Docker Way?" and "Writing a service script"). */
function followOverlay(invocation: Invocation, chain: Chain): Following {
  const steps = new Steps();
  const { argv, environment } = invocation;
  const hook = environment.variables.get('S6_STAGE2_HOOK');
  if (hook === null) steps.problem('S6_STAGE2_HOOK is not known');
  else if (hook !== undefined && hook !== '') {
    const words = shellWords(hook);
    steps.add(chain.run({ ...invocation, argv: words, command: hook }));
  }
  runFolder(chain, invocation, '/etc/cont-init.d', steps);
  runBundles(chain, invocation, 'user', steps);
  if (isFolder(chain, '/etc/services.d')) serviceFolders(chain, invocation, '/etc/services.d', steps);
  runBundles(chain, invocation, 'user2', steps);
  const rest = argv.slice(1);
  if (rest.length > 0) {
    steps.add(chain.run({ ...invocation, argv: rest, command: rest.map(({ text }) => text).join(' ') }));
  }
  runFolder(chain, invocation, '/etc/cont-finish.d', steps, { when: 'when the container stops' });
  return steps.done();
}

import { NOT_LISTED } from '../../explanation.ts';
import { oneLine } from '../../printable.ts';
import type { Chain, Invocation } from '../chain.ts';
import { splitCommand } from '../split-command.ts';
import { dependencyOrder } from './dependency-order.ts';
import {
  isFile,
  isFolder,
  lineOf,
  MAX_SERVICES,
  namesIn,
  runFile,
  type Steps,
  textOf,
} from './service-files.ts';

const SOURCES = '/etc/s6-overlay/s6-rc.d';
/** Services of s6-overlay itself, which lie elsewhere and run what is followed anyway. */
const OWN =
  /^(?:base|top|user2?|init|fix-attrs|legacy-(?:cont-init|services)|preinit|container-environment)$/;

/** The services of a bundle of s6-overlay 3, each after what it depends on (s6-rc-compile, "Source definition"). */
export function runBundles(chain: Chain, invocation: Invocation, bundle: string, steps: Steps): void {
  if (!isFolder(chain, `${SOURCES}/${bundle}`)) return;
  const { order, circle, cut } = dependencyOrder(
    [bundle],
    (name) => [...listed(chain, name, 'dependencies', steps), ...listed(chain, name, 'contents', steps)],
    MAX_SERVICES,
  );
  if (circle !== undefined)
    steps.problem(oneLine(`services depend on each other in a circle: ${circle.slice(0, 8).join(' → ')}`));
  if (cut) steps.problem(`more than ${MAX_SERVICES} services: ${NOT_LISTED}`);
  for (const name of order) runService(chain, invocation, name, steps);
}

/** Names of `dependencies.d/` and of the older file `dependencies`; the same of `contents`. */
function listed(chain: Chain, name: string, what: string, steps: Steps): readonly string[] {
  const folder = `${SOURCES}/${name}/${what}`;
  const lines = (textOf(chain, folder) ?? '').split('\n', MAX_SERVICES).map((line) => line.trim());
  return [...namesIn(chain, `${folder}.d`, steps), ...lines].filter(
    (each) => /^[^#/\s][^/\s]*$/.test(each) && each !== '..',
  );
}

function runService(chain: Chain, invocation: Invocation, name: string, steps: Steps): void {
  const folder = `${SOURCES}/${name}`;
  if (!isFolder(chain, folder)) {
    if (!OWN.test(name)) steps.problem(oneLine(`there is no service ${name}`, 200));
    return;
  }
  const type = textOf(chain, `${folder}/type`)?.trim();
  if (type === 'longrun' || (type === undefined && isFile(chain, `${folder}/run`))) {
    steps.add(runFile(chain, invocation, `${folder}/run`, { cwd: folder }));
    if (isFile(chain, `${folder}/finish`))
      steps.add(
        runFile(chain, invocation, `${folder}/finish`, { cwd: folder, when: `when service ${name} ends` }),
      );
  }
  if (type !== 'oneshot') return;
  runLine(chain, invocation, `${folder}/up`, steps);
  if (isFile(chain, `${folder}/down`))
    runLine(chain, invocation, `${folder}/down`, steps, 'when the container stops');
}

/** `up` and `down` hold one command line for execline; most name a script. */
function runLine(chain: Chain, invocation: Invocation, path: string, steps: Steps, when?: string): void {
  const text = textOf(chain, path);
  if (text === undefined) {
    steps.problem(isFile(chain, path) ? `the text of ${path} was not kept` : `${path} is not in the image`);
    return;
  }
  const at = text.split('\n', 1000).findIndex((line) => /^\s*[^\s#]/.test(line));
  if (at === -1) return;
  const line = text.split('\n', 1000).slice(at).join(' ').trim().slice(0, 8000);
  const argv = splitCommand(line, /\$\{/);
  const place = lineOf(chain, path, at + 1, when === undefined ? {} : { when });
  steps.add(chain.run({ argv, command: oneLine(line), place, environment: invocation.environment }));
}

import { oneLine } from '../../printable.ts';
import { type Chain, type Follower, type Following, type Invocation, shellWords } from '../chain.ts';
import { splitCommand } from '../split-command.ts';
import { isFile, isFolder, lineOf, namesIn, runFile, Steps, textOf } from './service-files.ts';

const MAX_LINES = 1000;
/** Actions of inittab(5) that run at every start; the others wait for something. */
const AT_START = /^(?:sysinit|boot|bootwait|wait|once|respawn|askfirst|ondemand)$/;

/** init of sysvinit or BusyBox, by /etc/inittab; `rc LEVEL`; and `service NAME`, which runs a start script. */
export const followSysvinit: Follower = (invocation, program, chain) => {
  const { name, path = '' } = program;
  if (name === 'service' || name === 'invoke-rc.d' || name === 'rc-service') {
    return followService(invocation, chain);
  }
  if (name === 'rc' && /^\/etc\/(?:init\.d|rc\.d)\/rc$/.test(path)) {
    const level = invocation.argv[1]?.value;
    if (level === undefined) return { children: [], unknown: 'which runlevel it starts is not known' };
    const steps = new Steps();
    runlevel(chain, invocation, level, steps);
    return steps.done();
  }
  const isInit = (name === 'init' || name === 'telinit') && program.kind !== 'script' && name !== 'telinit';
  return isInit ? followInit(invocation, chain) : undefined;
};

function followInit(invocation: Invocation, chain: Chain): Following {
  const steps = new Steps();
  const path = '/etc/inittab';
  const text = textOf(chain, path);
  if (text === undefined) {
    // BusyBox goes on without one (its init.c).
    if (isFile(chain, '/etc/init.d/rcS')) steps.add(runFile(chain, invocation, '/etc/init.d/rcS'));
    else
      steps.problem(isFile(chain, path) ? `the text of ${path} was not kept` : `${path} is not in the image`);
    return steps.done();
  }
  const entries = text
    .split('\n', MAX_LINES)
    .map((line, index) => ({ fields: inittab(line), line: index + 1 }));
  const level = entries.find(({ fields }) => fields?.[2] === 'initdefault')?.fields?.[1]?.charAt(0) ?? '2';
  for (const { fields, line } of entries) {
    if (fields === undefined) continue;
    const [, levels, action, process] = fields;
    if (process === '' || action === 'initdefault' || action === 'off') continue;
    const always = /^(?:sysinit|boot|bootwait)$/.test(action);
    if (!always && levels !== '' && !levels.includes(level)) continue;
    const place = lineOf(
      chain,
      path,
      line,
      AT_START.test(action) ? {} : { when: oneLine(`init: ${action}`, 80) },
    );
    // init hands a line to the shell where it holds more than words.
    const argv = /[~`!$^&*()=|\\{}[\];"'<>?]/.test(process) ? shellWords(process) : splitCommand(process);
    steps.add(chain.run({ argv, command: oneLine(process), place, environment: invocation.environment }));
  }
  return steps.done();
}

/** `id:runlevels:action:process`; the process may hold colons. BusyBox and a leading `+`, `-` or `@` included. */
function inittab(line: string): [string, string, string, string] | undefined {
  const match = /^([^#:\s]{0,60}):([^:]{0,60}):([^:]{1,60}):(.*)$/.exec(line.slice(0, 4000).trim());
  if (match === null) return undefined;
  const [, id = '', levels = '', action = '', process = ''] = match;
  return [id, levels, action.trim(), process.trim().replace(/^[-+@]/, '')];
}

/** The start scripts of one runlevel, in order (`/etc/rc2.d/S20ssh`). */
function runlevel(chain: Chain, invocation: Invocation, level: string, steps: Steps): void {
  const folder = ['/etc', '/etc/rc.d']
    .map((etc) => `${etc}/rc${level}.d`)
    .find((path) => isFolder(chain, path));
  if (folder === undefined) {
    steps.problem(oneLine(`there is no folder for runlevel ${level}`, 80));
    return;
  }
  for (const name of namesIn(chain, folder, steps)) {
    if (/^S\d\d/.test(name)) steps.add(runFile(chain, invocation, `${folder}/${name}`, { args: ['start'] }));
  }
}

function followService(invocation: Invocation, chain: Chain): Following {
  const [script, ...args] = invocation.argv.slice(1).filter(({ text }) => !text.startsWith('-'));
  if (script === undefined) return { children: [] };
  if (script.value === undefined)
    return { children: [], unknown: 'which service it starts comes from a variable' };
  const path = `/etc/init.d/${script.value.replace(/.*\//s, '')}`;
  return { children: runFile(chain, invocation, path, { args: args.map(({ text }) => text) }) };
}

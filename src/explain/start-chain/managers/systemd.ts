import { NOT_LISTED } from '../../explanation.ts';
import { oneLine } from '../../printable.ts';
import type { Argument, Chain, Environment, Follower, Invocation } from '../chain.ts';
import { environmentWith } from '../env-files.ts';
import { splitCommand } from '../split-command.ts';
import { dependencyOrder } from './dependency-order.ts';
import { type Behind, isFile, lineOf, MAX_SERVICES, runFile, Steps } from './service-files.ts';
import { defaultTarget, readUnit, type Unit, type UnitSetting, valuesOf } from './unit-files.ts';

/** Settings whose units are started along. */
const PULLS = ['Requires', 'Wants', 'BindsTo', 'Upholds'];
/** Settings that hold command lines, with when they run; the others run at every start. */
const COMMANDS: Readonly<Record<string, string | undefined>> = {
  ExecCondition: undefined,
  ExecStartPre: undefined,
  ExecStart: undefined,
  ExecStartPost: undefined,
  ExecReload: 'when it is reloaded',
  ExecStop: 'when it is stopped',
  ExecStopPost: 'when it has stopped',
};
/** What starts a unit later, with the setting that says when. */
const LATER: Readonly<Record<string, RegExp>> = {
  timer: /^On\w+$/,
  socket: /^Listen\w+$/,
  path: /^(?:Path\w+|DirectoryNotEmpty)$/,
};

/** systemd as a container's first process: every unit that its default target leads to (bootup(7)). */
export const followSystemd: Follower = (invocation, program, chain) => {
  if (program.name !== 'systemd' && program.fileName !== 'systemd') return undefined;
  const words = invocation.argv.slice(1).map(({ text }) => text);
  const told = words.map((word) => /^(?:--unit=|systemd\.unit=)(.+)$/.exec(word)?.[1]).find((each) => each);
  const root = told ?? defaultTarget(chain);
  const steps = new Steps();
  const units = new Map<string, Unit>();
  const { order, circle, cut } = dependencyOrder(
    [root],
    (name) => {
      const unit = readUnit(chain, name, steps);
      units.set(name, unit);
      if (unit.state === 'masked') return [];
      const named = PULLS.flatMap((key) => valuesOf(unit, key).flatMap(({ value }) => value.split(/\s+/)));
      return [...named, ...unit.wanted].filter(isUnitName).slice(0, MAX_SERVICES);
    },
    MAX_SERVICES * 2,
  );
  if (circle !== undefined)
    steps.problem(oneLine(`units require each other in a circle: ${circle.slice(0, 8).join(' → ')}`));
  if (cut) steps.problem(`more than ${MAX_SERVICES * 2} units: ${NOT_LISTED}`);
  for (const name of order) {
    const unit = units.get(name);
    if (unit !== undefined) runUnit(chain, invocation, unit, steps);
  }
  // systemd-rc-local-generator(8)
  const rcLocal = ['/etc/rc.local', '/etc/rc.d/rc.local'].find((path) => isFile(chain, path));
  if (rcLocal !== undefined) steps.add(runFile(chain, invocation, rcLocal, { args: ['start'] }));
  if (units.get(root)?.state === 'absent') steps.problem(oneLine(`${root} is not in the image`, 200));
  return steps.done();
};

function isUnitName(name: string): boolean {
  return /^[\w:.@\\-]{1,255}\.(?:service|target|socket|timer|path|mount|slice|automount|swap)$/.test(name);
}

function runUnit(chain: Chain, invocation: Invocation, unit: Unit, steps: Steps): void {
  const kind = unit.name.slice(unit.name.lastIndexOf('.') + 1);
  if (unit.state === 'unkept') steps.problem(oneLine(`the text of ${unit.name} was not kept`, 200));
  if (kind === 'service') {
    if (unit.state === 'absent') steps.problem(oneLine(`${unit.name} is wanted and not in the image`, 200));
    else runService(chain, invocation, unit, {}, steps);
    return;
  }
  const later = LATER[kind];
  if (later === undefined || unit.state !== 'loaded') return;
  const own = unit.name.replace(/\.\w+$/, '.service');
  const started = valuesOf(unit, kind === 'socket' ? 'Service' : 'Unit').at(-1)?.value ?? own;
  const signs = unit.settings.filter(({ key, value }) => later.test(key) && value !== '').slice(0, 3);
  const when = oneLine(`${unit.name}: ${signs.map(({ key, value }) => `${key}=${value}`).join(', ')}`, 300);
  const target = readUnit(chain, started, steps);
  if (target.state === 'loaded') runService(chain, invocation, target, { when }, steps);
}

function runService(chain: Chain, invocation: Invocation, unit: Unit, outer: Behind, steps: Steps): void {
  const behind = conditionsOf(unit, outer);
  const environment = environmentFor(chain, unit, invocation.environment);
  for (const [key, moment] of Object.entries(COMMANDS)) {
    for (const setting of valuesOf(unit, key)) {
      const text = specifiers(setting.value.replace(/^[-@:+!|]{1,4}/, ''), unit.name);
      const argv = splitCommand(text, /%[a-zA-Z]/).map((argument) => expand(argument, environment));
      if (argv.length === 0) continue;
      const when = [behind.when, moment].filter((each) => each !== undefined).join(', ');
      const place = lineOf(chain, setting.path, setting.line, {
        ...(when === '' ? {} : { when }),
        ...(behind.taken === undefined ? {} : { taken: behind.taken }),
      });
      steps.add(chain.run({ argv, command: oneLine(setting.value), place, environment }));
    }
  }
}

/** Conditions stay conditions: only the one that asks for no container is decided. */
function conditionsOf(unit: Unit, outer: Behind): Behind {
  const conditions = unit.settings.filter(
    ({ key, value }) => /^(?:Condition|Assert)\w+$/.test(key) && value !== '',
  );
  const texts = conditions.slice(0, 5).map(({ key, value }) => `${key}=${value}`);
  const when = [outer.when, ...texts].filter((each) => each !== undefined).join(', ');
  if (when === '') return {};
  const out = conditions.some(({ key, value }) => key === 'ConditionVirtualization' && isNoContainer(value));
  return { when: oneLine(when, 300), ...(out ? { taken: false } : {}) };
}

function isNoContainer(value: string): boolean {
  return /^(?:!\s*(?:container|yes|true)|no|false|vm)$/.test(value);
}

/** Files of variables that one unit names. */
const MAX_ENV_FILES = 20;

function environmentFor(chain: Chain, unit: Unit, { variables }: Environment): Environment {
  const set = new Map<string, string | null>();
  // A unit begins with systemd's own PATH, and with none of the container's variables.
  set.set('PATH', variables.get('PATH') ?? null);
  for (const { value } of valuesOf(unit, 'Environment')) {
    for (const { value: pair } of splitCommand(value)) {
      const at = pair?.indexOf('=') ?? -1;
      if (pair !== undefined && at > 0) set.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }
  const cwd = last(valuesOf(unit, 'WorkingDirectory'))?.value.replace(/^-/, '');
  const own: Environment = { variables: set, cwd: cwd?.startsWith('/') ? cwd : '/' };
  return valuesOf(unit, 'EnvironmentFile')
    .slice(0, MAX_ENV_FILES)
    .reduce((environment, { value }) => environmentWith(chain, environment, value.replace(/^-/, '')), own);
}

function last(settings: readonly UnitSetting[]): UnitSetting | undefined {
  return settings.at(-1);
}

function specifiers(text: string, name: string): string {
  const instance = /@(.*)\.\w+$/.exec(name)?.[1];
  const known: Readonly<Record<string, string | undefined>> = {
    '%%': '%',
    '%n': name,
    '%N': name.replace(/\.\w+$/, ''),
    '%p': name.replace(/@.*$|\.\w+$/, ''),
    '%i': instance,
    '%I': instance,
  };
  return text.replace(/%[%\w]/g, (specifier) => known[specifier] ?? specifier);
}

/** `$NAME` and `${NAME}` as far as the unit itself sets them (systemd.service(5), "Command lines"). */
function expand(argument: Argument, { variables }: Environment): Argument {
  if (argument.value?.includes('$') !== true) return argument;
  let open = false;
  const value = argument.value.replace(/\$\$|\$\{?(\w{1,100})\}?/g, (whole, name: string | undefined) => {
    if (name === undefined) return '$';
    const set = variables.get(name);
    if (typeof set !== 'string') open = true;
    return set ?? whole;
  });
  return open ? { text: argument.text } : { text: argument.text, value };
}

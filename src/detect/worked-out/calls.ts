import { callValue } from './call-value.ts';
import { fileMethod } from './files.ts';
import { readSettings } from './ini-value.ts';
import { listMethod } from './list-methods.ts';
import type { Machine } from './machine.ts';
import { nodeFunction } from './node-functions.ts';
import type { Call } from './parts.ts';
import { pythonFunctionNamed } from './python-functions.ts';
import { processMethod, sink } from './sinks.ts';
import { textMethod } from './text-methods.ts';
import {
  Dict,
  FETCHED,
  List,
  OpenFile,
  Own,
  Path,
  Process,
  sizeOf,
  UNFOLLOWED,
  UNKNOWN,
  type Value,
} from './value.ts';

const FETCHES =
  /^(?:(?:urllib\.)?(?:request\.){0,2}urlopen|urllib2?\.urlopen|urlopen|(?:requests|httpx|aiohttp)\.(?:get|post|request)|fetch|axios(?:\.(?:get|post))?|got(?:\.get)?|node-fetch|undici\.(?:fetch|request))$/;
/** Methods that take as long whatever they are called on. */
const AT_ONCE =
  /^(?:char(?:Code)?At|codePointAt|at|append|push|add|pop|shift|insert|unshift|get|set|setdefault|starts[wW]ith|write)$/;
/** Methods that change the list or object that they are called on. */
const CHANGES = /^(?:append|push|add|extend|insert|unshift|pop|shift|reverse|sort|set|setdefault|update)$/;
const PASSES = /^(?:str|bytes|String|base64\.b64decode|atob|zlib\.decompress|marshal\.loads|Buffer\.from)$/;

/** What a call gives; what it hands on is noted. */
export function called(machine: Machine, call: Call): Value {
  const { callee, base, args, named } = call;
  if (callee instanceof Own)
    return machine.parts.call(callee, args, named, base instanceof Dict ? base : undefined);
  if (callee instanceof Dict && callee.isClass) return machine.parts.make(callee, args, named);
  if (!machine.budget.pays(workOf(call))) {
    sink(machine, callee instanceof Path ? callee.name : (call.member ?? ''), call);
    return UNFOLLOWED;
  }
  if (callee instanceof Path) return byName(machine, callee.name, call);
  machine.handsOn ||= callee === UNFOLLOWED;
  const given = method(machine, call);
  if (given !== undefined) return given;
  const started = sink(machine, call.member ?? '', call);
  handOn(machine, call);
  return started ?? (base === UNFOLLOWED || args.includes(UNFOLLOWED) ? UNFOLLOWED : UNKNOWN);
}

function workOf({ base, member, args, named }: Call): number {
  if (member !== undefined && AT_ONCE.test(member)) return 0;
  return [base, ...args, ...named.values()].reduce<number>((sum, value) => sum + sizeOf(value), 0);
}

function byName(machine: Machine, whole: string, call: Call): Value {
  // `exec.call(null, x)`, `exec.apply(null, [x])`, `exec.bind(null, x)()`
  const [, name = whole, how] = /^(.{1,200})\.(call|apply|bind)$/.exec(whole) ?? [];
  if (how !== undefined && machine.language === 'node') {
    const [, second] = call.args;
    const args = how === 'apply' ? (second instanceof List ? second.items : [UNKNOWN]) : call.args.slice(1);
    if (how === 'bind' && args.length === 0) return new Path(name);
    return byName(machine, name, { ...call, args, member: undefined });
  }
  const started = sink(machine, name, call);
  const functions = machine.language === 'python' ? pythonFunctionNamed : nodeFunction;
  const given = functions(machine, name, call);
  if (given !== undefined) return given;
  if (FETCHES.test(name)) return FETCHED;
  handOn(machine, call);
  return started ?? (call.args.includes(FETCHED) && PASSES.test(name) ? FETCHED : UNKNOWN);
}

function method(machine: Machine, call: Call): Value | undefined {
  const { base, member, args, named } = call;
  if (base === undefined || member === undefined) return undefined;
  if (base === FETCHED) return ofFetched(machine, call);
  if (base instanceof Process) return processMethod(machine, base, member, call);
  if (
    base instanceof OpenFile ||
    (typeof base === 'string' && /^(?:write_|read_|open$|iterdir$|glob$|with_name$|joinpath$)/.test(member))
  )
    return fileMethod(machine, base, member, call);
  // `readFile(…).then(f)`
  if (typeof base === 'string' && member === 'then' && args[0] !== undefined)
    return callValue(machine, args[0], [base], call.at);
  if (typeof base === 'string') {
    const given = textMethod(machine.language, base, member, args, named);
    if (typeof given === 'string') machine.budget.takeText(given.length);
    return given;
  }
  if (base instanceof Own && (member === 'call' || member === 'apply')) {
    const [self, second] = args;
    const all = member === 'call' ? args.slice(1) : second instanceof List ? second.items : [UNKNOWN];
    return machine.parts.call(base, all, named, self instanceof Dict ? self : undefined);
  }
  if (base instanceof Dict && machine.language === 'python') {
    const read = readSettings(machine, base, member, args) ?? parsedOptions(base, member, call);
    if (read !== undefined) return read;
  }
  const each = (fn: Value, values: readonly Value[]): Value => callValue(machine, fn, values, call.at);
  if (base instanceof List || base instanceof Dict) {
    if (CHANGES.test(member)) machine.changes++;
    return listMethod(base, member, args, each);
  }
  return undefined;
}

/** What `argparse` gives where nobody gives anything: `add_argument('--job', default=…)`, `parse_args().job`. */
function parsedOptions(options: Dict, member: string, { args, named }: Call): Value | undefined {
  if (member === 'parse_args') return options;
  if (member === 'parse_known_args') return new List([options, new List([])]);
  if (member !== 'add_argument') return undefined;
  const told = named.get('dest') ?? args.findLast((arg) => typeof arg === 'string');
  if (typeof told === 'string')
    options.entries.set(told.replace(/^-{1,2}/, '').replaceAll('-', '_'), named.get('default') ?? UNKNOWN);
  return UNKNOWN;
}

/** `fetch(…).then(f)`: the function gets what came; what is made of it came, too. */
function ofFetched(machine: Machine, { member, args, at }: Call): Value {
  const [fn] = args;
  if (member !== 'then' || fn === undefined) return FETCHED;
  const given = callValue(machine, fn, [FETCHED], at);
  return given === UNKNOWN ? FETCHED : given;
}

/** `Thread(target=os.system, args=(x,))`: what starts programs is handed to something that calls it. */
function handOn(machine: Machine, { args, named, at }: Call): void {
  const all = [...args, ...named.values()];
  const functions = all.filter((value) => value instanceof Path);
  if (functions.length === 0 || all.length < 2) return;
  const texts = all.flatMap((value) => (value instanceof List ? value.items : [value]));
  for (const callee of functions.slice(0, 3)) {
    for (const text of texts.slice(0, 20)) {
      if (typeof text !== 'string') continue;
      sink(machine, callee.name, {
        callee,
        base: undefined,
        member: undefined,
        args: [text],
        named: new Map(),
        at,
      });
    }
  }
}

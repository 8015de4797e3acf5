import { forgetCall } from './forgetting.ts';
import { leftBy, toItsEnd } from './leaving.ts';
import type { Machine } from './machine.ts';
import type { Body } from './parts.ts';
import { Scope } from './scope.ts';
import { Dict, hasHole, List, Own, type Param, UNFOLLOWED, UNKNOWN, type Value } from './value.ts';

/** The arguments that a function names, up to what closes them; the cursor is behind it afterwards. */
export function params(machine: Machine, close: string): readonly Param[] {
  const found: Param[] = [];
  machine.inBrackets++;
  while (!machine.done && found.length < 200) {
    machine.skipLines();
    if (machine.take(close)) break;
    const before = machine.at;
    const isRest = /^(?:\*|\.\.\.)$/.test(machine.token.text);
    if (isRest || machine.isMark('**')) machine.next();
    const { kind } = machine.token;
    if (kind === 'name') {
      const name = machine.next().text;
      if (close !== ':' && machine.take(':')) skipType(machine);
      const otherwise = machine.take('=') ? machine.parts.expression(2) : UNKNOWN;
      found.push({ name, otherwise, isRest });
    } else if (machine.isMark('{') || machine.isMark('[')) {
      // `({ a, b }) => …`: the names are set to what is not known.
      const end = machine.closes.get(machine.at) ?? machine.at;
      for (; machine.at <= end && !machine.done; machine.at++)
        if (machine.token.kind === 'name')
          found.push({ name: machine.token.text, otherwise: UNKNOWN, isRest: false });
    } else if (!machine.take(',')) machine.next();
    if (machine.at === before) machine.next();
  }
  machine.inBrackets--;
  return found;
}

function skipType(machine: Machine): void {
  while (!machine.done && !/^[,)=]$/.test(machine.token.text)) {
    const close = /^[([{]$/.test(machine.token.text) ? machine.closes.get(machine.at) : undefined;
    machine.at = (close ?? machine.at) + 1;
  }
}

/** A function of the program's own; it is read where it is called, and at the end where nothing calls it. */
export function define(machine: Machine, given: readonly Param[], body: Body): Own {
  const { scope, indent, tokens, closes } = machine;
  const of = { params: given, tokens, closes, scope, indent };
  const own = new Own({ ...of, ...body });
  if (machine.inTemplate > 0) return new Own({ ...of, start: 0, end: 0, isExpression: false });
  if (machine.muted === 0 && machine.calledFrom === undefined && !machine.read.has(own.start))
    machine.waiting.set(own.start, { own });
  return own;
}

/** What a function gives that is called with these values. */
export function call(
  machine: Machine,
  own: Own,
  args: readonly Value[],
  named: ReadonlyMap<string, Value>,
  self?: Value,
): Value {
  if (machine.muted > 0) return UNKNOWN;
  const saysSomething = [...args, ...named.values()].some(isTold);
  // Where nothing is known of what it is given, it comes to the same each time.
  const isForeign = own.tokens !== machine.ownTokens;
  const before = saysSomething || isForeign ? undefined : machine.given.get(own.start);
  if (before !== undefined) return before;
  if (machine.callsNothing || !mayRead(machine, own, saysSomething)) {
    // Of what lies too deep in one another it is not known yet whether it hands something on.
    if (machine.callsNothing && !machine.read.has(own.start) && [...args, ...named.values()].some(isCommand))
      machine.owed.add(own.start);
    return notRead(machine, own, saysSomething, self);
  }
  const readIt = (): Value => read(machine, own, args, named, self);
  const readAnywhere = (): Value => (own.tokens === machine.tokens ? readIt() : machine.inFile(own, readIt));
  if (isForeign) return machine.repeated(readAnywhere);
  machine.read.add(own.start);
  machine.waiting.delete(own.start);
  if (!saysSomething) machine.given.set(own.start, UNKNOWN);
  const { handed, changes } = machine;
  const value = machine.repeated(readAnywhere);
  if (value !== UNKNOWN) machine.knowing.add(own.start);
  if (machine.handed !== handed) machine.handing.add(own.start);
  if (machine.changes !== changes) machine.changing.add(own.start);
  if (!saysSomething && !machine.changing.has(own.start)) machine.given.set(own.start, value);
  else machine.given.delete(own.start);
  return value;
}

/** Where no more may be read again, every function is still read once, and those that hand something on a little longer. */
function mayRead(machine: Machine, own: Own, saysSomething: boolean): boolean {
  if (machine.budget.mayRepeat) return true;
  if (own.tokens !== machine.ownTokens) return false;
  const handsOther = saysSomething && machine.handing.has(own.start) && machine.budget.mayHandOn;
  return handsOther || !machine.read.has(own.start);
}

function notRead(machine: Machine, own: Own, saysSomething: boolean, self: Value | undefined): Value {
  if (own.tokens !== machine.ownTokens) return saysSomething ? UNFOLLOWED : UNKNOWN;
  if (saysSomething && machine.handing.has(own.start)) machine.unfollowed = true;
  // Of a bundle of many programs there are always calls that are not read: what they change asks for more, and no more than that.
  const isChanging = machine.isQuick && machine.changing.has(own.start);
  if (isChanging) forgetCall(machine, own, self);
  const mayBeKnown = machine.knowing.has(own.start) || !machine.read.has(own.start);
  return mayBeKnown && (saysSomething || isChanging) ? UNFOLLOWED : UNKNOWN;
}

/** Whether a value is a text that a shell would have something to do with. */
function isCommand(value: Value): boolean {
  return typeof value === 'string' && /\s/.test(value.trim()) && /[|;&]|:\/\//.test(value);
}

/** Whether a value may say what a command is made of. */
function isTold(value: Value): boolean {
  if (typeof value === 'string') return value.length > 1 || !hasHole(value);
  return typeof value === 'number' || value instanceof List || value instanceof Dict;
}

/** Reads a function that nothing was seen to call. */
export function readUncalled(machine: Machine, own: Own, self?: Value): void {
  if (machine.read.has(own.start)) return;
  machine.read.add(own.start);
  const { handed } = machine;
  read(machine, own, [], new Map(), self);
  if (machine.handed !== handed && machine.owed.has(own.start)) machine.unfollowed = true;
}

/** Reads to its end a function that every call left before. */
export function readToItsEnd(machine: Machine, own: Own, self: Value | undefined): void {
  machine.repeated(() => {
    toItsEnd(machine, () => {
      inside(machine, own, [], new Map(), self, () => {
        machine.parts.run(own.start, own.end, own.indent);
      });
    });
  });
}

function read(
  machine: Machine,
  own: Own,
  args: readonly Value[],
  named: ReadonlyMap<string, Value>,
  self: Value | undefined,
): Value {
  return inside(machine, own, args, named, self, () => {
    if (own.isExpression) return machine.parts.expression(1);
    const left = leftBy(machine, 'call', () => {
      machine.parts.run(own.start, own.end, own.indent);
    });
    if (own.tokens === machine.ownTokens) {
      if (left === undefined) machine.whole.add(own.start);
      else machine.cutShort.set(own.start, { own, self });
    }
    return machine.gives ?? UNKNOWN;
  });
}

/** Reads in a function, with what it is given. */
function inside<T>(
  machine: Machine,
  own: Own,
  args: readonly Value[],
  named: ReadonlyMap<string, Value>,
  self: Value | undefined,
  reads: () => T,
): T {
  const { scope, gives, perhaps } = machine;
  machine.scope = new Scope<Value>(own.scope);
  machine.gives = undefined;
  machine.perhaps = 0;
  bind(machine, own, args, named, self);
  const value = machine.within(own.start, own.end, reads);
  machine.scope = scope;
  machine.gives = gives;
  machine.perhaps = perhaps;
  return value;
}

function bind(
  machine: Machine,
  own: Own,
  args: readonly Value[],
  named: ReadonlyMap<string, Value>,
  self: Value | undefined,
): void {
  const takesSelf = self !== undefined && machine.language === 'python';
  const all = takesSelf && /^(?:self|cls|this|s|_)$/.test(own.params[0]?.name ?? '') ? [self, ...args] : args;
  if (self !== undefined) machine.scope.set('this', self);
  if (machine.language === 'node') machine.scope.set('arguments', new List([...args]));
  for (const [index, { name, otherwise, isRest }] of own.params.entries()) {
    const given = isRest ? new List(all.slice(index)) : (all[index] ?? named.get(name));
    machine.scope.set(name, given ?? otherwise);
  }
}

/** An object of a class: what its constructor leaves in it. */
export function make(
  machine: Machine,
  of: Dict,
  args: readonly Value[],
  named: ReadonlyMap<string, Value>,
): Dict {
  const made = new Dict(of);
  const constructor = of.get('__init__') ?? of.get('constructor');
  if (constructor instanceof Own) call(machine, constructor, args, named, made);
  return made;
}

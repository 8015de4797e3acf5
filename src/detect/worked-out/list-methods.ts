import { sliceOf } from './members.ts';
import {
  Dict,
  itemsOf,
  joinedTexts,
  List,
  shown,
  textOf,
  together,
  truth,
  UNKNOWN,
  type Value,
} from './value.ts';

type Calls = (fn: Value, args: readonly Value[]) => Value;

/** What a method of a list or an object gives, and what it changes in it; undefined for one that is not known. */
export function listMethod(
  of: List | Dict,
  name: string,
  args: readonly Value[],
  call: Calls,
): Value | undefined {
  return of instanceof List ? ofList(of, name, args, call) : ofDict(of, name, args);
}

function ofList(list: List, name: string, args: readonly Value[], call: Calls): Value | undefined {
  const { items } = list;
  const [first, second] = args;
  switch (name) {
    case 'append':
    case 'push':
    case 'add':
      if (items.length < 20_000) for (const arg of args) items.push(arg);
      return items.length;
    case 'extend':
      if (items.length < 20_000) for (const item of itemsOf(first ?? UNKNOWN) ?? [UNKNOWN]) items.push(item);
      return null;
    case 'insert':
      if (typeof first === 'number' && items.length < 20_000) items.splice(first, 0, second ?? UNKNOWN);
      return null;
    case 'unshift':
      if (items.length < 20_000) items.splice(0, 0, ...args.slice(0, 20_000));
      return items.length;
    case 'pop':
      return (
        (typeof first === 'number' && Number.isInteger(first) ? items.splice(first, 1)[0] : items.pop()) ??
        UNKNOWN
      );
    case 'shift':
      return items.shift() ?? UNKNOWN;
    case 'reverse':
      items.reverse();
      return list;
    case 'toReversed':
      return new List([...items].reverse());
    case 'sort':
      if (args.length === 0) items.sort((a, b) => (shown(a) < shown(b) ? -1 : 1));
      return list;
    case 'join':
      return joinedTexts(items, typeof first === 'string' ? first : first === undefined ? ',' : '');
    case 'toString':
    case 'decode':
      // Bytes by their numbers.
      return items.every((item) => typeof item === 'number')
        ? textOf(items.map((item) => String.fromCharCode(item & 0xffff)).join(''))
        : UNKNOWN;
    case 'map':
    case 'flatMap':
      return new List(items.map((item, index) => call(first ?? UNKNOWN, [item, index, list])));
    case 'forEach':
      for (const [index, item] of items.entries()) call(first ?? UNKNOWN, [item, index, list]);
      return null;
    case 'filter':
      return new List(
        items.filter((item, index) => truth(call(first ?? UNKNOWN, [item, index, list])) !== false),
      );
    case 'reduce':
    case 'reduceRight':
      return reduced(name === 'reduce' ? items : [...items].reverse(), first ?? UNKNOWN, second, call);
    case 'slice':
    case 'copy':
    case 'values':
      return name === 'slice' ? sliceOf(list, first ?? null, second ?? null, null) : new List([...items]);
    case 'concat':
      return together([items, ...args.map(partsOf)]);
    case 'flat':
      return together(items.map(partsOf));
    case 'at':
      return typeof first === 'number' ? (items.at(first) ?? UNKNOWN) : UNKNOWN;
    case 'indexOf':
    case 'index':
      return items.indexOf(first ?? UNKNOWN);
    case 'fill':
      return new List(items.map(() => first ?? UNKNOWN));
    default:
      return undefined;
  }
}

function partsOf(value: Value): readonly Value[] {
  return value instanceof List ? value.items : [value];
}

function reduced(items: readonly Value[], fn: Value, start: Value | undefined, call: Calls): Value {
  const [first = UNKNOWN, ...rest] = start === undefined ? items : [start, ...items];
  return rest.reduce((value, item, index) => call(fn, [value, item, index]), first);
}

/** What stands under a key; of sections, under the second key in the first: `settings.get('section', 'name')`. */
function gotten(dict: Dict, key: string, otherwise: Value | undefined): Value {
  const value = dict.get(key);
  const within = value instanceof Dict && typeof otherwise === 'string' ? value.get(otherwise) : undefined;
  return within ?? value ?? otherwise ?? UNKNOWN;
}

function ofDict(dict: Dict, name: string, args: readonly Value[]): Value | undefined {
  const [key, otherwise] = args;
  switch (name) {
    case 'get':
    case 'pop':
    case 'setdefault':
    case 'getItem':
      return typeof key === 'string' || typeof key === 'number'
        ? gotten(dict, String(key), otherwise)
        : UNKNOWN;
    case 'set':
      if (typeof key === 'string' && dict.entries.size < 20_000) dict.entries.set(key, otherwise ?? UNKNOWN);
      return dict;
    case 'keys':
      return new List([...dict.entries.keys()]);
    case 'values':
      return new List([...dict.entries.values()]);
    case 'items':
    case 'entries':
      return new List([...dict.entries].map(([each, value]) => new List([each, value])));
    case 'update':
      if (key instanceof Dict) for (const [each, value] of key.entries) dict.entries.set(each, value);
      return null;
    default:
      return undefined;
  }
}

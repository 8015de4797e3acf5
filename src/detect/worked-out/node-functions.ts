import { callValue } from './call-value.ts';
import { bytesIn } from './codings.ts';
import { contentOf, namesIn, opened, writeFile } from './files.ts';
import { formatted } from './formatted.ts';
import { jsonValue } from './json-value.ts';
import type { Machine } from './machine.ts';
import { memberOf } from './members.ts';
import { moduleOf } from './modules.ts';
import type { Call } from './parts.ts';
import { pathOf } from './paths.ts';
import { Dict, hasHole, itemsOf, joinedTexts, List, Path, shown, UNKNOWN, type Value } from './value.ts';

type Given = (machine: Machine, args: readonly Value[], call: Call) => Value | undefined;

const same: Given = (_machine, [of]) => of ?? UNKNOWN;
const module: Given = (machine, [name]) =>
  typeof name === 'string'
    ? (moduleOf(machine, name) ?? new Path(name.replace(/^node:/, '').slice(0, 100)))
    : UNKNOWN;
const codes: Given = (_machine, args) => {
  const all = args.map((arg) => (typeof arg === 'string' && /^\d{1,6}$/.test(arg) ? Number(arg) : arg));
  return all.every((code) => typeof code === 'number') && all.length < 20_000
    ? all.map((code) => String.fromCodePoint(Math.min(0x10ffff, Math.abs(Math.trunc(code)) || 0))).join('')
    : UNKNOWN;
};
const written =
  (appends: boolean): Given =>
  (machine, [path = UNKNOWN, text = UNKNOWN], { at }) => {
    writeFile(machine, path, text, at, appends);
    return null;
  };

const FUNCTIONS: ReadonlyMap<string, Given> = new Map<string, Given>([
  ['String', (_machine, [of]) => (of instanceof List ? joinedTexts(of.items, ',') : shown(of ?? ''))],
  ...(
    [
      'Object.freeze',
      'util.promisify',
      'promisify',
      'structuredClone',
      'Promise.resolve',
      'Object',
      'decodeURI',
      'path.normalize',
    ] as const
  ).map((name) => [name, same] as const),
  ['String.fromCharCode', codes],
  ['String.fromCodePoint', codes],
  ['String.raw', same],
  ['String.prototype.concat', (_machine, args) => joinedTexts(args)],
  ['Buffer.from', buffer],
  ['Buffer', buffer],
  ['Buffer.concat', (_machine, [of]) => (of instanceof List ? joinedTexts(of.items) : UNKNOWN)],
  ['Uint8Array', same],
  ['Uint8Array.from', same],
  [
    'atob',
    (_machine, [of]) =>
      typeof of === 'string' && !hasHole(of) ? (bytesIn(of, 'base64') ?? UNKNOWN) : UNKNOWN,
  ],
  ['TextDecoder', () => new Path('TextDecoder()')],
  ['unescape', (_machine, [of]) => (typeof of === 'string' ? percent(of) : UNKNOWN)],
  ['decodeURIComponent', (_machine, [of]) => (typeof of === 'string' ? percent(of) : UNKNOWN)],
  ['JSON.parse', (_machine, [of]) => (typeof of === 'string' ? jsonValue(of) : UNKNOWN)],
  ['JSON.stringify', (_machine, [of]) => (typeof of === 'string' ? JSON.stringify(of) : UNKNOWN)],
  ['Array.from', (_machine, [of = UNKNOWN]) => new List([...(itemsOf(of) ?? [UNKNOWN])])],
  ['Array.of', (_machine, args) => new List([...args])],
  [
    'Array',
    (_machine, args) =>
      new List(
        typeof args[0] === 'number' && Number.isInteger(args[0])
          ? Array.from({ length: Math.min(args[0], 1000) }, () => UNKNOWN)
          : [...args],
      ),
  ],
  ['Object.keys', (_machine, [of]) => new List(of instanceof Dict ? [...of.entries.keys()] : [UNKNOWN])],
  [
    'Object.values',
    (_machine, [of]) =>
      new List(of instanceof Dict ? [...of.entries.values()] : of instanceof List ? of.items : [UNKNOWN]),
  ],
  [
    'Object.entries',
    (_machine, [of]) =>
      new List(
        of instanceof Dict ? [...of.entries].map(([key, value]) => new List([key, value])) : [UNKNOWN],
      ),
  ],
  [
    'Object.assign',
    (_machine, [into = UNKNOWN, ...rest]) => {
      for (const of of rest)
        if (into instanceof Dict && of instanceof Dict)
          for (const [key, value] of of.entries) into.entries.set(key, value);
      return into;
    },
  ],
  ['Map', () => new Dict()],
  ['parseInt', number],
  ['Number', number],
  ['Number.parseInt', number],
  [
    'path.join',
    (_machine, args) => {
      const path = joinedTexts(args, '/');
      return typeof path === 'string' ? path.replaceAll(/\/{2,}/g, '/') : path;
    },
  ],
  ['path.resolve', (_machine, args) => pathOf(['.', ...args])],
  ['process.cwd', () => '.'],
  [
    'fs.readFile',
    (machine, [path = UNKNOWN, ...rest], { at }) => {
      const then = rest.at(-1);
      if (then !== undefined) callValue(machine, then, [null, contentOf(machine, path)], at);
      return UNKNOWN;
    },
  ],
  ['fs.createReadStream', (machine, [path]) => (typeof path === 'string' ? opened(machine, path) : UNKNOWN)],
  [
    'readline.createInterface',
    (_machine, [options]) => (options instanceof Dict ? (options.get('input') ?? UNKNOWN) : UNKNOWN),
  ],
  ...(
    [
      'require',
      'import',
      'process.getBuiltinModule',
      'process.mainModule.require',
      'module.require',
      'process.binding',
      'createRequire',
      'require.main.require',
    ] as const
  ).map((name) => [name, module] as const),
  ['module.createRequire', () => new Path('require')],
  [
    'Reflect.get',
    (_machine, [of = UNKNOWN, name]) => (typeof name === 'string' ? memberOf(of, name) : UNKNOWN),
  ],
  [
    'util.format',
    (_machine, [format, ...rest]) =>
      typeof format === 'string' ? formatted(format, new List(rest)) : UNKNOWN,
  ],
  ...(['fs.readFileSync', 'fs.promises.readFile', 'fs/promises.readFile'] as const).map(
    (name): [string, Given] => [
      name,
      (machine, [path = UNKNOWN]) =>
        contentOf(machine, path instanceof Path && path.name === '__filename' ? '__file__' : path),
    ],
  ),
  ...(['fs.readdirSync', 'fs.promises.readdir', 'fs/promises.readdir'] as const).map(
    (name): [string, Given] => [name, (machine, [folder = UNKNOWN]) => namesIn(machine, folder)],
  ),
  ...(['fs.writeFileSync', 'fs.writeFile', 'fs.promises.writeFile', 'fs/promises.writeFile'] as const).map(
    (name) => [name, written(false)] as const,
  ),
  ...(['fs.appendFileSync', 'fs.appendFile', 'fs.promises.appendFile'] as const).map(
    (name) => [name, written(true)] as const,
  ),
]);

/** What a function of JavaScript, or of Node's modules, gives; undefined for one that is not known. */
export function nodeFunction(machine: Machine, name: string, call: Call): Value | undefined {
  return FUNCTIONS.get(name)?.(machine, call.args, call);
}

function buffer(_machine: Machine, [of, coding]: readonly Value[]): Value {
  if (of instanceof List) {
    return of.items.every((item) => typeof item === 'number')
      ? Buffer.from(of.items.map((item) => item & 0xff)).toString('utf8')
      : UNKNOWN;
  }
  if (typeof of !== 'string') return UNKNOWN;
  return typeof coding === 'string' && !hasHole(of) ? (bytesIn(of, coding) ?? of) : of;
}

function number(_machine: Machine, [of, base]: readonly Value[]): Value {
  if (typeof of === 'number') return of;
  if (typeof of !== 'string' || hasHole(of)) return UNKNOWN;
  const value = typeof base === 'number' && base > 1 && base < 37 ? Number.parseInt(of, base) : Number(of);
  return Number.isNaN(value) ? UNKNOWN : value;
}

function percent(text: string): string {
  return text.replaceAll(/%u([0-9a-fA-F]{4})|%([0-9a-fA-F]{2})/g, (_whole, wide?: string, hex?: string) =>
    String.fromCharCode(Number.parseInt(wide ?? hex ?? '0', 16)),
  );
}

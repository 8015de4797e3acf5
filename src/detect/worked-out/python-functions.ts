import { fromPercents } from '../../base/percent-decoded.ts';
import { directory } from '../../explain/path-lookup.ts';
import { callValue } from './call-value.ts';
import { bytesIn } from './codings.ts';
import { contentOf, namesIn, opened, pathsLike } from './files.ts';
import { filled } from './formatted.ts';
import { jsonValue } from './json-value.ts';
import type { Machine } from './machine.ts';
import { isLost, memberOf } from './members.ts';
import type { Call } from './parts.ts';
import { pathOf } from './paths.ts';
import {
  Dict,
  hasHole,
  itemsOf,
  joined,
  joinedTexts,
  List,
  linesOf,
  MAX_ITEMS,
  OpenFile,
  Path,
  shown,
  together,
  truth,
  UNFOLLOWED,
  UNKNOWN,
  type Value,
} from './value.ts';

type Given = (machine: Machine, args: readonly Value[], call: Call) => Value | undefined;

const list: Given = (_machine, [of]) => {
  const all = of === undefined ? [] : itemsOf(of);
  return all === undefined ? UNKNOWN : new List([...all]);
};
/** Bytes by their numbers, or a text as it is. */
const bytes: Given = (_machine, [of]) => {
  if (typeof of === 'string') return of;
  if (!(of instanceof List)) return UNKNOWN;
  const codes = of.items.map((item) =>
    typeof item === 'string' && item.length === 1 ? item.charCodeAt(0) : item,
  );
  return codes.every((code) => typeof code === 'number')
    ? Buffer.from(codes.map((code) => code & 0xff)).toString('utf8')
    : UNKNOWN;
};
const same: Given = (_machine, [of]) => of ?? UNKNOWN;
const coded =
  (coding: string): Given =>
  (_machine, [of]) =>
    typeof of === 'string' && !hasHole(of) ? (bytesIn(of, coding) ?? UNKNOWN) : UNKNOWN;
const module: Given = (_machine, [name]) => (typeof name === 'string' ? new Path(name) : UNKNOWN);
const opensFile: Given = (machine, [path], { named }) => {
  const file = path ?? named.get('file');
  return typeof file === 'string'
    ? opened(machine, file)
    : file instanceof Path && file.name === '__file__'
      ? opened(machine, '__file__')
      : file === UNFOLLOWED
        ? UNFOLLOWED
        : UNKNOWN;
};
const listed: Given = (machine, [folder]) => namesIn(machine, folder ?? UNKNOWN);
const globbed: Given = (machine, [pattern]) => pathsLike(machine, pattern ?? UNKNOWN);
const folderOf: Given = (_machine, [path]) =>
  typeof path === 'string' && path.startsWith('/') && !hasHole(path) ? directory(path) : UNKNOWN;
const variable: Given = (machine, [name, otherwise]) =>
  (typeof name === 'string' ? machine.environment.get(name) : undefined) ?? otherwise ?? UNKNOWN;

const FUNCTIONS: ReadonlyMap<string, Given> = new Map<string, Given>([
  [
    'str',
    (_machine, [of]) =>
      of instanceof List
        ? bytes(_machine, [of], {} as Call)
        : typeof of === 'number'
          ? String(of)
          : (of ?? ''),
  ],
  ...(['bytes', 'bytearray', 'memoryview'] as const).map((name) => [name, bytes] as const),
  ...(
    [
      'pathlib.Path',
      'Path',
      'pathlib.PurePath',
      'os.fspath',
      'shlex.quote',
      'textwrap.dedent',
      'copy.copy',
      'copy.deepcopy',
      'iter',
      'inspect.cleandoc',
      'mmap.mmap',
      'repr',
      'compile',
      'os.path.abspath',
      'os.path.expanduser',
    ] as const
  ).map((name) => [name, same] as const),
  ...(['list', 'tuple', 'set', 'sorted', 'frozenset', 'collections.deque'] as const).map(
    (name) => [name, list] as const,
  ),
  ['chr', (_machine, [of]) => (typeof of === 'number' ? String.fromCharCode(of & 0xffff) : (of ?? UNKNOWN))],
  [
    'ord',
    (_machine, [of]) =>
      typeof of === 'string' && of.length === 1 && !hasHole(of)
        ? of.charCodeAt(0)
        : typeof of === 'number'
          ? of
          : UNKNOWN,
  ],
  ['len', (_machine, [of]) => itemsOf(of ?? UNKNOWN)?.length ?? UNKNOWN],
  ['int', integer],
  ['hex', (_machine, [of]) => (typeof of === 'number' ? `0x${of.toString(16)}` : UNKNOWN)],
  ['range', range],
  ['reversed', (_machine, [of]) => new List([...(itemsOf(of ?? UNKNOWN) ?? [UNKNOWN])].reverse())],
  [
    'enumerate',
    (_machine, [of]) => new List((itemsOf(of ?? UNKNOWN) ?? [UNKNOWN]).map((item, i) => new List([i, item]))),
  ],
  ['zip', zipped],
  [
    'map',
    (machine, [fn = UNKNOWN, of = UNKNOWN], { at }) =>
      new List((itemsOf(of) ?? [UNKNOWN]).map((item) => callValue(machine, fn, [item], at))),
  ],
  [
    'filter',
    (machine, [fn = UNKNOWN, of = UNKNOWN], { at }) =>
      new List(
        (itemsOf(of) ?? [UNKNOWN]).filter(
          (item) => fn === null || truth(callValue(machine, fn, [item], at)) !== false,
        ),
      ),
  ],
  ['functools.reduce', reduced],
  [
    'sum',
    (_machine, [of = UNKNOWN, start]) =>
      (itemsOf(of) ?? [UNKNOWN]).reduce((sum, item) => joined(sum, item), start ?? 0),
  ],
  [
    'dict',
    (_machine, [of], { named }) => {
      const made = new Dict();
      for (const [key, value] of of instanceof Dict ? of.entries : []) made.entries.set(key, value);
      for (const item of of instanceof List ? of.items : [])
        if (item instanceof List) made.entries.set(shown(item.items[0] ?? UNKNOWN), item.items[1] ?? UNKNOWN);
      for (const [key, value] of named) made.entries.set(key, value);
      return made;
    },
  ],
  [
    'getattr',
    (machine, [of = UNKNOWN, name = UNKNOWN]) => {
      if (isLost(of, name, false)) machine.loses();
      return typeof name === 'string' ? memberOf(of, name) : UNKNOWN;
    },
  ],
  ['vars', same],
  ['globals', () => new Path('globals()')],
  ['locals', () => new Path('globals()')],
  ['__import__', module],
  ['importlib.import_module', module],
  ['importlib.__import__', module],
  ...(['open', 'io.open', 'codecs.open', 'os.fdopen'] as const).map((name) => [name, opensFile] as const),
  ...(
    [
      'base64.b64decode',
      'b64decode',
      'base64.urlsafe_b64decode',
      'base64.standard_b64decode',
      'base64.decodebytes',
      'binascii.a2b_base64',
    ] as const
  ).map((name) => [name, coded('base64')] as const),
  ...(
    ['bytes.fromhex', 'bytearray.fromhex', 'binascii.unhexlify', 'unhexlify', 'base64.b16decode'] as const
  ).map((name) => [name, coded('hex')] as const),
  [
    'codecs.decode',
    (_machine, [of = UNKNOWN, coding]) =>
      typeof of === 'string' && typeof coding === 'string' ? (bytesIn(of, coding) ?? of) : of,
  ],
  [
    'codecs.encode',
    (_machine, [of = UNKNOWN, coding]) =>
      typeof of === 'string' && coding === 'rot13' ? (bytesIn(of, coding) ?? of) : of,
  ],
  [
    'str.join',
    (_machine, [between, of]) =>
      typeof between === 'string' && of instanceof List ? joinedTexts(of.items, between) : UNKNOWN,
  ],
  [
    'str.format',
    (_machine, [format, ...rest], { named }) =>
      typeof format === 'string' ? filled(format, rest, named) : UNKNOWN,
  ],
  ['str.maketrans', translation],
  ['json.loads', (_machine, [of]) => (typeof of === 'string' ? jsonValue(of) : UNKNOWN)],
  [
    'json.load',
    (machine, [of]) => {
      const text = of instanceof OpenFile ? contentOf(machine, of.path) : UNKNOWN;
      return typeof text === 'string' ? jsonValue(text) : text;
    },
  ],
  ['inspect.getdoc', (_machine, [of = UNKNOWN]) => memberOf(of, '__doc__')],
  ['os.open', opensFile],
  ['os.read', (_machine, [of]) => (of instanceof OpenFile ? of.content() : UNKNOWN)],
  [
    'linecache.getlines',
    (machine, [path = UNKNOWN]) => new List([...(linesOf(contentOf(machine, path)) ?? [UNKNOWN])]),
  ],
  [
    'linecache.getline',
    (machine, [path = UNKNOWN, line]) => {
      const lines = linesOf(contentOf(machine, path));
      return typeof line === 'number' ? (lines?.[line - 1] ?? UNKNOWN) : UNKNOWN;
    },
  ],
  ...(['fileinput.input', 'fileinput.FileInput'] as const).map((name): [string, Given] => [
    name,
    (machine, [given], { named }) => {
      const files = given ?? named.get('files');
      const path = files instanceof List ? files.items[0] : files;
      return typeof path === 'string' ? opened(machine, path) : UNKNOWN;
    },
  ]),
  ...(
    [
      'pkgutil.get_data',
      'importlib.resources.read_text',
      'importlib.resources.read_binary',
      'importlib_resources.read_text',
    ] as const
  ).map((name): [string, Given] => [
    name,
    (machine, [of = UNKNOWN, file = UNKNOWN]) =>
      contentOf(machine, pathOf([folderOfPackage(machine, of), file])),
  ]),
  ['importlib.resources.files', (machine, [of = UNKNOWN]) => folderOfPackage(machine, of)],
  ['argparse.ArgumentParser', () => new Dict()],
  ['shlex.split', (_machine, [line]) => (typeof line === 'string' ? words(line) : UNKNOWN)],
  ['shlex.join', (_machine, [of]) => (of instanceof List ? joinedTexts(of.items, ' ') : UNKNOWN)],
  ['os.path.join', (_machine, args) => pathOf(args)],
  ['os.path.dirname', folderOf],
  ...(['os.path.realpath', 'os.path.normpath'] as const).map((name) => [name, same] as const),
  ...(['os.getcwd', 'pathlib.Path.cwd', 'Path.cwd'] as const).map((name) => [name, () => '.'] as const),
  ['os.listdir', listed],
  ['glob.glob', globbed],
  ['glob.iglob', globbed],
  ...(['configparser.ConfigParser', 'configparser.RawConfigParser'] as const).map(
    (name) => [name, () => new Dict()] as const,
  ),
  ['os.getenv', variable],
  ['os.environ.get', variable],
  [
    'os.putenv',
    (machine, [name, value]) => {
      if (typeof name === 'string' && typeof value === 'string') machine.environment.set(name, value);
      return null;
    },
  ],
  ['itertools.chain', (_machine, args) => together(args.map((arg) => itemsOf(arg) ?? [UNKNOWN]))],
  ['urllib.parse.unquote', (_machine, [of]) => (typeof of === 'string' ? fromPercents(of) : UNKNOWN)],
  ['operator.add', (_machine, [a = UNKNOWN, b = UNKNOWN]) => joined(a, b)],
  ['asyncio.run', same],
]);

/** What a function of Python, or of its library, gives; undefined for one that is not known. */
export function pythonFunctionNamed(machine: Machine, name: string, call: Call): Value | undefined {
  return FUNCTIONS.get(name)?.(machine, call.args, call);
}

/** The folder of a package of the program's own: what it brings beside its code lies there. */
function folderOfPackage({ file }: Machine, of: Value): Value {
  const name = of instanceof Path ? of.name : of;
  if (typeof name !== 'string' || file === undefined || !/^[\w.]{1,100}$/.test(name)) return UNKNOWN;
  return `${directory(file)}/${name.replaceAll('.', '/')}`;
}

function integer(_machine: Machine, [of, base]: readonly Value[]): Value {
  if (typeof of === 'number') return Math.trunc(of);
  if (typeof of !== 'string' || hasHole(of)) return UNKNOWN;
  const value = Number.parseInt(
    of.replace(/^0[xXbBoO]/, ''),
    typeof base === 'number' && base > 1 && base < 37 ? base : 10,
  );
  return Number.isNaN(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER ? UNKNOWN : value;
}

function range(_machine: Machine, args: readonly Value[]): Value {
  if (!args.every((arg) => typeof arg === 'number')) return UNKNOWN;
  const [start, stop, step] = args.length === 1 ? [0, args[0], 1] : [args[0], args[1], args[2] ?? 1];
  const [from = 0, to = 0, by] = [start, stop, step];
  if (by === 0) return UNKNOWN;
  const count = Math.ceil((to - from) / by);
  if (count > 20_000) return UNFOLLOWED;
  return new List(Array.from({ length: Math.max(0, count) }, (_, index) => from + index * by));
}

function zipped(_machine: Machine, args: readonly Value[]): Value {
  const all = args.map((arg) => itemsOf(arg));
  if (all.length === 0 || all.some((items) => items === undefined)) return UNKNOWN;
  const least = all.reduce((most, items) => Math.min(most, items?.length ?? 0), MAX_ITEMS);
  if (least * all.length > 10 * MAX_ITEMS) return UNFOLLOWED;
  return new List(
    Array.from({ length: least }, (_, i) => new List(all.map((items) => items?.[i] ?? UNKNOWN))),
  );
}

function reduced(
  machine: Machine,
  [fn = UNKNOWN, of = UNKNOWN, start]: readonly Value[],
  { at }: Call,
): Value {
  const items = itemsOf(of) ?? [UNKNOWN];
  const [first = UNKNOWN, ...rest] = start === undefined ? items : [start, ...items];
  return rest.reduce((value, item) => callValue(machine, fn, [value, item], at), first);
}

function translation(_machine: Machine, [from, to]: readonly Value[]): Value {
  if (from instanceof Dict) return from;
  if (typeof from !== 'string' || typeof to !== 'string') return UNKNOWN;
  const table = new Dict();
  for (const [index, char] of [...from].entries()) table.entries.set(char, to[index] ?? '');
  return table;
}

function words(line: string): Value {
  const found = [...line.matchAll(/"([^"]*)"|'([^']*)'|([^\s"']+)/g)];
  return new List(found.map(([, double, single, bare]) => double ?? single ?? bare ?? ''));
}

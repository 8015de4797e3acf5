import { baseName } from '../../../base/base-name.ts';
import { absolutePath, directory, plain } from '../../path-lookup.ts';
import type { StaticContext } from './context.ts';
import { allTexts, COMPUTED, type StaticValue, text, unknown } from './value.ts';

type StaticFunction = (args: readonly StaticValue[], context: StaticContext) => StaticValue;

/** A function of texts alone: where one of them is not known, neither is what it gives. */
function ofTexts(
  give: (texts: readonly string[], context: StaticContext) => string | undefined,
): StaticFunction {
  return (args, context) => {
    const texts = allTexts(args);
    if ('kind' in texts) return texts;
    const given = give(texts, context);
    return given === undefined ? COMPUTED : text(given);
  };
}

const join = ofTexts((texts) => {
  const start = texts.findLastIndex((part) => part.startsWith('/'));
  return slashes(texts.slice(Math.max(0, start)).join('/'));
});
/** Node's and Ruby's: a part with a leading slash does not start anew. */
const joinAll = ofTexts((texts) => slashes(texts.join('/')));
/** `path.join` and `join` mean the one or the other, or something else. */
const joinByLanguage: StaticFunction = (args, context) =>
  context.language === 'python'
    ? join(args, context)
    : context.language === 'node'
      ? joinAll(args, context)
      : context.language === 'perl' || context.language === 'php'
        ? texted(args, context)
        : COMPUTED;
const resolve = ofTexts((texts, { cwd }) =>
  withoutUp(texts.reduce((path, part) => absolutePath(part, path), cwd)),
);
const dirname = ofTexts(([path = '']) => directory(path));
const basename = ofTexts(([path = '', ending = '']) => {
  const name = baseName(path);
  return ending !== '' && name.endsWith(ending) ? name.slice(0, -ending.length) : name;
});
const absolute = ofTexts(([path = ''], { cwd }) => withoutUp(absolutePath(path, cwd)));
const same: StaticFunction = ([value]) => value ?? COMPUTED;
const content: StaticFunction = ([path]) => (path === undefined ? COMPUTED : { kind: 'content', path });
const trimmed = ofTexts(([value = '']) => value.trim());

/** `File.expand_path('../x', __FILE__)`: relative to the second, which counts as a folder. */
const expandPath = ofTexts(([path = '', from = ''], { cwd }) =>
  withoutUp(absolutePath(path, absolutePath(from, cwd))),
);

/** `new URL('./x.js', import.meta.url)`: relative to the folder of the second. */
const besideFile = ofTexts(([path = '', from]) =>
  from?.startsWith('/') ? withoutUp(absolutePath(path, directory(from))) : undefined,
);

const variable: StaticFunction = ([name, otherwise], { variables }) => {
  if (name?.kind !== 'text') return name ?? COMPUTED;
  const value = variables.get(name.text);
  if (typeof value === 'string') return text(value);
  if (value === undefined && otherwise !== undefined) return otherwise;
  const why = value === null ? 'is set before it starts' : 'is not set by the image';
  const result = unknown(`the environment variable ${name.text} ${why}`);
  return value === undefined ? { ...result, unset: true } : result;
};

/** Bytes out of a coding, as the text that they most likely are. */
const fromBase64 = ofTexts(([coded = '']) => Buffer.from(coded, 'base64').toString('utf8'));
const fromHex = ofTexts(([coded = '']) => Buffer.from(coded.replaceAll(/\s+/g, ''), 'hex').toString('utf8'));
/** `Buffer.from(text, 'base64')`. */
const buffer: StaticFunction = (args, context) => {
  const [value = COMPUTED, coding] = args;
  if (coding === undefined) return value;
  if (coding.kind !== 'text') return COMPUTED;
  if (/^base64(?:url)?$/.test(coding.text)) return fromBase64([value], context);
  if (coding.text === 'hex') return fromHex([value], context);
  return /^(?:utf-?8|ascii|latin1|binary)$/i.test(coding.text) ? value : COMPUTED;
};

/** `process.argv.slice(2)`: numbers are not read as values, so it is what is usual. */
function sliced(list: StaticValue): StaticValue {
  return list.kind === 'list' ? { kind: 'list', words: list.words.slice(2) } : COMPUTED;
}

function asList(line: StaticValue): StaticValue {
  if (line.kind !== 'text') return line;
  // Quotes are for whoever splits; without them, blanks separate.
  if (/["'\\]/.test(line.text)) return COMPUTED;
  return {
    kind: 'list',
    words: line.text
      .split(/\s+/)
      .filter((word) => word !== '')
      .map(text),
  };
}

/** `join("", "a", "b")` of Perl; `implode("", ["a", "b"])` of PHP, `table.concat({"a", "b"}, "")` of Lua. */
const texted: StaticFunction = (args, context) => {
  const flat = args.flatMap((arg) => (arg.kind === 'list' ? arg.words : [arg]));
  const isBehind = args[0]?.kind === 'list';
  const between = isBehind ? (args[1] ?? text('')) : (flat[0] ?? COMPUTED);
  const parts = isBehind ? (args[0]?.kind === 'list' ? args[0].words : []) : flat.slice(1);
  return ofTexts(([mark = '', ...texts]) => texts.join(mark))([between, ...parts], context);
};
const reversed = ofTexts((texts) => [...texts.join('')].reverse().join(''));
const formatted = ofTexts(([format = '', ...values]) => {
  let index = 0;
  return format.replaceAll(/%(?:\d\$)?[-+0]{0,3}\d{0,3}([sd%])/g, (_whole, kind: string) =>
    kind === '%' ? '%' : (values[index++] ?? ''),
  );
});
const replaced = ofTexts(([what = '', by = '', subject = '']) =>
  what === '' || (by.length > what.length && subject.length > 2000)
    ? undefined
    : subject.replaceAll(what, () => by),
);
/** The method of the same name: the text comes first. */
const replacedIn: StaticFunction = ([subject = COMPUTED, what = COMPUTED, by = COMPUTED], context) =>
  replaced([what, by, subject], context);
const joinedBy: StaticFunction = ([list = COMPUTED, mark], context) =>
  list.kind === 'list'
    ? texted([list, mark ?? text('')], context)
    : // Python's: the text comes first.
      mark?.kind === 'list' && context.language === 'python'
      ? texted([mark, list], context)
      : COMPUTED;

/** By the name that they are called by, the module before it as written. */
const FUNCTIONS: ReadonlyMap<string, StaticFunction> = new Map([
  ...each(['os.path.join', 'posixpath.join'], join),
  ...each(['path.join', 'join'], joinByLanguage),
  ...each(['File.join', 'path.posix.join', 'catfile', 'catdir'], joinAll),
  ...each(['path.resolve', 'resolve'], resolve),
  ...each(['os.path.dirname', 'path.dirname', 'File.dirname', 'dirname'], dirname),
  ...each(['os.path.basename', 'path.basename', 'File.basename', 'basename'], basename),
  ...each(['os.path.abspath', 'os.path.realpath', 'abspath', 'realpath', 'File.realpath'], absolute),
  ...each(['rel2abs', 'fs.realpathSync', 'abs_path', 'path.normalize'], absolute),
  ...each(['os.path.normpath', 'File.absolute_path'], absolute),
  ...each(['Path', 'pathlib.Path', 'PurePath', 'str', 'String', 'os.fspath', 'fileURLToPath'], same),
  ...each(['url.fileURLToPath', 'pathToFileURL', 'compile', 'Pathname.new', 'shlex.quote'], same),
  ['File.expand_path', expandPath],
  ['URL', besideFile],
  ...each(['os.environ.get', 'os.getenv', 'getenv', 'ENV.fetch', 'Deno.env.get'], variable),
  ...each(['fs.readFileSync', 'readFileSync', 'File.read', 'IO.read', 'file_get_contents'], content),
  ...each(['open', 'io.open', 'codecs.open', 'io.lines', 'fopen', 'file'], content),
  ...each(['File.foreach', 'IO.foreach', 'File.readlines', 'IO.readlines', 'File.open', 'File.new'], content),
  ...each(['fgets', 'fread', 'stream_get_contents', 'STDIN.read', 'chomp'], same),
  ['shlex.split', ([line = COMPUTED]) => asList(line)],
  ...each(['base64.b64decode', 'b64decode', 'base64.standard_b64decode', 'base64.decodebytes'], fromBase64),
  ...each(['base64.urlsafe_b64decode', 'atob', 'base64_decode', 'Base64.decode64'], fromBase64),
  ...each(['bytes.fromhex', 'bytearray.fromhex', 'binascii.unhexlify', 'unhexlify', 'hex2bin'], fromHex),
  ['Buffer.from', buffer],
  ...each(['implode', 'table.concat'], texted),
  ...each(['strrev', 'string.reverse', 'reverse', 'scalar'], reversed),
  ...each(['sprintf', 'string.format', 'Kernel.format', 'format'], formatted),
  ['str_replace', replaced],
  ...each(
    ['strtolower', 'lc', 'string.lower'],
    ofTexts((texts) => texts.join('').toLowerCase()),
  ),
  ['process.cwd', (_args, { cwd }) => text(cwd)],
  ['os.getcwd', (_args, { cwd }) => text(cwd)],
  ['getcwd', (_args, { cwd }) => text(cwd)],
]);

/** Methods of any text, of a path, or of an opened file. */
const METHODS: ReadonlyMap<string, StaticFunction> = new Map([
  ...each(['toString', 'to_s', 'as_posix', 'encode', 'decode', 'freeze', 'dup', 'read'], same),
  ...each(['strip', 'trim'], trimmed),
  ['reverse', reversed],
  ...each(['replace', 'gsub', 'replaceAll'], replacedIn),
  ['join', joinedBy],
  ...each(
    ['downcase', 'toLowerCase', 'lower'],
    ofTexts(([value = '']) => value.toLowerCase()),
  ),
  ['parent', dirname],
  ['resolve', absolute],
  ['absolute', absolute],
  ['joinpath', join],
  ['read_text', content],
  ['read_bytes', content],
  ['open', content],
  ['slice', ([list = COMPUTED]) => sliced(list)],
  ...each(
    ['readlines', 'read_line', 'readline', 'getline', 'gets', 'lines', 'each_line', 'each', 'chomp'],
    same,
  ),
  ['split', ([line = COMPUTED, mark]) => (mark === undefined ? asList(line) : COMPUTED)],
]);

function each(names: readonly string[], value: StaticFunction): [string, StaticFunction][] {
  return names.map((name) => [name, value]);
}

/** What a call of a function gives; undefined for a function that is not known. */
export function callFunction(
  name: string,
  args: readonly StaticValue[],
  context: StaticContext,
): StaticValue | undefined {
  return (FUNCTIONS.get(name) ?? FUNCTIONS.get(asWritten(name)))?.(args, context);
}

/** Compilers name what they import `path_1` or `import_path.default`. */
function asWritten(name: string): string {
  return name.replace(/^(?:import_)?([a-z]{1,30})(?:_\d{1,2})?(?:\.default)?\.(?=\w{1,60}$)/, '$1.');
}

/** What a method gives of a value, with or without brackets; undefined for a method that is not known. */
export function callMethod(
  name: string,
  of: StaticValue,
  args: readonly StaticValue[],
  context: StaticContext,
): StaticValue | undefined {
  const method = METHODS.get(name);
  if (method === undefined) return undefined;
  return of.kind === 'content' ? of : method([of, ...args], context);
}

/** The value of an environment variable by name. */
export function environmentVariable(name: StaticValue, context: StaticContext): StaticValue {
  return variable([name], context);
}

function slashes(path: string): string {
  return path.replace(/\/{2,}/g, '/');
}

/** `..` taken as text, as these functions do. */
function withoutUp(path: string): string {
  return `/${plain(path)}`;
}

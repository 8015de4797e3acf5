/** An interpreter whose programs are read. */
export interface Interpreter {
  readonly name: RegExp;
  /** Options whose value is the next word. */
  readonly valued: readonly string[];
  /** Options after which no file is read, with what runs instead. */
  readonly instead: Readonly<Record<string, 'text' | 'module'>>;
  /** The same among options of one letter that stand together; what follows in the word is the text: `-le`, `-ccode`. */
  readonly joined?: RegExp;
}

export const INTERPRETERS: readonly Interpreter[] = [
  {
    name: /^(?:python|pypy)[\d.]*$/,
    valued: ['-W', '-X', '-Q'],
    instead: { '-c': 'text', '-m': 'module' },
    joined: /^-[bBdEhiIOPqsSuvVx]{0,12}([cm])/,
  },
  {
    name: /^deno$/,
    valued: ['-c', '--config', '--import-map', '--env-file', '--lock'],
    instead: { eval: 'text' },
  },
  {
    name: /^(?:node|nodejs|bun|tsx|ts-node)$/,
    valued: [
      '-r',
      '--require',
      '--import',
      '--loader',
      '--env-file',
      '--env-file-if-exists',
      '-C',
      '--preload',
      '--title',
    ],
    instead: { '-e': 'text', '--eval': 'text', '-p': 'text', '--print': 'text', '-pe': 'text' },
  },
  {
    name: /^perl[\d.]*$/,
    valued: ['-I'],
    instead: { '-e': 'text', '-E': 'text' },
    joined: /^-[acfhlnpsStTuUvwWX\d]{0,12}([eE])/,
  },
  {
    name: /^ruby[\d.]*$/,
    valued: ['-I', '-r', '-C'],
    instead: { '-e': 'text' },
    joined: /^-[acdlnpsSUvwWy\d]{0,12}(e)/,
  },
  {
    name: /^php[\d.]*$/,
    valued: ['-d', '-c', '-S', '-t'],
    instead: {
      '-r': 'text',
      '--run': 'text',
      '-B': 'text',
      '--process-begin': 'text',
      '-R': 'text',
      '--process-code': 'text',
      '-E': 'text',
      '--process-end': 'text',
    },
    joined: /^-[nq]{0,4}([rBRE])/,
  },
  { name: /^(?:texlua|lua(?:jit)?)[\d.]*$/, valued: ['-l'], instead: { '-e': 'text' }, joined: /^-(e)/ },
];

/** What an option says that runs instead of a file, and its value where that stands in the same word. */
export function insteadOf(
  { instead, joined }: Interpreter,
  word: string,
): { readonly runs: 'text' | 'module'; readonly value?: string } | undefined {
  if (Object.hasOwn(instead, word)) return { runs: instead[word] ?? 'text' };
  const equals = word.startsWith('--') ? word.indexOf('=') : -1;
  const name = word.slice(0, Math.max(0, equals));
  if (Object.hasOwn(instead, name)) return { runs: instead[name] ?? 'text', value: word.slice(equals + 1) };
  const match = joined?.exec(word);
  if (match == null) return undefined;
  const runs = match[1] === 'm' ? 'module' : 'text';
  const value = word.slice(match[0].length);
  return value === '' ? { runs } : { runs, value };
}

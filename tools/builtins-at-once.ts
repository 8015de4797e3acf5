import type { Plugin } from 'rolldown';

const IMPORT =
  /^import (?:(?<whole>[\w$]+)|(?:(?<first>[\w$]+), )?\{ (?<names>[^}]*) \}) from "(?<module>node:[\w/]+)";$/gm;

/** Modules of functions alone, which bring more of Node with them than most commands use: this one all of its network. */
const LATER: ReadonlySet<string> = new Set(['node:child_process']);

/**
 * Takes Node's own modules by `process.getBuiltinModule` instead of `import`, in a bundle's files. To import one of them, Node
 * looks at everything that it exports, and so loads what only few of its users need: all of `node:process`, its standard input
 * too, takes longer than finding the files of a check.
 */
export function builtinsAtOnce(): Plugin {
  return { name: 'builtins-at-once', renderChunk: (code) => withBuiltinsAtOnce(code) };
}

/** The code of a file as rolldown prints it: each import stands in a line of its own, before all else. */
export function withBuiltinsAtOnce(code: string): string {
  return code.replace(IMPORT, (...found) => {
    const { whole, first, names = '', module = '' } = found.at(-1) as Record<string, string | undefined>;
    const all = whole ?? first;
    const picked = names === '' ? [] : names.split(', ').map((name) => name.split(' as '));
    const taken = LATER.has(module) ? takenLater(module, all, picked) : takenNow(module, all, picked);
    return taken.join('\n');
  });
}

/** What a name is called in the module, and what it is called here where that differs. */
type Picked = readonly (readonly string[])[];

const builtin = (module: string): string => `globalThis.process.getBuiltinModule("${module}")`;

function takenNow(module: string, all: string | undefined, picked: Picked): readonly string[] {
  const names = picked.map((name) => name.join(': ')).join(', ');
  return [
    ...(all === undefined ? [] : [`const ${all} = ${builtin(module)};`]),
    ...(picked.length === 0 ? [] : [`const { ${names} } = ${builtin(module)};`]),
  ];
}

/** Loaded with the first call of one of its functions. */
function takenLater(module: string, all: string | undefined, picked: Picked): readonly string[] {
  return [
    ...(all === undefined
      ? []
      : [`const ${all} = new Proxy({}, { get: (_, name) => ${builtin(module)}[name] });`]),
    ...picked.map(
      ([name = '', here = name]) => `const ${here} = (...given) => ${builtin(module)}.${name}(...given);`,
    ),
  ];
}

import type { Plugin } from 'rolldown';

const IMPORT =
  /^import (?:(?<whole>[\w$]+)|(?:(?<first>[\w$]+), )?\{ (?<names>[^}]*) \}) from "(?<module>node:[\w/]+)";$/gm;

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
    const { whole, first, names, module } = found.at(-1) as Record<string, string | undefined>;
    const builtin = `globalThis.process.getBuiltinModule("${module}")`;
    const all = whole ?? first;
    const picked = names === undefined ? [] : [`const { ${names.replaceAll(' as ', ': ')} } = ${builtin};`];
    return [...(all === undefined ? [] : [`const ${all} = ${builtin};`]), ...picked].join('\n');
  });
}

import { absolutePath } from '../../path-lookup.ts';
import type { ProgramLanguage } from '../../program-text/program-language.ts';
import { spend } from '../budget.ts';
import type { Chain } from '../chain.ts';

/** Names in one text that are looked up. */
const MAX_NAMES = 400;
const QUOTED = /(["'`])([\w@%+,./~:-]{3,200})\1/g;

/** What loads compiled code by a path that it is given. */
const LOADS: Readonly<Partial<Record<ProgramLanguage, RegExp>>> = {
  python:
    /\b(?:CDLL|PyDLL|WinDLL|LoadLibrary|dlopen|ExtensionFileLoader|load_dynamic|load_extension|load_library)\b/,
  node: /\b(?:dlopen|process\.binding|ffi|koffi|loadExtension|node-gyp-build|bindings)\b/,
  ruby: /\b(?:dlopen|ffi_lib|dlload|Fiddle|load_extension)\b/,
  perl: /\b(?:dl_load_file|DynaLoader|XSLoader|FFI::Platypus|sqlite_load_extension)\b/,
  php: /\b(?:FFI\s{0,3}::\s{0,3}(?:cdef|load)|dl\s{0,3}\(|loadExtension)/,
  lua: /\b(?:loadlib|ffi\.load|ffi)\b/,
};

/** A library of the image that a program's text names, and loads if it loads one at all. */
export interface NativeLoad {
  /** Absolute. */
  readonly path: string;
  /** Index in the text. */
  readonly at: number;
}

/** Compiled code, whatever its name, that a text names where it loads some by path. */
export function nativeLoads(
  chain: Chain,
  text: string,
  language: ProgramLanguage,
  folders: readonly string[],
): readonly NativeLoad[] {
  if (LOADS[language]?.test(text) !== true) return [];
  const found = new Map<string, NativeLoad>();
  let left = MAX_NAMES;
  for (const { 2: name = '', index } of text.matchAll(QUOTED)) {
    if (!/[./]/.test(name)) continue;
    if (left-- <= 0 || !spend(chain.budget, 2)) break;
    const places = name.startsWith('/') ? ['/', ...folders] : folders;
    for (const folder of places) {
      const plain = absolutePath(folder === '/' ? name : name.replace(/^\/+/, ''), folder);
      // SQLite adds the ending itself.
      const path = [plain, `${plain}.so`].find((one) => isCompiled(chain, one));
      if (path !== undefined) {
        found.set(path, found.get(path) ?? { path, at: index });
        break;
      }
    }
  }
  return [...found.values()];
}

/** Compiled modules of a name in a folder: `name.so`, `name.cpython-311-x86_64-linux-gnu.so`. */
export function compiledModules(chain: Chain, path: string): readonly string[] {
  const slash = path.lastIndexOf('/');
  const resolution = chain.tree.resolve(path.slice(1, slash));
  const name = path.slice(slash + 1);
  if (resolution.kind !== 'found' || name === '') return [];
  const names = chain.tree.children(resolution.node.path);
  if (!spend(chain.budget, 1 + (names.length >> 4))) return [];
  return names
    .filter((one) => one.startsWith(`${name}.`) && /\.(?:so|pyd)$/.test(one))
    .map((one) => `${path.slice(0, slash)}/${one}`);
}

function isCompiled(chain: Chain, path: string): boolean {
  const resolution = chain.tree.resolve(path.slice(1));
  return resolution.kind === 'found' && resolution.node.entry.content?.kind === 'elf';
}

import type { StartStep } from '../../explanation.ts';
import { absolutePath, directory } from '../../path-lookup.ts';
import { LineIndex } from '../../program-text/line-index.ts';
import type { Chain, Invocation } from '../chain.ts';
import { firstGroup } from '../first-group.ts';
import { isFolder, lineOf, textOf } from '../managers/service-files.ts';
import { definedIn, withVariable } from '../servers/settings-files.ts';
import { globFiles } from '../shell/file-globs.ts';
import { cutStep, isFirst, libraryStep } from './library-step.ts';

/** A file by which programs load libraries, whatever they are. */
interface LoaderFile {
  /** Patterns; `$NAME` for the paths that a variable lists. */
  readonly files: readonly string[];
  /** With flags `gm`: names of libraries in the first group that is there. */
  readonly names: RegExp;
  readonly without?: RegExp;
  /** Further files that such a file names. */
  readonly include?: RegExp;
  /** Where a name without a slash is looked for: patterns, `?` for the name. */
  readonly places: readonly string[];
}

const LIBRARY_FOLDERS = [
  '/lib',
  '/usr/lib',
  '/lib64',
  '/usr/lib64',
  '/usr/local/lib',
  '/lib/*',
  '/usr/lib/*',
];
const inFolders = (name: string): readonly string[] => LIBRARY_FOLDERS.map((folder) => `${folder}/${name}`);

/** ld.so(8), nsswitch.conf(5), config(5ssl), p11-kit(8), pam.d is for another detector. */
const LOADER_FILES: readonly LoaderFile[] = [
  { files: ['/etc/ld.so.preload'], names: /^[ \t:]{0,40}([^#\n]{1,2000})/gm, places: inFolders('?') },
  {
    files: ['/etc/nsswitch.conf'],
    names: /^[ \t]{0,20}\w{1,40}:([^#\n]{1,400})/gm,
    // Built into every C library, or its own package's.
    without: /^(?:files|dns|compat)$|[[\]=!]/,
    places: inFolders('libnss_?.so*'),
  },
  {
    files: [
      '$OPENSSL_CONF',
      '$OPENSSL_CONF_INCLUDE/*',
      '/usr/lib/ssl/openssl.cnf',
      '/etc/ssl/openssl.cnf',
      '/etc/ssl/openssl.cnf.d/*',
      '/etc/pki/tls/openssl.cnf',
      '/etc/pki/tls/openssl.d/*',
      '/etc/crypto-policies/back-ends/openssl*.config',
      '/usr/local/ssl/openssl.cnf',
      '/usr/local/lib/ssl/openssl.cnf',
      '/opt/openssl/ssl/openssl.cnf',
    ],
    include: /^[ \t]{0,40}\.include[ \t=]{1,9}([^#\n]{1,500})/gm,
    names:
      /^[ \t]{0,40}(?:dynamic_path|module|SO_PATH|MODULE_PATH)[ \t]{0,40}=[ \t]{0,40}"?([^#\n"]{1,500})/gm,
    places: [...inFolders('ossl-modules/?'), ...inFolders('engines-*/?')],
  },
  {
    files: ['/etc/pkcs11/modules/*', '/usr/share/p11-kit/modules/*.module', '$HOME/.config/pkcs11/modules/*'],
    names: /^[ \t]{0,20}module[ \t]{0,9}:[ \t]{0,9}([^#\n]{1,500})/gm,
    places: [...inFolders('pkcs11/?'), ...inFolders('?')],
  },
  {
    files: [
      '/etc/vulkan/implicit_layer.d/*.json',
      '/usr/share/vulkan/implicit_layer.d/*.json',
      '$VK_ICD_FILENAMES',
      '$VK_LAYER_PATH/*.json',
    ],
    names: /"library_path"[ \t]{0,9}:[ \t]{0,9}"([^"\n]{1,500})"/gm,
    places: inFolders('?'),
  },
  {
    files: ['./*.runtimeconfig.json'],
    names: /"(?:STARTUP_HOOKS|System\.GC\.(?:Name|Path))"[ \t]{0,9}:[ \t]{0,9}"([^"\n]{1,500})"/gm,
    places: ['./?', './?.dll'],
  },
  { files: ['/etc/OpenCL/vendors/*.icd'], names: /^[ \t]{0,9}([^#\n]{1,500})/gm, places: inFolders('?') },
];

const MAX_VALUE = 64 * 1024;
const MAX_FILES = 50;
const MAX_NAMES = 64;

/** Libraries that files of the C library, of OpenSSL and the like make programs load; told of the first program. */
export function loaderSteps(chain: Chain, invocation: Invocation): readonly StartStep[] {
  const { place, environment } = invocation;
  return LOADER_FILES.flatMap((kind) => {
    const told = kind.files.flatMap((file) => withVariable(file, environment));
    const isLocal = told.some((file) => file.startsWith('./'));
    if (!isFirst(chain, `${told.join(' ')}${isLocal ? ` ${environment.cwd}` : ''}`)) return [];
    const listed = told.map((file) => globFiles(chain, file, environment.cwd));
    const own = [...new Set(listed.flatMap((list) => list ?? []))].slice(0, MAX_FILES + 1);
    const files = [...new Set([...own, ...included(chain, kind, own)])];
    let isCut = files.length > MAX_FILES || listed.includes(undefined);
    const steps = files.slice(0, MAX_FILES).flatMap((file) => {
      const text = textOf(chain, file);
      if (text === undefined) return [];
      const lines = new LineIndex(text);
      const read = text.slice(0, MAX_VALUE);
      let left = MAX_NAMES;
      let set: ReadonlyMap<string, string> | undefined;
      isCut ||= text.length > MAX_VALUE;
      return [...read.matchAll(kind.names)].flatMap((match) => {
        const at = lineOf(chain, file, lines.lineAt(match.index + match[0].length - 1));
        let value = firstGroup(match) ?? '';
        if (value.includes('$')) value = withSet(value, (set ??= definedIn([read], SET)));
        const names = value.split(/[\s:,]+/).filter((name) => name !== '');
        return names
          .filter((name) => kind.without?.test(name) !== true && /^[\w./+@-]{1,300}$/.test(name))
          .flatMap((name) => {
            isCut ||= left <= 0;
            return left-- <= 0 ? [] : pathsOf(chain, kind, name, environment.cwd);
          })
          .flatMap((path) => libraryStep(chain, path, { command: match[0].trim(), place: at }));
      });
    });
    return isCut ? [...steps, cutStep(chain, told[0] ?? '', place)] : steps;
  });
}

/** Files that such files include, as far as eight of them in one another. */
function included(chain: Chain, { include }: LoaderFile, own: readonly string[]): readonly string[] {
  if (include === undefined) return [];
  const found = new Set<string>();
  let next = own;
  for (let depth = 0; depth < 8 && next.length > 0 && found.size < MAX_FILES; depth++) {
    next = next.flatMap((file) =>
      [...(textOf(chain, file) ?? '').slice(0, MAX_VALUE).matchAll(include)].flatMap(([, name = '']) => {
        const path = absolutePath(name.trim(), directory(file));
        return globFiles(chain, isFolder(chain, path) ? `${path}/*` : path, '/', MAX_FILES) ?? [];
      }),
    );
    next = [...new Set(next)].filter((file) => !found.has(file)).slice(0, MAX_FILES);
    for (const file of next) found.add(file);
  }
  return [...found];
}

const SET = /^[ \t]{0,40}(\w{1,60})[ \t]{0,40}=[ \t]{0,40}"?([^#"\n]{1,500})/gm;

/** A value with what the same text sets: `$dir/x.so` of OpenSSL. */
function withSet(value: string, set: ReadonlyMap<string, string>): string {
  return value
    .slice(0, 500)
    .replace(/\$\{?(?:\w{1,60}::)?(\w{1,60})\}?/g, (_all, name: string) => set.get(name)?.trim() ?? '');
}

function pathsOf(chain: Chain, { places }: LoaderFile, name: string, cwd: string): readonly string[] {
  if (name.includes('/')) return [absolutePath(name, '/')];
  return places.flatMap((place) =>
    ['', '.so'].flatMap((ending) => globFiles(chain, place.replace('?', () => name) + ending, cwd) ?? []),
  );
}

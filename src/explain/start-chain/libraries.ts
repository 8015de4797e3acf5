import type { ElfFacts } from '../../image/layer-facts.ts';
import type { ElfStep } from '../explanation.ts';
import { absolutePath, directory } from '../path-lookup.ts';
import { oneLine } from '../printable.ts';
import { visibleBuild } from '../says.ts';
import { spend } from './budget.ts';
import type { Chain } from './chain.ts';
import { globFiles } from './shell/file-globs.ts';

const MAX_LIBRARIES = 100;
const MAX_FOLDERS = 60;
const TRIPLETS = ['x86_64-linux-gnu', 'aarch64-linux-gnu', 'arm-linux-gnueabihf', 'i386-linux-gnu'];
/** ld.so(8), with the folders of Debian's architectures; musl has the first three and /usr/local/lib. */
const DEFAULTS = [
  '/lib',
  '/usr/lib',
  '/usr/local/lib',
  '/lib64',
  '/usr/lib64',
  ...TRIPLETS.flatMap((triplet) => [`/lib/${triplet}`, `/usr/lib/${triplet}`]),
];

/** What a compiled program needs to run, and where each library resolves in the image (ld.so(8)). */
export function elfStep(
  chain: Chain,
  elf: ElfFacts,
  path: string,
  preset: string | null | undefined,
): ElfStep {
  const folders = foldersFor(chain, elf, path, preset);
  const libraries = spend(chain.budget, elf.needed.length * 20)
    ? elf.needed.slice(0, MAX_LIBRARIES).map((name) => library(chain, name, folders))
    : [];
  const linked = elf.interpreter !== undefined || elf.needed.length > 0;
  return {
    linked: linked ? 'dynamic' : 'static',
    ...(elf.interpreter === undefined
      ? {}
      : {
          interpreter: oneLine(elf.interpreter, 300),
          interpreterFound: found(chain, elf.interpreter) !== undefined,
        }),
    ...(elf.runpath === undefined ? {} : { runpath: oneLine(elf.runpath, 1000) }),
    libraries,
    ...(elf.language === undefined ? {} : { language: elf.language }),
    ...(elf.build === undefined ? {} : { build: visibleBuild(elf.build) }),
    ...(elf.packer === undefined ? {} : { packer: elf.packer }),
  };
}

function library(chain: Chain, name: string, folders: readonly string[]): ElfStep['libraries'][number] {
  const shown = oneLine(name, 300);
  if (name.includes('/')) {
    const path = found(chain, name);
    return path === undefined ? { name: shown } : { name: shown, path };
  }
  for (const folder of folders) {
    const path = found(chain, `${folder}/${name}`);
    if (path !== undefined) return { name: shown, path };
  }
  return { name: shown };
}

function found(chain: Chain, path: string): string | undefined {
  const resolution = chain.tree.resolve(absolutePath(path, '/').slice(1));
  return resolution.kind === 'found' && resolution.node.entry.kind === 'file'
    ? `/${resolution.node.path}`
    : undefined;
}

/** In the loader's order: LD_LIBRARY_PATH, RUNPATH (or RPATH), ld.so.conf, the defaults. */
function foldersFor(chain: Chain, elf: ElfFacts, path: string, preset: string | null | undefined): string[] {
  const origin = directory(path);
  const own = (elf.runpath ?? '')
    .split(':', MAX_FOLDERS)
    .map((folder) => folder.replace(/\$\{?ORIGIN\}?/g, origin));
  const given = (preset ?? '').split(':', MAX_FOLDERS);
  const configured = [
    '/etc/ld.so.conf',
    ...(globFiles(chain, '/etc/ld.so.conf.d/*.conf', '/') ?? []),
  ].flatMap((file) => (chain.text(file.slice(1)) ?? '').split('\n', 200).map((line) => line.trim()));
  // musl's own list (its ldso/dynlink.c)
  const musl = (globFiles(chain, '/etc/ld-musl-*.path', '/') ?? []).flatMap((file) =>
    (chain.text(file.slice(1)) ?? '').split(/[\n:]/, 200),
  );
  const folders = [...given, ...own, ...configured, ...musl].filter((folder) => folder.startsWith('/'));
  return [...new Set([...folders.slice(0, MAX_FOLDERS), ...DEFAULTS])];
}

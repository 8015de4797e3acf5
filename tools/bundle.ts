import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type OutputChunk, rolldown } from 'rolldown';
import { sourceDigest } from './built-from.ts';
import { builtinsAtOnce } from './builtins-at-once.ts';
import { partsOf } from './bundle-parts.ts';

/** Packages that the command loads only when there is something for them to do. Piscina also starts a file of its own. */
const SEPARATE = /^(?:undici|piscina|re2js|@sigstore\/.*|@virustotal\/.*)$/;
/** What worker threads begin with, below `src` and `dist`: they start it by its file name, so it keeps a file of its own. */
const WORKERS = ['app/layers/layer-worker', 'app/rules/rule-worker'];

/** Those files as a bundler's inputs. */
export function workersIn(folder: string, extension: 'js' | 'ts'): Record<string, string> {
  return Object.fromEntries(WORKERS.map((path) => [basename(path), join(folder, `${path}.${extension}`)]));
}

/** What src/store/build-id.ts reads. */
const BUILD_ID = 'build-id';
const LICENSES = 'THIRD-PARTY-LICENSES.txt';
const PACKAGES = fileURLToPath(new URL('../node_modules/', import.meta.url));

/**
 * Puts the built command (`cli/` of a folder of built JavaScript) and the packages that it always needs into a few
 * files, with names and comments left as they are: of a thousand modules, looking for them and linking them took more
 * time than what most of them do. The rooms stay beside it, module by module, as the library.
 */
export async function bundleCli(dist: string): Promise<void> {
  const folder = join(dist, 'cli-bundle');
  const bundle = await rolldown({
    input: {
      main: join(dist, 'cli', 'main.js'),
      ...workersIn(dist, 'js'),
    },
    platform: 'node',
    // jsonc-parser's CommonJS build asks for its parts in a way that no bundler sees.
    resolve: { mainFields: ['module', 'main'] },
    plugins: [builtinsAtOnce()],
    external: SEPARATE,
    // Files of some of the modules only may need more of an entry than it exports.
    preserveEntrySignatures: 'allow-extension',
    logLevel: 'warn',
    // `partsOf` decides which file a module goes to; a dynamic import only keeps it from being loaded at once.
    checks: { ineffectiveDynamicImport: false },
  });
  // In one folder two levels deep, as `src/cli`: what ships beside it is found from there.
  const { output } = await bundle.write({
    dir: folder,
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    codeSplitting: {
      groups: [{ debugName: 'parts', name: partsOf(dist) }],
      includeDependenciesRecursively: false,
    },
  });
  await bundle.close();
  const chunks = output.filter((one): one is OutputChunk => one.type === 'chunk');
  writeFileSync(join(folder, LICENSES), licensesOf(chunks.flatMap(({ moduleIds }) => moduleIds)));
  writeFileSync(join(folder, BUILD_ID), sourceDigest());
  rmSync(join(dist, 'cli'), { recursive: true });
  renameSync(folder, join(dist, 'cli'));
}

/** The licences of all packages that some modules come from: whoever passes their code on must pass these on, too. */
function licensesOf(modules: readonly string[]): string {
  const names = new Set<string>();
  for (const module of modules) {
    const path = relative(PACKAGES, module);
    const name = /^(?:@[^/]+\/)?[^./@][^/]*/.exec(path)?.[0];
    if (name !== undefined) names.add(name);
  }
  return [...names].sort().map(licenseOf).join('\n\n');
}

function licenseOf(name: string): string {
  const folder = join(PACKAGES, name);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  if (file === undefined)
    throw new Error(`The package ${name} has no licence beside it; the command may not bundle it.`);
  return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
}

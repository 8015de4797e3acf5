import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';
import { MAY_REACH_OUTSIDE, OUTSIDE, PACKAGES, PURE, ROOMS, type Room } from './import-rules.ts';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

/** What a file imports, types included: a type from the right is a dependency on it as well. */
export function importsOf(path: string, text: string): readonly string[] {
  const { module } = parseSync(path, text);
  const specifiers = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.map(({ moduleRequest }) => moduleRequest?.value),
    ),
    ...module.dynamicImports.map(({ moduleRequest }) => literalOf(text, moduleRequest)),
  ];
  return [...new Set(specifiers.filter((specifier) => specifier !== undefined))];
}

function literalOf(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): string | undefined {
  return /^['"](.+)['"]$/.exec(text.slice(start, end))?.[1];
}

/** Every import that breaks a rule, one line each. */
export function violations(files: ReadonlyMap<string, string>): readonly string[] {
  const found: string[] = [];
  for (const [path, text] of files) {
    const room = roomOf(path);
    if (room === undefined) {
      found.push(`${path}: lies in no known room (${ROOMS.join(', ')})`);
      continue;
    }
    for (const specifier of importsOf(path, text)) {
      const problem = specifier.startsWith('.')
        ? checkRoom(room, path, specifier)
        : specifier.startsWith('node:')
          ? checkNode(room, specifier)
          : checkPackage(room, specifier);
      if (problem !== undefined) found.push(`${path}: ${problem}`);
    }
  }
  return found;
}

function roomOf(path: string): Room | undefined {
  const first = path.split('/')[0];
  return ROOMS.find((room) => room === first);
}

function checkRoom(room: Room, path: string, specifier: string): string | undefined {
  const target = join(dirname(path), specifier);
  const other = roomOf(target);
  if (other === undefined) return `imports ${specifier}, which is outside of src/`;
  if (ROOMS.indexOf(other) > ROOMS.indexOf(room)) return `${room} must not import ${other} (${specifier})`;
  if (room === 'detect' && detectorOf(path) !== detectorOf(target) && detectorOf(target) !== undefined) {
    if (detectorOf(path) !== undefined) return `a detector must not import another (${specifier})`;
  }
  return undefined;
}

/** A folder of detect/ that declares a detector has an index.ts of its own. */
function detectorOf(path: string): string | undefined {
  const folder = path.split('/')[1] ?? '';
  return DETECTOR_FOLDERS.has(folder) ? folder : undefined;
}

const DETECTOR_FOLDERS: ReadonlySet<string> = new Set(
  globSync('detect/*/index.ts', { cwd: SRC }).map((path) => path.split('/')[1] ?? ''),
);

function checkNode(room: Room, specifier: string): string | undefined {
  const allowed = PURE[room];
  if (allowed !== undefined && !allowed.includes(specifier))
    return `${room} is pure and must not use ${specifier}`;
  if (OUTSIDE.includes(specifier) && !MAY_REACH_OUTSIDE.includes(room))
    return `${room} must not use ${specifier}`;
  return undefined;
}

function checkPackage(room: Room, specifier: string): string | undefined {
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  return PACKAGES[room].includes(name) ? undefined : `${room} has no leave to use the package ${name}`;
}

/** Import cycles between files, each as a chain. */
export function cycles(files: ReadonlyMap<string, string>): readonly string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, chain: readonly string[]): void => {
    const at = chain.indexOf(path);
    if (at !== -1) {
      found.push([...chain.slice(at), path].join(' → '));
      return;
    }
    if (done.has(path)) return;
    for (const specifier of importsOf(path, files.get(path) ?? '')) {
      const target = join(dirname(path), specifier);
      if (specifier.startsWith('.') && files.has(target)) visit(target, [...chain, path]);
    }
    done.add(path);
  };
  for (const path of files.keys()) visit(path, []);
  return found;
}

export function sourceFiles(): ReadonlyMap<string, string> {
  const paths = globSync('**/*.ts', { cwd: SRC }).filter((path) => !path.endsWith('.test.ts'));
  return new Map(paths.sort().map((path) => [path, readFileSync(join(SRC, path), 'utf8')]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = sourceFiles();
  const problems = [...violations(files), ...cycles(files).map((chain) => `import cycle: ${chain}`)];
  for (const problem of problems) console.error(problem);
  console.log(
    `${files.size} files in ${relative(process.cwd(), SRC)}/, ${problems.length} imports against the rules`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
}

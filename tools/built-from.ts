import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What the command reads beside its code, as far as there is any. */
export const DATA: readonly string[] = ['rules', 'trust'].filter((name) => existsSync(join(ROOT, name)));

/** Digest of all that a build of the command depends on, as it is now. */
export function sourceDigest(): string {
  const hash = createHash('sha256').update(process.version);
  const files = filesIn('src').filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  for (const file of [
    ...files,
    ...DATA.flatMap(filesIn),
    ...filesIn('tools').filter((name) => /\/(?:build|bundle|builtins)[^/]*\.ts$/.test(name)),
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
  ])
    hash.update(`${file}\0`).update(readFileSync(join(ROOT, file)));
  return hash.digest('hex').slice(0, 16);
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(ROOT, join(parentPath, name)))
    .sort();
}

/** Not in `dist`, all of which is published. */
const NOTE = join(ROOT, 'node_modules', '.cache', 'clearpull-dist-built-from');

/** The digest of the sources that `dist` was built from; undefined while it is being built, and before. */
export function distBuiltFrom(): string | undefined {
  return existsSync(NOTE) ? readFileSync(NOTE, 'utf8') : undefined;
}

/** Remembers it; undefined before a build begins. */
export function noteDistBuiltFrom(digest: string | undefined): void {
  rmSync(NOTE, { force: true });
  if (digest === undefined) return;
  mkdirSync(dirname(NOTE), { recursive: true });
  writeFileSync(NOTE, digest);
}

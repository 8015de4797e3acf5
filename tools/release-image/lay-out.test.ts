import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type TestFolder, testFolder } from '../../testkit/source-options.ts';
import { layOutPackages } from './production-packages.ts';
import { layOutRuntime } from './runtime.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let folder: TestFolder;
beforeEach(async () => {
  folder = await testFolder();
});
afterEach(() => folder.remove());
const at = (...names: readonly string[]): string => join(folder.path, ...names);

function lockFile(packages: Readonly<Record<string, object>>): string {
  return JSON.stringify({ lockfileVersion: 3, packages });
}

const INTEGRITY = `sha512-${Buffer.alloc(64, 1).toString('base64')}`;

function install(path: string): void {
  mkdirSync(at(path), { recursive: true });
  writeFileSync(at(path, 'package.json'), '{}');
}

it('takes the packages that run, those in packages too, and says what they are', () => {
  const one = { version: '1.0.0', integrity: INTEGRITY };
  const packages = {
    'node_modules/@a/b': one,
    'node_modules/@a/b/node_modules/inner': { version: '2.0.0', integrity: INTEGRITY },
    'node_modules/test-only': { ...one, dev: true },
    'node_modules/other-machine': { ...one, optional: true },
  };
  writeFileSync(at('package-lock.json'), lockFile({ '': {}, ...packages }));
  for (const path of ['node_modules/@a/b/node_modules/inner', 'node_modules/@a/b', 'node_modules/test-only'])
    install(path);
  const { 'node_modules/other-machine': _, ...installed } = packages;
  writeFileSync(at('node_modules', '.package-lock.json'), lockFile(installed));
  const sha512 = '01'.repeat(64);
  expect(layOutPackages(folder.path, at('out'))).toEqual([
    { uri: 'pkg:npm/%40a/b@1.0.0', digest: { sha512 } },
    { uri: 'pkg:npm/inner@2.0.0', digest: { sha512 } },
  ]);
  const files = readdirSync(at('out'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.json'),
  );
  expect(files.sort()).toEqual(['@a/b/node_modules/inner/package.json', '@a/b/package.json']);
});

it('refuses packages other than package-lock.json says', () => {
  const one = { version: '1.0.0', integrity: INTEGRITY };
  install('node_modules/a');
  writeFileSync(
    at('package-lock.json'),
    lockFile({ 'node_modules/a': { ...one, version: '1.1.0', integrity: 'x' } }),
  );
  expect(() => layOutPackages(folder.path, at('out'))).toThrow('was not made by npm');
  writeFileSync(at('node_modules', '.package-lock.json'), lockFile({ 'node_modules/a': one }));
  expect(() => layOutPackages(folder.path, at('out'))).toThrow(
    'a: 1.0.0 is installed, package-lock.json says 1.1.0: run "npm ci".',
  );
});

it('lays out a Node.js that starts with the libraries laid out beside it, and no other', () => {
  const materials = layOutRuntime(ROOT, at('out'));
  const node = at('out', 'usr', 'bin', 'node');
  const loader = readdirSync(at('out'), { recursive: true, encoding: 'utf8' }).find((name) =>
    /^lib(?:64)?\/ld-linux-[\w-]+\.so\.\d$/.test(name),
  );
  const [libraries] = readdirSync(at('out', 'lib')).filter((name) => name.endsWith('-linux-gnu'));
  const start = (...args: readonly string[]): string =>
    execFileSync(at('out', loader ?? ''), ['--library-path', at('out', 'lib', libraries ?? ''), ...args], {
      encoding: 'utf8',
      env: {},
    });
  const loaded = [...start('--list', node).matchAll(/=> (\S+)/g)].map(([, path]) => realpathSync(path ?? ''));
  expect(loaded.length).toBeGreaterThan(4);
  expect(loaded.filter((path) => !path.startsWith(realpathSync(at('out'))))).toEqual([]);
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  expect(start(node, '--version')).toBe(`v${devDependencies['node']}\n`);
  expect(materials[0]).toMatchObject({ uri: `pkg:npm/node@${devDependencies['node']}` });
  expect(materials).toContainEqual({
    name: '/usr/bin/node',
    digest: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
});

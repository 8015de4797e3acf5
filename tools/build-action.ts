/**
 * Puts the GitHub Action together in `dist-action/`: clearpull with all that it needs in a few JavaScript files, so that
 * nothing is installed or downloaded when it starts. The same sources give the same bytes. `npm run action`; another
 * folder can be named.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { workersIn } from './bundle.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What the action and clearpull read beside their code. */
const DATA = ['trust', 'rules'];

/** Packages that are looked for when there is something for them to do, so they lie beside the code as they are. */
const WHOLE = [
  '@secretlint/secretlint-rule-preset-recommend',
  '@virustotal/yara-x',
  'bcryptjs',
  // With what it needs.
  'string-width',
  'get-east-asian-width',
  'strip-ansi',
  'ansi-regex',
];

/**
 * @param out folder that is made anew. Code lies two folders deep, as in `src/` and `dist/`, so that what looks for
 *   its data from there finds it.
 */
export async function buildAction(out: string): Promise<void> {
  rmSync(out, { recursive: true, force: true });
  const bundle = await rolldown({
    cwd: root,
    input: {
      action: 'action/main.ts',
      clearpull: 'src/cli/main.ts',
      ...workersIn('src', 'ts'),
      // Piscina's own beginning of a thread, started by its file name as well.
      worker: 'node_modules/piscina/dist/worker.js',
    },
    // The first is native code for one kind of machine, without which piscina does as well.
    external: ['@napi-rs/nice', ...WHOLE],
    platform: 'node',
    // What is written for bundlers, before what looks for its parts at run time.
    resolve: { mainFields: ['module', 'main'] },
    transform: {
      target: 'node24',
      // The packages that are CommonJS look beside themselves.
      define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
    },
    logLevel: 'silent',
  });
  try {
    await bundle.write({
      dir: join(out, 'code', 'bundle'),
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: '[name]-[hash].js',
      minify: false,
      sourcemap: false,
    });
  } finally {
    await bundle.close();
  }
  for (const name of DATA) {
    mkdirSync(join(out, name), { recursive: true });
    cpSync(join(root, name), join(out, name), { recursive: true });
  }
  for (const name of WHOLE)
    cpSync(join(root, 'node_modules', name), join(out, 'node_modules', name), { recursive: true });
  const { name, version, license, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeFileSync(
    join(out, 'package.json'),
    `${JSON.stringify({ name, version, license, type: 'module', engines }, undefined, 2)}\n`,
  );
  cpSync(join(root, 'LICENSE'), join(out, 'LICENSE'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildAction(process.argv[2] ?? join(root, 'dist-action'));
}

import { execFile, execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { builtCli } from '../testkit/built-cli.ts';
import { buildImage, buildIndex } from '../testkit/image.ts';
import { BUILT, buildkitProvenance } from '../testkit/provenance.ts';
import { keySigner } from '../testkit/sigstore.ts';
import { type TestFolder, testFolder } from '../testkit/source-options.ts';
import { writeOciLayout } from '../testkit/store.ts';
import { buildAction } from '../tools/build-action.ts';

const image = buildImage(BUILT);
const signer = keySigner();
let folder: TestFolder;
/** clearpull, as it was built. */
let main: string;
const at = (...names: string[]): string => join(folder.path, ...names);

beforeAll(async () => {
  folder = await testFolder();
  const signed = signer.signStatement(buildkitProvenance(image, { gitContext: true }));
  await writeOciLayout(at('layout'), [
    { name: 'app', image: buildIndex([{ image }], { attestations: () => [signed] }) },
  ]);
  execFileSync('tar', ['-C', at('layout'), '-cf', at('app.tar'), '.']);
  writeFileSync(at('key.pem'), signer.publicKey);
  writeFileSync(
    at('other.pem'),
    generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' }),
  );
  await buildAction(at('action', 'dist-action'));
  main = await builtCli();
});
afterAll(() => folder.remove());

function digests(root: string): readonly string[] {
  return (readdirSync(root, { recursive: true }) as string[])
    .map((name) => join(root, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => `${relative(root, file)} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`)
    .sort();
}

interface Ran {
  readonly code: number;
  readonly out: string;
}

function run(file: string, args: readonly string[], env: Record<string, string>, cwd: string): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(file, args, { cwd, env, encoding: 'utf8' }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), out: stdout + stderr });
    });
  });
}

/** Runs the action as the runner does, in a folder of its own. */
async function runAction(name: string, inputs: Record<string, string>) {
  const workspace = at(name);
  mkdirSync(workspace, { recursive: true });
  const [output, summary] = [join(workspace, 'output'), join(workspace, 'summary')];
  for (const file of [output, summary]) writeFileSync(file, '');
  const action = parse(readFileSync('action.yml', 'utf8')) as { runs: { main: string } };
  const env = {
    PATH: '/usr/bin:/bin',
    HOME: workspace,
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    ...Object.fromEntries(
      Object.entries(inputs).map(([key, value]) => [`INPUT_${key.toUpperCase()}`, value]),
    ),
  };
  const { code, out } = await run(process.execPath, [at('action', action.runs.main)], env, workspace);
  const outputs = Object.fromEntries(
    readFileSync(output, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  ) as Record<string, string>;
  return { code, out, outputs, summary: readFileSync(summary, 'utf8'), workspace };
}

describe('the GitHub Action', () => {
  it('comes out the same from the same sources', async () => {
    await buildAction(at('again'));
    expect(digests(at('again'))).toEqual(digests(at('action', 'dist-action')));
  });

  it('checks and traces an archive, writes reports, outputs and a summary', async () => {
    const { code, out, outputs, summary, workspace } = await runAction('passes', {
      image: `oci-archive:${at('app.tar')}`,
      key: at('key.pem'),
      require: 'T3',
      'require-source': 'git.example.com/*',
      offline: 'true',
    });
    expect(code, out).toBe(0);
    expect(outputs).toEqual({
      verdict: 'allow',
      level: 'T3',
      sarif: 'clearpull-report/clearpull.sarif',
      json: 'clearpull-report/clearpull.json',
    });
    expect(summary).toContain('✅ allow');
    expect(summary).toContain('✅ **Passed:** level T3');
    expect(JSON.parse(readFileSync(join(workspace, outputs['sarif'] ?? ''), 'utf8')).version).toBe('2.1.0');
  });

  it('fails where the image does not show what was asked for, and where an input makes no sense', async () => {
    const target = `oci-archive:${at('app.tar')}`;
    const other = await runAction('fails', {
      image: target,
      key: at('other.pem'),
      require: 'T3',
      offline: 'true',
    });
    expect(other.code, other.out).toBe(1);
    expect(other.summary).toContain('⛔ **Not passed:**');
    const wrong = await runAction('wrong', { image: target, strict: 'maybe' });
    expect([wrong.code, wrong.out]).toEqual([
      2,
      '::error::The input strict is "maybe"; it takes true or false.\n',
    ]);
    const missing = await runAction('missing', { image: './none.tar', offline: 'true' });
    expect([missing.code, missing.outputs['verdict']]).toEqual([3, '']);
  });
});

type Variables = Readonly<Record<string, string | number | boolean | null>>;

describe('the GitLab component', () => {
  /** The script of its job, with these inputs. */
  function job(inputs: Record<string, string>): { script: string; variables: Variables } {
    const text = readFileSync('templates/clearpull.yml', 'utf8');
    const [head] = parseAllDocuments(text);
    const { spec } = (head?.toJS() ?? {}) as {
      spec: { inputs: Record<string, { default: unknown }> };
    };
    const filled = text
      .slice(text.indexOf('\n---\n') + 5)
      .replaceAll(/\$\[\[ inputs\.([\w-]+) \]\]/g, (_, name: string) => {
        expect(spec.inputs).toHaveProperty(name);
        return inputs[name] ?? String(spec.inputs[name]?.default);
      });
    const { script, variables } = (
      parse(filled) as { readonly clearpull: { readonly script: string[]; readonly variables: Variables } }
    ).clearpull;
    return { script: script.join('\n'), variables };
  }

  async function runJob(
    name: string,
    inputs: Record<string, string>,
  ): Promise<Ran & { readonly files: string[] }> {
    const workspace = at('gitlab', name);
    rmSync(workspace, { recursive: true, force: true });
    mkdirSync(join(workspace, 'bin'), { recursive: true });
    const npx = `#!/bin/sh\nshift 2\nexec '${process.execPath}' '${main}' "$@"\n`;
    writeFileSync(join(workspace, 'bin', 'npx'), npx, { mode: 0o755 });
    const { script, variables } = job({ image: `oci-archive:${at('app.tar')}`, ...inputs });
    const env = Object.fromEntries(
      Object.entries(variables).map(([key, value]) => [
        key,
        String(value ?? '').replace('$CI_PROJECT_DIR', workspace),
      ]),
    );
    const ran = await run(
      '/bin/sh',
      ['-e', '-c', script],
      { ...env, PATH: `${join(workspace, 'bin')}:/usr/bin:/bin`, HOME: workspace },
      workspace,
    );
    return { ...ran, files: readdirSync(join(workspace, 'clearpull-report')).sort() };
  }

  it('checks, traces, and keeps the reports', async () => {
    const asked = { key: at('key.pem'), require: 'T3', 'require-source': 'git.example.com/*' };
    const passed = await runJob('passes', asked);
    expect(passed.code, passed.out).toBe(0);
    expect(passed.files).toEqual([
      'clearpull.json',
      'clearpull.md',
      'clearpull.sarif',
      'trace.json',
      'trace.md',
      'trace.svg',
    ]);
  });

  it('fails where the image does not show what was asked for', async () => {
    const failed = await runJob('fails', { key: at('other.pem'), require: 'T3' });
    expect(failed.code, failed.out).toBe(1);
  });

  it('leaves the trace out where it is told to', async () => {
    const without = await runJob('without', { trace: 'false' });
    expect([without.code, without.files.includes('trace.json')]).toEqual([0, false]);
  });
});

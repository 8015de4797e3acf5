import { execFile, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MEDIA_TYPE } from '../src/base/media-types.ts';
import { runCli } from '../src/cli/run.ts';
import { type DockerRegistry, startDockerRegistry } from '../testkit/docker-registry.ts';
import { fakeIo } from '../testkit/fake-io.ts';
import { buildImage } from '../testkit/image.ts';
import { BUILT } from '../testkit/provenance.ts';
import { startRegistry } from '../testkit/registry.ts';
import { type TestFolder, testFolder } from '../testkit/source-options.ts';
import { writeOciLayout } from '../testkit/store.ts';
import { hasTool, requireTool } from '../testkit/tools.ts';

const image = buildImage(BUILT);
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
let folder: TestFolder;
let docker: DockerRegistry | undefined;
const at = (name: string): string => join(folder.path, name);

beforeAll(async () => {
  folder = await testFolder();
  writeFileSync(at('my.key'), pair.privateKey.export({ format: 'pem', type: 'pkcs8' }));
  writeFileSync(at('my.pub'), pair.publicKey.export({ format: 'pem', type: 'spki' }));
  await writeOciLayout(at('layout'), [{ name: 'app', image }]);
  if (hasTool('docker-registry')) docker = await startDockerRegistry(at('registry'));
});
afterAll(async () => {
  await docker?.stop();
  await folder.remove();
});

async function run(...args: readonly string[]): Promise<string> {
  const io = fakeIo({});
  expect(await runCli(args, io), `${args.join(' ')}: ${io.err()}`).toBe(0);
  return io.out();
}

/** Signs a summary of the image, attaches it, and reads it back. */
async function attachSummary(name: string): Promise<string> {
  const common = ['--no-cache', '-j', '1'];
  writeFileSync(at('vsa.json'), await run('trace', name, '-f', 'vsa', '--sign-key', at('my.key'), ...common));
  const out = await run('attach', name, at('vsa.json'));
  const traced = await run('trace', name, '--key', at('my.pub'), '-f', 'json', ...common);
  const { trace } = JSON.parse(traced) as { trace: { links: { name: string; status: string }[] } };
  expect(trace.links.find((link) => link.name === 'signature')?.status).toBe('verified');
  return out;
}

/** What cosign, asked for a summary signed with our key, says of the image; beside it, our registry has to answer. */
function cosign(
  digest: string,
): Promise<{ readonly status: number; readonly stdout: string; readonly stderr: string }> {
  const args = [
    'verify-attestation',
    '--key',
    at('my.pub'),
    '--insecure-ignore-tlog',
    '--allow-insecure-registry',
  ];
  return new Promise((resolve) => {
    execFile(
      'cosign',
      [...args, '--timeout', '1m', '--type', 'https://slsa.dev/verification_summary/v1', digest],
      { env: { PATH: process.env['PATH'], HOME: folder.path } },
      (error, stdout, stderr) => resolve({ status: error === null ? 0 : 1, stdout, stderr }),
    );
  });
}

function verdictIn(stdout: string): unknown {
  const { payload } = JSON.parse(stdout.trim().split('\n')[0] ?? '') as { payload: string };
  return JSON.parse(Buffer.from(payload, 'base64').toString('utf8')).predicate.verificationResult;
}

describe('what clearpull attaches', () => {
  it("is listed under a tag in Debian's docker-registry, which knows no referrers", async (context) => {
    requireTool(context, 'docker-registry');
    requireTool(context, 'skopeo');
    const name = `${docker?.host}/team/app:1`;
    const options = ['--insecure-policy', 'copy', '--quiet', '--dest-tls-verify=false'];
    const copied = spawnSync('skopeo', [...options, `oci:${at('layout')}:app`, `docker://${name}`]);
    expect(copied.status).toBe(0);
    const out = await attachSummary(name);
    expect(out).toContain(`listed under the tag sha256-${image.manifest.digest.slice(7)}`);
    // Once more, and it is still there once.
    await run('attach', name, at('vsa.json'));
    const tag = `http://${docker?.host}/v2/team/app/manifests/sha256-${image.manifest.digest.slice(7)}`;
    const index = (await (await fetch(tag, { headers: { accept: MEDIA_TYPE.ociIndex } })).json()) as {
      manifests: unknown[];
    };
    expect(index.manifests).toHaveLength(1);
  });

  // cosign comes with no distribution: "go install github.com/sigstore/cosign/v3/cmd/cosign@v3.1.3".
  // Where it is not, there is no such test, rather than one that is left out.
  const withCosign = hasTool('cosign') ? [['both kinds of registry']] : [];
  it.for(withCosign)('is read back by cosign, from %s', async (_, context) => {
    requireTool(context, 'docker-registry');
    const registry = await startRegistry({ referrers: 'all' });
    try {
      registry.put('team/app', image, '1');
      await attachSummary(`${registry.host}/team/app:1`);
      for (const host of [registry.host, docker?.host]) {
        const { status, stdout, stderr } = await cosign(`${host}/team/app@${image.manifest.digest}`);
        expect(status, stderr).toBe(0);
        expect(verdictIn(stdout)).toBe('PASSED');
      }
      // Another key is another signer.
      writeFileSync(
        at('my.pub'),
        generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'pem', type: 'spki' }),
      );
      expect((await cosign(`${registry.host}/team/app@${image.manifest.digest}`)).status).toBe(1);
    } finally {
      await registry.close();
    }
  });
});

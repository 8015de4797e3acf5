import { copyFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTarget, parseTarget } from '../src/source/index.ts';
import { type Identity, selfSigned } from '../testkit/certificates.ts';
import { sourceOptions, type TestFolder, testFolder } from '../testkit/source-options.ts';
import { hasTool, requireTool } from '../testkit/tools.ts';

let folder: TestFolder;
let server: Server | undefined;
const seen: (string | undefined)[] = [];
beforeAll(async () => {
  folder = await testFolder();
  if (!hasTool('openssl')) return;
  // One self-signed certificate is authority, server and client at once.
  const [{ key, cert }] = ['good', 'other'].map((name) => selfSigned(at(name), 'DNS:localhost')) as [
    Identity,
  ];
  for (const name of ['good', 'other']) await copyFile(at(name, 'cert.pem'), at(name, 'ca.pem'));
  server = createServer(
    { key, cert, ca: cert, requestCert: true, rejectUnauthorized: true },
    (_, response) => {
      const { subject: client } = (response.socket as TLSSocket).getPeerCertificate();
      seen.push(String(client.CN));
      response.writeHead(503).end('{"message":"not today"}');
    },
  );
  await new Promise<void>((resolve) => server?.listen(0, resolve));
});
afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await folder.remove();
});

function at(...names: string[]): string {
  return join(folder.path, ...names);
}

function open(certificates: string | undefined): Promise<unknown> {
  if (server === undefined) throw new Error('the daemon was not started');
  const { port } = server.address() as AddressInfo;
  const env = {
    DOCKER_HOST: `tcp://localhost:${port}`,
    ...(certificates === undefined ? {} : { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: certificates }),
  };
  return openTarget(parseTarget('docker-daemon:app:1'), sourceOptions(folder.path, { env }));
}

describe('a Docker daemon behind TLS', () => {
  it("is asked with the user's certificate, and believed with the authority's", async (context) => {
    requireTool(context, 'openssl');
    await expect(open(at('good'))).rejects.toMatchObject({
      message: expect.stringContaining('503 to a ping'),
    });
    expect(seen).toEqual(['test']);
  });

  it('is not believed, and not asked, otherwise', async (context) => {
    requireTool(context, 'openssl');
    seen.length = 0;
    for (const certificates of [at('other'), undefined]) {
      await expect(open(certificates)).rejects.toMatchObject({ code: 'unreachable' });
    }
    await expect(open(at('none'))).rejects.toMatchObject({
      code: 'usage',
      hint: expect.stringContaining('DOCKER_CERT_PATH'),
    });
    expect(seen).toEqual([]);
  });
});

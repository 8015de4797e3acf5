import { spawn } from 'node:child_process';
import { z } from 'zod';
import { ClearpullError } from '../../base/errors.ts';
import { parseDocument } from '../parse-json.ts';
import type { Credentials } from './credential.ts';

const TIME_LIMIT = 15_000;
const MAX_OUTPUT = 64 * 1024;

const replySchema = z.object({ Username: z.string(), Secret: z.string() });

/**
 * Asks `docker-credential-NAME get` for a server's credentials (docker/docker-credential-helpers, "Development").
 * Undefined when the helper has none. Throws `unauthorized` when it cannot be asked.
 */
export async function askCredentialHelper(name: string, server: string): Promise<Credentials | undefined> {
  // The name becomes a program's; a slash would make it a path.
  if (!/^[A-Za-z0-9_][\w.-]{0,99}$/.test(name)) {
    throw new ClearpullError('unauthorized', `"${name.slice(0, 100)}" is not a name of a credential helper`);
  }
  const program = `docker-credential-${name}`;
  const { status, output } = await run(program, server);
  if (status !== 0) {
    // The helpers say so in words, on standard output.
    if (/credentials not found|no credentials/i.test(output)) return undefined;
    throw new ClearpullError('unauthorized', `${program} could not tell the credentials for ${server}`, {
      hint: `Run \`echo ${server} | ${program} get\` to see why, or log in again.`,
    });
  }
  const { Username, Secret } = parseDocument(Buffer.from(output), replySchema, `the answer of ${program}`);
  if (Secret === '') return undefined;
  return Username === '<token>'
    ? { kind: 'identity-token', token: Secret }
    : { kind: 'password', username: Username, password: Secret };
}

function run(program: string, input: string): Promise<{ readonly status: number; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['get'], { stdio: ['pipe', 'pipe', 'ignore'], timeout: TIME_LIMIT });
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_OUTPUT) child.kill('SIGKILL');
      else chunks.push(chunk);
    });
    child.on('error', (cause) => {
      reject(
        new ClearpullError('unauthorized', `the credential helper ${program} cannot be started`, {
          hint: `Docker's config.json names it. Install it, or remove it there.`,
          cause,
        }),
      );
    });
    child.on('close', (status) => {
      resolve({ status: status ?? 1, output: Buffer.concat(chunks).toString('utf8') });
    });
    // A helper that ends without reading breaks the pipe.
    child.stdin.on('error', () => undefined);
    child.stdin.end(`${input}\n`);
  });
}

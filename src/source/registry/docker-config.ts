import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ClearpullError } from '../../base/errors.ts';
import { parseDocument } from '../parse-json.ts';

const entrySchema = z.object({
  auth: z.string().nullish(),
  username: z.string().nullish(),
  password: z.string().nullish(),
  identitytoken: z.string().nullish(),
});

/** Docker's config.json (docker/cli, cli/config/configfile), the fields about credentials. */
const dockerConfigSchema = z.object({
  auths: z.record(z.string(), entrySchema).nullish(),
  credHelpers: z.record(z.string(), z.string()).nullish(),
  credsStore: z.string().nullish(),
});

export type DockerConfig = z.infer<typeof dockerConfigSchema>;
export type DockerConfigEntry = z.infer<typeof entrySchema>;

/** Reads config.json in the folder, or where Docker looks for it; undefined when there is none. */
export async function readDockerConfig(folder: string | undefined): Promise<DockerConfig | undefined> {
  const path = join(folder ?? process.env['DOCKER_CONFIG'] ?? join(homedir(), '.docker'), 'config.json');
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch {
    return undefined;
  }
  try {
    return parseDocument(bytes, dockerConfigSchema, path);
  } catch (cause) {
    throw new ClearpullError('usage', (cause as Error).message, {
      hint: `The credentials for registries are read from ${path}; mend or remove it.`,
      cause,
    });
  }
}

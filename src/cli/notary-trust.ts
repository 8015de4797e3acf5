import { lstat, readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import { parseJson } from '../source/parse-json.ts';
import { type NotaryStore, type NotaryTrust, STORE_TYPES } from '../trace/index.ts';
import { readGiven } from './read-given.ts';

export interface NotarySettings {
  /** Files and folders of certificates. */
  readonly notaryTrust: readonly string[];
  /** Name of a file. */
  readonly notaryPolicy?: string;
}

const OPTION = '--notary-trust';
/** trust-store-trust-policy.md, "Trust Store". */
const ENDINGS: readonly string[] = ['.pem', '.crt', '.cer'];
const MAX_FILE_BYTES = 1024 * 1024;
const MAX_FILES = 1000;

/** Whose signatures of the Notary Project count, as the settings say; undefined where they say nothing. Throws `usage`. */
export async function notaryTrustOf({
  notaryTrust,
  notaryPolicy,
}: NotarySettings): Promise<NotaryTrust | undefined> {
  if (notaryTrust.length === 0 && notaryPolicy === undefined) return undefined;
  const stores: NotaryStore[] = [];
  for (const name of notaryTrust) stores.push(...(await storesIn(name)));
  if (notaryPolicy === undefined) return { stores };
  const text = await readGiven(notaryPolicy, '--notary-policy');
  try {
    return { stores, policy: { file: notaryPolicy, json: parseJson(Buffer.from(text), notaryPolicy) } };
  } catch (cause) {
    throw new ClearpullError('usage', `The file ${visible(notaryPolicy)} of --notary-policy is not JSON.`, {
      hint: 'It is a trustpolicy.json, as notation has it.',
      // What the parser says; the error around it names the file once more.
      cause: (cause as Error).cause ?? cause,
    });
  }
}

/** One store called like the file or folder, or, of a trust store as notation keeps it, all that it has. */
async function storesIn(path: string): Promise<readonly NotaryStore[]> {
  const kind = await kindOf(path);
  if (kind === 'file') {
    const certificates = await certificatesIn(path);
    return [{ type: 'ca', name: basename(path, extname(path)), certificates }];
  }
  for (const inside of ['x509', join('truststore', 'x509'), join('trust-store', 'x509')]) {
    const found = join(path, inside);
    if ((await kindOf(found, 'none')) === 'folder') return namedStores(found);
  }
  return [{ type: 'ca', name: basename(path), certificates: await folderCertificates(path) }];
}

async function namedStores(folder: string): Promise<readonly NotaryStore[]> {
  const stores: NotaryStore[] = [];
  for (const type of STORE_TYPES) {
    const ofType = join(folder, type);
    if ((await kindOf(ofType, 'none')) !== 'folder') continue;
    for (const name of (await readdir(ofType)).sort()) {
      const certificates = await folderCertificates(join(ofType, name));
      stores.push({ type, name, certificates });
    }
  }
  return stores;
}

/** The certificates of the folder's files; folders in it do not count. */
async function folderCertificates(folder: string): Promise<NotaryStore['certificates']> {
  if ((await kindOf(folder)) !== 'folder') throw unusable(folder, 'is no folder of certificates');
  const files = (await readdir(folder))
    .filter((name) => ENDINGS.includes(extname(name).toLowerCase()))
    .sort();
  if (files.length > MAX_FILES) throw unusable(folder, `holds more than ${MAX_FILES} certificates`);
  const certificates: { readonly file: string; readonly der: Buffer }[] = [];
  for (const name of files) {
    const path = join(folder, name);
    if ((await kindOf(path)) === 'file') certificates.push(...(await certificatesIn(path)));
  }
  return certificates;
}

async function certificatesIn(file: string): Promise<NotaryStore['certificates']> {
  if ((await lstat(file)).size > MAX_FILE_BYTES) throw unusable(file, 'is too large for a certificate');
  const bytes = await readFile(file);
  if (!bytes.includes('-----BEGIN CERTIFICATE-----')) return [{ file, der: bytes }];
  const blocks = bytes
    .toString('latin1')
    .split('-----BEGIN CERTIFICATE-----')
    .slice(1)
    .map((block) => block.split('-----END CERTIFICATE-----', 1)[0] ?? '');
  return blocks.map((block) => ({ file, der: Buffer.from(block.replace(/\s/g, ''), 'base64') }));
}

/** Links are refused, as the Notary Project has it: what is trusted lies where it seems to. */
async function kindOf(path: string, absent?: 'none'): Promise<'file' | 'folder' | undefined> {
  try {
    const stat = await lstat(path);
    if (stat.isFile()) return 'file';
    if (stat.isDirectory()) return 'folder';
  } catch (cause) {
    if (absent === 'none') return undefined;
    throw unusable(path, 'could not be read', cause);
  }
  throw unusable(path, 'is neither a file nor a folder');
}

function unusable(path: string, how: string, cause?: unknown): ClearpullError {
  return new ClearpullError('usage', `${visible(path)} of ${OPTION} ${how}.`, {
    hint: 'Give a file or folder of certificates (.pem, .crt, .cer), or the folder that holds x509; no links.',
    cause,
  });
}

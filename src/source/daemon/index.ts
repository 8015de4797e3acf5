import { rm, stat } from 'node:fs/promises';
import { ClearpullError } from '../../base/errors.ts';
import type { Image } from '../../image/image.ts';
import { dockerArchiveProvider } from '../docker-archive/index.ts';
import { nameMatches } from '../local-target.ts';
import { ociLayoutProvider } from '../oci-layout/index.ts';
import { offlineError } from '../offline.ts';
import type { OpenedSource, SourceOptions, SourceProvider, Target } from '../provider.ts';
import { writeScratchFile } from '../scratch-file.ts';
import {
  type DaemonAddress,
  type DaemonKind,
  DOCKER,
  daemonAddresses,
  PODMAN,
  showAddress,
} from './address.ts';
import { DaemonClient } from './client.ts';
import { findImage } from './find-image.ts';

/** A Docker daemon's own images. */
export const dockerDaemonProvider: SourceProvider = providerOf(DOCKER);

/** Those of Podman, through `podman system service`. */
export const podmanProvider: SourceProvider = providerOf(PODMAN);

/** Only ever asked by name: a plain reference never means a daemon. */
function providerOf(kind: DaemonKind): SourceProvider {
  return {
    id: kind.scheme,
    schemes: [kind.scheme],
    title: kind.title,
    open: async (target, options) =>
      target.scheme === kind.scheme ? openDaemon(kind, target, options) : undefined,
  };
}

async function openDaemon(kind: DaemonKind, target: Target, options: SourceOptions): Promise<OpenedSource> {
  const { signal } = options;
  const { timeout } = options.registry;
  const address = await chooseAddress(kind, options.env ?? process.env);
  if (options.registry.offline === true && address.kind === 'host')
    throw offlineError(`a daemon at ${address.host}`);
  const client = await DaemonClient.create(kind, address, { timeout, signal });
  let path: string | undefined;
  try {
    await client.ping();
    const name = target.name.replace(/^\/\//, '');
    const { id, tags, name: known } = await findImage(client, name, target.text);
    // By its ID: a name without a tag would bring every tag of it along.
    const bytes = await client.stream(`/images/${id}/get`);
    const shown = `${kind.scheme}:${tags.find((tag) => nameMatches(tag, known)) ?? name}`;
    path = await writeScratchFile(bytes, [], `what ${client.title} exports of ${name}`, options);
    const images = await readExport(path, shown, options);
    const others = tags.map((tag) => `${kind.scheme}:${tag}`).filter((tag) => tag !== shown);
    return {
      images: images.images.map((image) => named(image, shown, others, id)),
      close: async () => {
        await images.close();
        if (path !== undefined) await rm(path, { force: true });
      },
    };
  } catch (error) {
    if (path !== undefined) await rm(path, { force: true });
    throw error;
  } finally {
    await client.close();
  }
}

/** An engine exports a docker-archive, since Docker 25 with an OCI layout in it. */
async function readExport(path: string, shown: string, options: SourceOptions): Promise<OpenedSource> {
  const exported: Target = { text: path, name: path, shown };
  const source =
    (await ociLayoutProvider.open(exported, options)) ??
    (await dockerArchiveProvider.open(exported, options));
  if (source !== undefined) return source;
  throw new ClearpullError('target-invalid', `what was exported of ${shown} is no archive of an image`, {
    hint: 'The daemon may have broken off; see its log.',
  });
}

/** Under the names that it has there. An ID is the configuration's digest, or, in containerd's store, the manifest's. */
function named(image: Image, reference: string, alsoNamed: readonly string[], id: string): Image {
  const { alsoNamed: _, ...rest } = image;
  const digests = [image.digest, image.indexDigest, image.manifest.config.digest];
  const isThat = digests.some((digest) => digest?.endsWith(id));
  const note = `The daemon calls the image ${id}; what it exported has another ID, and that was read.`;
  return {
    ...rest,
    reference,
    ...(alsoNamed.length === 0 ? {} : { alsoNamed }),
    ...(isThat ? {} : { notes: [...(image.notes ?? []), note] }),
  };
}

/** The first place where a socket is; with one place only, that one, so that the error speaks of it. */
async function chooseAddress(
  kind: DaemonKind,
  env: Readonly<Record<string, string | undefined>>,
): Promise<DaemonAddress> {
  const addresses = daemonAddresses(kind, env);
  const [only] = addresses;
  if (only !== undefined && addresses.length === 1) return only;
  for (const address of addresses) {
    if (address.kind === 'socket' && (await isSocket(address.path))) return address;
  }
  throw new ClearpullError(
    'unreachable',
    `no ${kind.title} was found: there is no socket at ${addresses.map(showAddress).join(', ')}`,
    { hint: `${kind.startHint}, or say where it listens in ${kind.variable} (unix:///PATH).` },
  );
}

async function isSocket(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isSocket(),
    // One that may not be looked at may still be there: trying tells why not.
    (error: NodeJS.ErrnoException) => error.code === 'EACCES',
  );
}

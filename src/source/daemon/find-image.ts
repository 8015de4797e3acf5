import { z } from 'zod';
import { didYouMean } from '../../base/did-you-mean.ts';
import { ClearpullError } from '../../base/errors.ts';
import { visible } from '../../base/visible.ts';
import { checkDocument } from '../parse-json.ts';
import type { DaemonClient } from './client.ts';

/** An image as its daemon knows it. */
export interface DaemonImage {
  /** The name or ID that it was found by. */
  readonly name: string;
  readonly id: string;
  /** `name:tag`. */
  readonly tags: readonly string[];
}

const inspectSchema = z.object({
  Id: z.string().regex(/^(?:sha256:)?[0-9a-f]{64}$/),
  RepoTags: z.array(z.string()).nullish(),
});
const listSchema = z.array(z.object({ RepoTags: z.array(z.string()).nullish() }));

/** What a name or ID may consist of; anything else is told to be none before a daemon is asked. */
const NAME = /^[\w][\w.:/@-]{0,511}$/;
const MAX_SHOWN = 20;

/**
 * The image of that name or ID. Throws `target-not-found` with the nearest names when the daemon has none, and
 * `usage` for what can be no name.
 */
export async function findImage(client: DaemonClient, name: string, shown: string): Promise<DaemonImage> {
  if (!NAME.test(name) || name.split('/').some((part) => part === '' || /^\.+$/.test(part))) {
    throw new ClearpullError('usage', `"${visible(shown)}" names no image of a daemon`, {
      hint: 'Write NAME:TAG or an image ID.',
    });
  }
  const { status, json, said } = await client.ask(`/images/${name}/json`);
  const what = `what ${client.title} says of ${name}`;
  if (status === 200) {
    const { Id, RepoTags } = checkDocument(json, inspectSchema, what);
    return { name, id: Id, tags: RepoTags ?? [] };
  }
  if (status !== 404) {
    throw new ClearpullError(
      'unreachable',
      `${client.title} answered ${status} when asked for ${name}: ${said}`,
    );
  }
  const names = await imageNames(client);
  // Podman's own command finds what it built by the short name; over the API it only looks at Docker Hub's.
  const built = names.find((known) => known === `localhost/${name}` || known === `localhost/${name}:latest`);
  if (built !== undefined && !name.startsWith('localhost/')) return findImage(client, built, shown);
  throw new ClearpullError('target-not-found', `${client.title} has no image ${name}`, {
    hint: hintOf(name, names),
  });
}

async function imageNames(client: DaemonClient): Promise<readonly string[]> {
  const { status, json } = await client.ask('/images/json');
  const list = status === 200 ? listSchema.safeParse(json).data : undefined;
  const names = (list ?? []).flatMap(({ RepoTags }) => RepoTags ?? []);
  return [...new Set(names)].filter((tag) => NAME.test(tag) && tag !== '<none>:<none>').sort();
}

function hintOf(name: string, names: readonly string[]): string {
  const near = didYouMean(name, names) ?? names.find((known) => known.endsWith(`/${name}`));
  if (near !== undefined) return `Did you mean ${near}?`;
  if (names.length === 0) return 'It has no named image at all. Load or build it there first.';
  const more = names.length > MAX_SHOWN ? ` and ${names.length - MAX_SHOWN} others` : '';
  return `It has ${names.slice(0, MAX_SHOWN).join(', ')}${more}.`;
}

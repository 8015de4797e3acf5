import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { didYouMean } from '../base/did-you-mean.ts';
import { type Digest, isDigest } from '../base/digest.ts';
import { ClearpullError } from '../base/errors.ts';
import { formatReference, parseReference } from '../image/reference.ts';
import type { NoPlace } from './place.ts';
import type { Target } from './provider.ts';

/** A path, and which of the images there is meant, as skopeo writes it: `PATH[:NAME]` or `PATH@DIGEST`. */
export interface LocalTarget {
  readonly path: string;
  /** Scheme and path as typed; a name after a colon makes a target of it again. */
  readonly shown: string;
  /** The path alone, in messages about what lies there. */
  readonly title: string;
  readonly name?: string;
  readonly digest?: Digest;
}

/** True for texts that nobody would write for an image in a registry. */
export function looksLikePath(text: string): boolean {
  const end = text.indexOf(':');
  const head = end === -1 ? text : text.slice(0, end);
  return /^[./~]/.test(text) || /\.(?:tar|tgz|tar\.(?:gz|zst))$/i.test(head);
}

/** Takes a target apart; undefined for an unschemed one that is no path. A path may have colons of its own. */
export async function parseLocalTarget(target: Target): Promise<LocalTarget | undefined> {
  const { name: text, text: full } = target;
  const prefix = full.slice(0, full.length - text.length);
  const local = (end: number, more: Partial<LocalTarget> = {}): LocalTarget => {
    const path = text.slice(0, end);
    return {
      path: expandHome(path),
      shown: target.shown ?? `${prefix}${path}`,
      title: target.shown ?? path,
      ...more,
    };
  };
  if (await exists(expandHome(text))) return local(text.length);
  if (target.scheme === undefined && !looksLikePath(text)) return undefined;
  const at = text.lastIndexOf('@');
  const digest = text.slice(at + 1);
  if (at !== -1 && isDigest(digest)) return local(at, { digest });
  const colons = [...text.matchAll(/:/g)].slice(0, MAX_COLONS).map((match) => match.index);
  let split = colons[0];
  for (const colon of colons) {
    if (!(await exists(expandHome(text.slice(0, colon))))) continue;
    split = colon;
    break;
  }
  return split === undefined ? local(text.length) : local(split, { name: text.slice(split + 1) });
}

const MAX_COLONS = 8;

/** True when the name that an image has in its place is the one asked for, whichever of its defaults is left out. */
export function nameMatches(name: string, wanted: string): boolean {
  return name === wanted || fullName(name) === fullName(wanted);
}

function fullName(name: string): string {
  const reference = parseReference(name);
  return typeof reference === 'string' ? name : formatReference(reference);
}

/** For a target whose own scheme said that an image is there. */
export function notAPlace(shown: string, { is }: NoPlace, expected: string): ClearpullError {
  return is === undefined
    ? new ClearpullError('target-not-found', `${shown} does not exist`, {
        hint: `Name ${expected}.`,
      })
    : new ClearpullError('target-invalid', `${shown} is ${is}`, { hint: `Expected was ${expected}.` });
}

/** Names that a message lists. */
const MAX_SHOWN = 20;

/** For a name or digest after the path that no image there has. */
export function noSuchImage(target: LocalTarget, names: readonly string[]): ClearpullError {
  const wanted = target.name ?? target.digest ?? '';
  const near = target.name === undefined ? undefined : didYouMean(target.name, names);
  const all = [...new Set(names)].sort();
  const more = all.length > MAX_SHOWN ? ` and ${all.length - MAX_SHOWN} others` : '';
  const known = `${all.slice(0, MAX_SHOWN).join(', ')}${more}`;
  const hint =
    near === undefined
      ? `It has ${known === '' ? 'images without a name' : known}.`
      : `Did you mean ${near}?`;
  return new ClearpullError('target-not-found', `${target.shown} has no image ${wanted}`, { hint });
}

function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
}

async function exists(path: string): Promise<boolean> {
  if (path === '' || path.includes('\0')) return false;
  return access(path).then(
    () => true,
    () => false,
  );
}

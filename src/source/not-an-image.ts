import { ClearpullError } from '../base/errors.ts';
import { looksLikePath, parseLocalTarget } from './local-target.ts';
import type { Place, Places } from './place.ts';
import type { Target } from './provider.ts';

const EXPECTED =
  'Expected was an OCI layout (a folder or an archive), what docker save or podman save wrote, or, with rootfs: in ' +
  'front, a plain root file system.';

/** For a path that no provider takes for an image: says what it is, and what was expected of it. */
export async function notAnImageError(target: Target, places: Places): Promise<ClearpullError> {
  const local = await parseLocalTarget(target);
  const path = local?.path ?? target.name;
  const shown = local?.shown ?? target.name;
  const place = await places.open(path, shown);
  if (place.kind === 'none') {
    if (place.is === undefined) {
      return new ClearpullError('target-not-found', `${shown} does not exist`, {
        hint: 'It was taken for a path; for an image in a registry, write registry:NAME.',
      });
    }
    return new ClearpullError('target-invalid', `${shown} is ${place.is}`, {
      hint: hintFor(target, place.is),
    });
  }
  const is = place.kind === 'folder' ? 'a folder without an OCI image layout in it' : await describe(place);
  return new ClearpullError('target-invalid', `${shown} is ${is}`, { hint: hintFor(target, is) });
}

async function describe(archive: Place): Promise<string> {
  const names = await archive.topNames();
  return names.has('repositories')
    ? 'what docker save wrote before Docker 1.10, without a manifest.json'
    : 'a tar archive with neither an OCI image layout nor a manifest.json in it';
}

function hintFor(target: Target, is: string): string {
  if (is.includes('before Docker 1.10')) {
    return 'Nothing in it can be verified. Load it into an engine of that time, push it to a registry, and check that.';
  }
  if (is.startsWith('an xz-') || is.startsWith('a bzip2-')) {
    return 'Decompress it first, for instance: xz -dc FILE | clearpull -';
  }
  if (is.startsWith('neither')) return 'What comes out of a pipe can be piped in: COMMAND | clearpull -';
  if (target.shown !== undefined || looksLikePath(target.name)) return EXPECTED;
  return `If the image of that name in a registry is meant, write registry:${target.name}.`;
}

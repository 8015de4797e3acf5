import { ClearpullError } from '../base/errors.ts';
import { looksLikePath, parseLocalTarget } from './local-target.ts';
import type { Misfit, Place, Places } from './place.ts';
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
  const misfit = place.kind === 'none' ? place : await misfitOf(place);
  if (misfit.is === undefined) {
    return new ClearpullError('target-not-found', `${shown} does not exist`, {
      hint: 'It was taken for a path; for an image in a registry, write registry:NAME.',
    });
  }
  const piped = target.shown !== undefined;
  return new ClearpullError('target-invalid', `${shown} is ${misfit.is}`, {
    hint: misfit.advice?.(piped ? undefined : target.name) ?? expectedOf(target, piped),
  });
}

function expectedOf({ name }: Target, piped: boolean): string {
  return piped || looksLikePath(name)
    ? EXPECTED
    : `${EXPECTED} If the image of that name in a registry is meant, write registry:${name}.`;
}

async function misfitOf(place: Place): Promise<Misfit> {
  const names = await place.topNames();
  if (place.kind === 'folder') return folderMisfit(names);
  if (names.has('repositories')) return BEFORE_DOCKER_1_10;
  return (await place.endsEarly())
    ? { is: `${CUT_OFF} an OCI image layout or a manifest.json came`, advice: () => MAKE_IT_AGAIN }
    : { is: 'a tar archive with neither an OCI image layout nor a manifest.json in it' };
}

function folderMisfit(names: ReadonlySet<string>): Misfit {
  if (names.has('rootfs') && names.has('config.json')) {
    return {
      is: 'the bundle of a runtime (runc, umoci), and no image',
      advice: (name = '') => `Write rootfs:${name.replace(/\/+$/, '')}/rootfs for its files.`,
    };
  }
  if (names.has('manifest.json')) {
    return {
      is: 'a folder with a manifest.json in it, as an unpacked docker save has it',
      advice: (name) => `Pack it again: tar -c -C ${name} . | clearpull -`,
    };
  }
  return { is: 'a folder without an OCI image layout in it' };
}

const BEFORE_DOCKER_1_10: Misfit = {
  is: 'what docker save wrote before Docker 1.10, without a manifest.json',
  advice: () =>
    'Nothing in it can be verified. Load it into an engine of that time, push it to a registry, and check that.',
};

const CUT_OFF = 'a tar archive that is cut off: it ends before';
const MAKE_IT_AGAIN = 'Make or copy it again, and see that there is room for it.';

/** For an archive or folder without the `file` by which its own scheme would know it. */
export async function withoutFile(
  place: Place,
  shown: string,
  { kind, file, hint }: { readonly kind: string; readonly file: string; readonly hint: string },
): Promise<ClearpullError> {
  return (await place.endsEarly())
    ? new ClearpullError('target-invalid', `${shown} is ${CUT_OFF} ${file} came`, { hint: MAKE_IT_AGAIN })
    : new ClearpullError('target-invalid', `${shown} is no ${kind}: it has no ${file}`, { hint });
}

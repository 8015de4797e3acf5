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
  const is = await (place.kind === 'folder' ? describeFolder(place) : describe(place));
  return new ClearpullError('target-invalid', `${shown} is ${is}`, { hint: hintFor(target, is) });
}

async function describeFolder(folder: Place): Promise<string> {
  const names = await folder.topNames();
  if (names.has('rootfs') && names.has('config.json')) return RUNTIME_BUNDLE;
  return names.has('manifest.json') ? UNPACKED : 'a folder without an OCI image layout in it';
}

const RUNTIME_BUNDLE = 'the bundle of a runtime (runc, umoci), and no image';
const UNPACKED = 'a folder with a manifest.json in it, as an unpacked docker save has it';

async function describe(archive: Place): Promise<string> {
  const names = await archive.topNames();
  if (names.has('repositories')) return 'what docker save wrote before Docker 1.10, without a manifest.json';
  return (await archive.endsEarly())
    ? `${CUT_OFF} an OCI image layout or a manifest.json came`
    : 'a tar archive with neither an OCI image layout nor a manifest.json in it';
}

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

function hintFor(target: Target, is: string): string {
  if (is.includes('before Docker 1.10')) {
    return 'Nothing in it can be verified. Load it into an engine of that time, push it to a registry, and check that.';
  }
  if (is.startsWith(CUT_OFF)) return MAKE_IT_AGAIN;
  const tool = ['xz', 'bzip2'].find((name) => is.includes(` ${name}-compressed`));
  if (tool !== undefined) return `Decompress it first: ${tool} -dc ${target.name} | clearpull -`;
  if (is === 'a zip archive') return 'Unpack it first, and name what is in it.';
  if (is === RUNTIME_BUNDLE) return `Write rootfs:${target.name.replace(/\/+$/, '')}/rootfs for its files.`;
  if (is === UNPACKED) return `Pack it again: tar -c -C ${target.name} . | clearpull -`;
  if (is.startsWith('neither')) return 'What comes out of a pipe can be piped in: COMMAND | clearpull -';
  if (target.shown !== undefined || looksLikePath(target.name)) return EXPECTED;
  return `If the image of that name in a registry is meant, write registry:${target.name}.`;
}

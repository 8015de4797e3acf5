import { didYouMean } from '../../base/did-you-mean.ts';
import { ClearpullError } from '../../base/errors.ts';
import { visible } from '../../base/visible.ts';
import { nameMatches } from '../local-target.ts';
import type { StoredName } from './image-names.ts';

const MAX_SHOWN = 20;

/**
 * The names that are meant by `[NAMESPACE/]NAME` or a digest, all for one image, the one shown first. Throws
 * `target-not-found` with near names, and `usage` when namespaces have different images of that name.
 */
export function chooseNames(
  names: readonly StoredName[],
  wanted: string,
): readonly [StoredName, ...StoredName[]] {
  const [first] = meant(names, wanted);
  if (first === undefined) {
    throw new ClearpullError('target-not-found', `containerd has no image ${visible(wanted)}`, {
      hint: hintOf(names, wanted),
    });
  }
  const rivals = meant(names, wanted).filter(({ target }) => target.digest !== first.target.digest);
  if (rivals.length > 0) {
    const all = [first, ...rivals]
      .map((name) => `containerd:${showName(name)}`)
      .slice(0, MAX_SHOWN)
      .join(' or ');
    throw new ClearpullError('usage', `containerd has several images ${visible(wanted)}`, {
      hint: `Say which one: ${all}`,
    });
  }
  const others = names.filter((other) => other !== first && other.target.digest === first.target.digest);
  // Kubernetes keeps each image under its ID as well.
  return [first, ...others.filter(({ name }) => !name.startsWith('sha256:'))];
}

/** `k8s.io/docker.io/library/nginx:1.27`. */
export function showName({ namespace, name }: StoredName): string {
  return visible(`${namespace}/${name}`);
}

function meant(names: readonly StoredName[], wanted: string): readonly StoredName[] {
  const slash = wanted.indexOf('/');
  const namespace = wanted.slice(0, Math.max(slash, 0));
  const rest = wanted.slice(slash + 1);
  const inNamespace = names.filter((one) => one.namespace === namespace && isNamed(one, rest));
  // `ctr image import` may leave both app:1 and docker.io/library/app:1: written out in full, one of them is meant.
  const exact = inNamespace.filter(({ name }) => name === rest);
  if (exact.length > 0) return exact;
  return inNamespace.length > 0 ? inNamespace : names.filter((one) => isNamed(one, wanted));
}

function isNamed({ name, target }: StoredName, wanted: string): boolean {
  return name === wanted || target.digest === wanted || nameMatches(name, wanted);
}

function hintOf(names: readonly StoredName[], wanted: string): string {
  const shown = [...new Set(names.filter(({ name }) => !name.startsWith('sha256:')).map(showName))].sort();
  const near =
    didYouMean(wanted, shown) ??
    didYouMean(
      wanted,
      names.map(({ name }) => visible(name)),
    ) ??
    shown.find((name) => name.endsWith(`/${wanted}`));
  if (near !== undefined) return `Did you mean containerd:${near}?`;
  if (shown.length === 0) return 'It has no image at all.';
  const more = shown.length > MAX_SHOWN ? ` and ${shown.length - MAX_SHOWN} others` : '';
  return `It has ${shown.slice(0, MAX_SHOWN).join(', ')}${more}.`;
}

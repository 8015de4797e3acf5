import { didYouMean } from '../base/did-you-mean.ts';
import { ClearpullError } from '../base/errors.ts';

/** What stands before a colon in other programs, and what to write here. */
const ELSEWHERE: Readonly<Record<string, (rest: string) => string>> = {
  'containers-storage': (rest) =>
    `Podman's own images are had from its service: podman:${rest}, or: podman save ${rest} | clearpull -`,
  'docker-tar': (rest) => `Write docker-archive:${rest}`,
  file: (rest) => `Write the path alone: ${localPath(rest)}`,
  remote: (rest) => `Write the name alone: ${rest}`,
  tar: (rest) => `Write the path alone: ${localPath(rest)}`,
  tarball: (rest) => `Write the path alone: ${localPath(rest)}`,
};

/** Shorter ones are near to too many names. */
const LONG = 6;

/**
 * For a text without a scheme that would be asked of a registry: throws `usage` when what it begins with is an address of
 * the web, another program's scheme, or nearly one of `schemes`. `oci-archve:x.tar` is no image of Docker Hub.
 */
export function checkScheme(text: string, schemes: readonly string[]): void {
  const [, scheme = '', address] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(.*)$/s.exec(text) ?? [];
  if (address !== undefined) {
    const known = Object.hasOwn(ELSEWHERE, scheme) ? ELSEWHERE[scheme] : undefined;
    const web = /^https?$/i.test(scheme);
    throw wrong(text, web ? `Write the name alone: ${imageAt(address)}` : (known?.(address) ?? NAMES));
  }
  if (/^(?:localhost|\d{1,3}(?:\.\d{1,3}){3}):\d+$/.test(text)) {
    throw new ClearpullError('usage', `"${text}" names a registry, and no image in it`, {
      hint: `Write ${text}/NAME:TAG`,
    });
  }
  const [, word = '', rest = ''] = /^([a-z-]+):(.+)$/s.exec(text) ?? [];
  if (Object.hasOwn(ELSEWHERE, word)) throw wrong(text, `${ELSEWHERE[word]?.(rest)}; ${inRegistry(text)}`);
  // registry:2 and docker:27 are images.
  if (schemes.includes(word)) return;
  const near = didYouMean(
    word,
    schemes.filter(({ length }) => length >= LONG),
    2,
  );
  if (near !== undefined) throw wrong(text, `Did you mean ${near}:${rest}? Else, ${inRegistry(text)}`);
}

const NAMES = 'An image is named NAME:TAG or HOST/NAME:TAG, without an address before it.';

function wrong(text: string, hint: string): ClearpullError {
  const scheme = text.slice(0, text.indexOf(':'));
  return new ClearpullError('usage', `"${text}" begins with no scheme that is known: ${scheme}`, { hint });
}

function inRegistry(text: string): string {
  return `if an image of that name is meant, write registry:${text}`;
}

function localPath(rest: string): string {
  return /^[./~]/.test(rest) ? rest.replace(/^\/\/(?=\/)/, '') : `./${rest}`;
}

/** `hub.docker.com/_/nginx` and `hub.docker.com/r/acme/app/tags` are pages about nginx and acme/app. */
function imageAt(address: string): string {
  const bare = address.replace(/[?#].*$/s, '').replace(/\/+$/, '');
  const [, official, own] = /^hub\.docker\.com\/(?:_\/([^/]+)|r\/([^/]+\/[^/]+))/.exec(bare) ?? [];
  return official ?? own ?? bare;
}

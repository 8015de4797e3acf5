import type { PackageManager } from '../../explain/index.ts';

export interface PurlPackage {
  readonly manager: PackageManager;
  readonly name: string;
  readonly version: string;
}

const MANAGERS: ReadonlyMap<string, PackageManager> = new Map([
  ['deb', 'dpkg'],
  ['apk', 'apk'],
]);
const MAX_PURL = 2000;

/** The package that a purl names (package-url/purl-spec), where the image's own databases have its kind. */
export function packageOfPurl(purl: string): PurlPackage | undefined {
  if (purl.length > MAX_PURL) return undefined;
  const [, type, path, version] = /^pkg:\/{0,2}([a-z]+)\/([^@?#]+)@([^?#]+)/i.exec(purl) ?? [];
  const manager = MANAGERS.get(type?.toLowerCase() ?? '');
  if (manager === undefined || path === undefined || version === undefined) return undefined;
  const name = decode(path.slice(path.lastIndexOf('/') + 1));
  return name === '' ? undefined : { manager, name, version: decode(version) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

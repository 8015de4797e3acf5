import { percentDecoded } from '../../base/percent-decoded.ts';
import { type PackageKind, pythonName } from '../../explain/index.ts';

export interface PurlPackage {
  readonly manager: PackageKind;
  readonly name: string;
  readonly version: string;
}

/** How a purl of one type names a package (package-url/purl-spec, "types"). */
interface PurlType {
  readonly manager: PackageKind;
  /** By namespace (none is empty), name and subpath. */
  nameOf?(namespace: string, name: string, subpath: string): string;
  versionOf?(version: string): string;
}

const TYPES: ReadonlyMap<string, PurlType> = new Map<string, PurlType>([
  ['deb', { manager: 'dpkg' }],
  ['apk', { manager: 'apk' }],
  ['rpm', { manager: 'rpm' }],
  ['pypi', { manager: 'pip', nameOf: (_, name) => pythonName(name) }],
  ['npm', { manager: 'npm', nameOf: (scope, name) => joined('/', scope, name) }],
  ['gem', { manager: 'gem' }],
  ['cargo', { manager: 'rust' }],
  ['maven', { manager: 'java', nameOf: (group, name) => joined(':', group, name) }],
  [
    'golang',
    {
      manager: 'go',
      // The major version of a module may stand in the subpath.
      nameOf: (path, name, subpath) => joined('/', path, name, /^v\d+$/.test(subpath) ? subpath : ''),
      versionOf: (version) => version.replace(/^go(?=\d)/, ''),
    },
  ],
]);
const MAX_PURL = 2000;

/** The package that a purl names (package-url/purl-spec), where its kind is looked for in images. */
export function packageOfPurl(purl: string): PurlPackage | undefined {
  if (purl.length > MAX_PURL) return undefined;
  const [, typeName, path, written, subpath] =
    /^pkg:\/{0,2}([a-z]+)\/([^@?#]+)@([^?#]+)(?:\?[^#]*)?(?:#(.*))?$/i.exec(
      purl.replace(/^(pkg:\/{0,2}npm\/)@/i, '$1%40'),
    ) ?? [];
  const type = TYPES.get(typeName?.toLowerCase() ?? '');
  if (type === undefined || path === undefined || written === undefined) return undefined;
  const parts = path.split('/').map(percentDecoded);
  const name = parts.at(-1) ?? '';
  const namespace = parts.slice(0, -1).join('/');
  const version = percentDecoded(written);
  if (name === '') return undefined;
  return {
    manager: type.manager,
    name: type.nameOf?.(namespace, name, subpath ?? '') ?? name,
    version: type.versionOf?.(version) ?? version,
  };
}

function joined(by: string, ...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(by);
}

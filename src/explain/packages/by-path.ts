import type { AnyPackage } from './package.ts';

/** `NAME-VERSION.dist-info` (PyPA, "Recording installed projects"), and the older `NAME-VERSION-py3.11.egg-info`. */
const PYTHON = /\/([^/]{1,200})-(\d[^/-]{0,100})(?:-py[\d.]{1,10})?\.(?:dist-info|egg-info)$/;
/** rubygems' folder of specifications; a platform may follow the version. */
const GEM = /\/specifications\/(?:default\/)?([^/]{1,200}?)-(\d[\w.]{0,100})(?:-[\w-]{1,60})?\.gemspec$/;
const NPM = /(?:^|\/)node_modules\/((?:@[^/]{1,100}\/)?[^/@.][^/]{0,213})\/package\.json$/;

/** The package whose installation left a file or folder at a path. npm's versions stand in the file, which is not kept. */
export function packageAt(path: string): AnyPackage | undefined {
  if (path.endsWith('-info')) return named('pip', PYTHON.exec(path), pythonName);
  if (path.endsWith('.gemspec')) return named('gem', GEM.exec(path));
  if (path.endsWith('/package.json')) return named('npm', NPM.exec(path));
  return undefined;
}

function named(
  manager: AnyPackage['manager'],
  match: RegExpExecArray | null,
  normal = (name: string) => name,
): AnyPackage | undefined {
  const [, name, version = ''] = match ?? [];
  return name === undefined ? undefined : { manager, name: normal(name), version };
}

/** PyPA, "Names and normalization". */
export function pythonName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

import { readFileSync } from 'node:fs';

interface Package {
  readonly version: string;
  readonly engines: { readonly node: string };
}

/** The package's own package.json, two folders up in `src`, in `dist` and in the bundle of the action. */
export function ownPackage(): Package {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as Package;
}

export function toolVersion(): string {
  return ownPackage().version;
}

/** What `clearpull version` prints. */
export function versionText(format: 'text' | 'json'): string {
  const version = toolVersion();
  if (format === 'text') return `clearpull ${version}\n`;
  const { node } = process.versions;
  return `${JSON.stringify({ name: 'clearpull', version, node, platform: `${process.platform}/${process.arch}` })}\n`;
}

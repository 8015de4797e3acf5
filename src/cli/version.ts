import { readFileSync } from 'node:fs';

/** The package's own package.json, two folders up in `src`, in `dist` and in the bundle of the action. */
export function ownPackage(): { readonly version: string; readonly engines: { readonly node: string } } {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return JSON.parse(text) as ReturnType<typeof ownPackage>;
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

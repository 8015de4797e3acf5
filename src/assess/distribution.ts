import type { ImageTree } from '../image/tree/image-tree.ts';

const PLACES = ['etc/os-release', 'usr/lib/os-release'];
const MAX_LINES = 200;
const MAX_NAME = 120;

/**
 * What the image calls its distribution: PRETTY_NAME of os-release(5), or NAME and VERSION. A claim of the
 * image like any other file of it.
 */
export function distributionOf(
  tree: ImageTree,
  text: (path: string) => string | undefined,
): string | undefined {
  for (const place of PLACES) {
    const found = tree.resolve(place);
    const content = found.kind === 'found' ? text(found.node.path) : undefined;
    const name = content === undefined ? undefined : nameIn(content);
    if (name !== undefined) return name;
  }
  return undefined;
}

function nameIn(content: string): string | undefined {
  const values = new Map<string, string>();
  for (const line of content.split('\n', MAX_LINES)) {
    const equals = line.indexOf('=');
    if (equals > 0) values.set(line.slice(0, equals).trim(), unquote(line.slice(equals + 1).trim()));
  }
  const name =
    values.get('PRETTY_NAME') || [values.get('NAME'), values.get('VERSION')].filter(Boolean).join(' ');
  return name === '' ? undefined : name.slice(0, MAX_NAME);
}

function unquote(value: string): string {
  const quote = value.charAt(0);
  const quoted = (quote === '"' || quote === "'") && value.length >= 2 && value.endsWith(quote);
  return quoted ? value.slice(1, -1).replace(/\\(["$`\\])/g, '$1') : value;
}

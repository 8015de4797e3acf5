import type { Description } from '../../assess/describe.ts';
import { formatBytes, plural } from '../../base/quantities.ts';
import { formatPlatform } from '../../image/platform.ts';
import { accountingLine } from '../accounting-words.ts';
import { type Html, html, short } from './escape.ts';

/** What the image is: digest, platform, distribution, size, age, user. */
export function factsHtml({ image, layers, accounting }: Description): Html {
  const { bare } = image;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [bare ? 'Digest of its tar' : image.hasManifest ? 'Digest' : 'Image ID', image.digest],
    ['Platform', bare ? 'plain root file system' : formatPlatform(image.platform)],
    ['Distribution', image.distribution],
    ['Made', image.created],
    ['Size', `${plural(layers.length, 'layer')}, ${formatBytes(image.size)}`],
    ['Runs as', bare ? undefined : image.user],
    ['Ports', image.exposedPorts.join(', ') || undefined],
    ['Programs', accounting === undefined || accounting.total === 0 ? undefined : accountingLine(accounting)],
  ];
  return html`<dl class="facts">${facts.flatMap(([name, value]) =>
    value
      ? [
          html`<div><dt>${name}</dt><dd${name.startsWith('Digest') || name === 'Image ID' ? html` class="digest"` : ''}>${short(value)}</dd></div>`,
        ]
      : [],
  )}</dl>`;
}

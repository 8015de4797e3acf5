import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCheckout } from '../src/app/catalog/read-checkout.ts';
import { isDigest } from '../src/base/digest.ts';
import { DEFAULT_LIMITS } from '../src/base/limits.ts';
import { type CatalogImage, mergeContent, packCatalog } from '../src/catalog/index.ts';

/**
 * Makes the catalogue that ships with clearpull, out of a checkout of docker-library/official-images and the facts
 * that stand beside it:
 *
 *     node tools/gen-catalog.ts CHECKOUT YYYY-MM-DD
 *
 * The date is that of the checkout's commit.
 */
const FOLDER = fileURLToPath(new URL('../rules/catalog/', import.meta.url));

const [checkout, asOf] = process.argv.slice(2);
if (checkout === undefined || asOf === undefined || !/^\d{4}-\d\d-\d\d$/.test(asOf)) {
  console.error('Usage: node tools/gen-catalog.ts CHECKOUT YYYY-MM-DD');
  process.exit(2);
}

const listed = await readCheckout(checkout, asOf, DEFAULT_LIMITS);
const layouts = JSON.parse(await readFile(join(FOLDER, 'oci-layouts.json'), 'utf8')) as CatalogImage[];
const pages = imagesOf(await readFile(join(FOLDER, 'repo-info.txt'), 'utf8'));
const content = mergeContent([{ images: [...pages, ...layouts], listings: [] }, listed.content]);
const bytes = packCatalog(content);
await writeFile(join(FOLDER, 'official-images.catalog'), bytes);
console.log(`${content.images.length} images, ${content.listings.length} listings, ${bytes.length} bytes`);

/** The lines of repo-info.txt, whose own head says what they hold. */
function imagesOf(text: string): CatalogImage[] {
  const images: CatalogImage[] = [];
  let name = '';
  let index = '';
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const words = line.split(' ');
    if (!line.startsWith('linux/')) {
      [name = '', index = ''] = words;
      continue;
    }
    const [platform = '', created = '', manifest = '', config = '', ...layers] = words;
    const [repository = '', tag = ''] = name.split(':');
    images.push({
      repository: `docker.io/library/${repository}`,
      tags: [tag],
      platform,
      index: digest(index),
      manifest: digest(manifest),
      config: digest(config),
      created,
      diffIds: [],
      blobs: layers.map(digest),
      // The page is at least as young as the image.
      seen: created,
    });
  }
  return images;
}

function digest(hex: string) {
  const text = `sha256:${hex}`;
  if (!isDigest(text)) throw new Error(`${hex} is no digest`);
  return text;
}

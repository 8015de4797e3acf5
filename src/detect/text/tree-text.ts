import { directory } from '../../explain/path-lookup.ts';
import type { ImageConfig } from '../../image/config.ts';
import { LISTING_MARK } from '../../image/listing-mark.ts';
import { NESTED_MARK, outermost } from '../../image/nested-facts.ts';
import type { ImageTree } from '../../image/tree/image-tree.ts';
import { environmentText } from '../config-texts.ts';
import type { ImageParts } from '../image-parts.ts';
import { memberOf } from './archive-members.ts';

/**
 * Texts of a merged tree by path, without leading slash. A symlink gives the text of what it leads to. `PATH!/NAME`: of a file
 * that lies in the file at a path; without a name, of the one that a compressed file holds or that stands behind a picture.
 */
export function treeText(
  parts: Pick<ImageParts, 'tree' | 'layers' | 'text'>,
): (path: string) => string | undefined {
  return (path) => {
    if (path.includes(NESTED_MARK)) return textInside(parts, path);
    let node = parts.tree.get(path);
    if (node?.entry.kind === 'symlink') {
      const found = parts.tree.resolve(path);
      node = found.kind === 'found' ? found.node : undefined;
    }
    return node === undefined ? undefined : parts.text(node.contentLayer, node.entry);
  };
}

function textInside(
  { tree, layers, text }: Pick<ImageParts, 'tree' | 'layers' | 'text'>,
  path: string,
): string | undefined {
  const host = outermost(path);
  const found = tree.resolve(host);
  if (found.kind !== 'found') return undefined;
  const { contentLayer, entry } = found.node;
  const facts = layers[contentLayer];
  const name = path.slice(host.length + NESTED_MARK.length);
  const member = facts === undefined ? undefined : memberOf(facts, entry.path, name);
  return member === undefined ? undefined : text(contentLayer, member);
}

/** The names in a folder, a line each. */
function namesIn(tree: ImageTree, path: string): string | undefined {
  const found = tree.resolve(path.replace(/^\/+|\/+$/g, ''));
  return found.kind === 'found' && found.node.entry.kind === 'directory'
    ? tree.children(found.node.path).join('\n')
    : undefined;
}

const ENVIRONMENT = /^\/{0,2}proc\/(?:self|\d{1,7}|\$\$|\$PPID)\/environ$/;

/**
 * Texts of the merged tree, by paths as scripts write them; and what the image's ENV sets, as the kernel shows it to each process.
 * One without a leading slash is looked for in the folder that the image starts in, then beside what reads it.
 *
 * @param by the file that reads them
 */
export function treeReader(
  view: {
    readonly tree: ImageTree;
    readonly text: (path: string) => string | undefined;
    readonly image?: { readonly config: ImageConfig };
  },
  by?: string,
): (path: string) => string | undefined {
  const folders = [view.image?.config.config.WorkingDir, by && directory(by), '/'];
  const places = [...new Set(folders.flatMap((folder) => folder || []))];
  const inPlaces = (path: string, read: (path: string) => string | undefined): string | undefined => {
    if (path.startsWith('/')) return read(path);
    for (const place of places) {
      const text = read(`${place}/${path}`);
      if (text !== undefined) return text;
    }
    return undefined;
  };
  return (path) => {
    if (view.image !== undefined && ENVIRONMENT.test(path)) return environmentText(view.image.config);
    if (path.startsWith(LISTING_MARK))
      return inPlaces(path.slice(LISTING_MARK.length), (folder) => namesIn(view.tree, folder));
    const inside = path.endsWith(NESTED_MARK) ? NESTED_MARK : '';
    return inPlaces(path.slice(0, path.length - inside.length), (file) => {
      const found = view.tree.resolve(file.replace(/^\/+/, ''));
      return found.kind === 'found' ? view.text(found.node.path + inside) : undefined;
    });
  };
}

import type { LayerView } from '../detector.ts';
import type { AutostartFile, ImageParts } from '../image-parts.ts';
import { layerAgain } from '../layer-again.ts';
import { treeReader, treeText } from '../text/tree-text.ts';

/** Those files as one layer, each read as what runs it reads it. What they read may lie in any layer. */
export function layerOfAutostarts(parts: ImageParts, files: readonly AutostartFile[]): LayerView {
  const languages = new Map(files.map(({ node, language }) => [node.entry, language]));
  const nodes = files.map(({ node }) => node);
  return {
    ...layerAgain('autostarted', nodes, parts),
    languageOf: (entry) => languages.get(entry),
    readFile: treeReader({ tree: parts.tree, text: treeText(parts) }),
  };
}

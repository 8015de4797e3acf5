import type { LayerFacts } from '../../image/layer-facts.ts';
import type { LayerView } from '../detector.ts';
import type { AutostartFile, ImageParts } from '../image-parts.ts';
import { treeReader, treeText } from '../text/tree-text.ts';

/** Those files as one layer, each read as what runs it reads it. What they read may lie in any layer. */
export function layerOfAutostarts(parts: ImageParts, files: readonly AutostartFile[]): LayerView {
  const byEntry = new Map(files.map((file) => [file.node.entry, file]));
  const facts: LayerFacts = {
    diffId: 'sha256:autostarts',
    size: 0,
    entries: files.map(({ node }) => node.entry),
    unknowns: [],
  };
  return {
    facts,
    marks: [],
    marked: [],
    again: 'autostarted',
    languageOf: (entry) => byEntry.get(entry)?.language,
    text: (entry) => parts.text(byEntry.get(entry)?.node.contentLayer ?? 0, entry),
    readFile: treeReader({ tree: parts.tree, text: treeText(parts) }),
  };
}

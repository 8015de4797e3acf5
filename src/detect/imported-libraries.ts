import { isLibraryModule } from '../analyze/index.ts';
import { baseName } from '../base/base-name.ts';
import { LibraryFolders } from '../explain/library-folders.ts';
import { librariesOfCommand, libraryNames } from '../explain/library-names.ts';
import { directory } from '../explain/path-lookup.ts';
import type { ProgramLanguage } from '../explain/program-text/program-language.ts';
import { filesOfChain } from '../explain/start-paths.ts';
import type { TreeNode } from '../image/tree/image-tree.ts';
import { nodesBelow } from '../image/tree/nodes-below.ts';
import { environmentOf } from './config-texts.ts';
import type { ImageParts } from './image-parts.ts';
import { languageOf, languageOfInterpreter } from './text/language.ts';
import { startLanguages } from './text/read-as.ts';

/** Libraries that are looked at; what they import counts, too. */
const MAX_LIBRARIES = 500;
const MAX_MODULES = 300;
/** Names that are looked up, and entries of libraries that are looked at: an image may be made to have no end of them. */
const MAX_NAMES = 5000;
const MAX_ENTRIES = 300_000;
const IMPORTING: ReadonlySet<string> = new Set(['python', 'node', 'perl', 'ruby']);

/** An import, and the folder that the file with it lies in. */
interface Wanted {
  readonly name: string;
  readonly language: ProgramLanguage;
  readonly from: string;
}

/**
 * Modules of installed libraries that a program which starts imports, as far as their texts were kept: those that run
 * something and fetch or decode something. Which module of a library a program comes to is not followed: any of it counts. A
 * library that only a library imports is found where the text of the one that imports it was kept.
 *
 * @param text kept of the file at a path of the merged tree
 * @returns paths without leading slash
 */
export function importedLibraries(
  { explanation, tree, image }: Pick<ImageParts, 'explanation' | 'tree' | 'image'>,
  text: (path: string) => string | undefined,
): ReadonlySet<string> {
  const { startChain } = explanation;
  const variables = environmentOf(image.config);
  const languages = startLanguages(startChain);
  const folders = new LibraryFolders(tree, variables);
  const pending: Wanted[] = [];
  const importsOf = (path: string): void => {
    const content = tree.get(path)?.entry.content;
    if (content?.kind !== 'text' && content?.kind !== 'script') return;
    const written = text(path);
    if (written === undefined) return;
    const language = languages.of(path, content, written);
    if (!isImporting(language)) return;
    const from = directory(`/${path}`);
    for (const name of libraryNames(written, language)) pending.push({ name, language, from });
  };
  for (const path of filesOfChain(startChain)) importsOf(path);
  pending.push(...fromCommands(startChain, image.config.config.WorkingDir ?? '/', variables));
  const modules = new Set<string>();
  const known = new Set<string>();
  const asked = new Set<string>();
  let entriesLeft = MAX_ENTRIES;
  // Names that come in while others are looked up are looked up as well.
  for (const { name, language, from } of pending) {
    if (known.size >= MAX_LIBRARIES || asked.size >= MAX_NAMES || entriesLeft <= 0) break;
    const question = `${language} ${language === 'node' ? from : ''} ${name}`;
    if (asked.has(question)) continue;
    asked.add(question);
    for (const place of folders.placesOf(name, language, from)) {
      const found = tree.resolve(place.slice(1));
      if (found.kind !== 'found' || known.has(found.node.path)) continue;
      known.add(found.node.path);
      const nodes = isFolder(found.node) ? nodesBelow(tree, [found.node.path]) : [found.node];
      entriesLeft -= nodes.length;
      for (const path of modulesAmong(nodes, found.node.path, language)) {
        if (modules.size >= MAX_MODULES) break;
        if (modules.has(path)) continue;
        modules.add(path);
        importsOf(path);
      }
      if (language === 'node') break;
    }
  }
  return modules;
}

function isFolder({ entry }: TreeNode): boolean {
  return entry.kind === 'directory';
}

/** Paths of the modules in that language that were kept: Python packages bring scripts of web pages, too. Libraries in a library are others. */
function modulesAmong(
  nodes: readonly TreeNode[],
  library: string,
  language: ProgramLanguage,
): readonly string[] {
  return nodes
    .filter(
      ({ path, entry }) =>
        entry.kind === 'file' &&
        entry.text !== undefined &&
        !path.includes('/node_modules/', library.length) &&
        isLibraryModule(entry) &&
        languageOf(path, entry.content, '') === language,
    )
    .map(({ path }) => path);
}

function isImporting(language: string | undefined): language is ProgramLanguage {
  return language !== undefined && IMPORTING.has(language);
}

type Steps = ImageParts['explanation']['startChain'];

/** What the commands of a chain make interpreters import, by their options, by NODE_OPTIONS and by text that stands in them. */
function fromCommands(chain: Steps, cwd: string, variables: ReadonlyMap<string, string>): readonly Wanted[] {
  const wanted: Wanted[] = [];
  const pending = [...chain];
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    pending.push(...step.children);
    const language = languageOfInterpreter(baseName(step.what));
    if (!isImporting(language)) continue;
    const options = language === 'node' ? (variables.get('NODE_OPTIONS') ?? '') : '';
    const names = librariesOfCommand(`${step.runs ?? step.command} ${options}`, language);
    wanted.push(...names.map((name) => ({ name, language, from: step.cwd ?? cwd })));
  }
  return wanted;
}

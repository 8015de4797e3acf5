import { isLibraryModule } from '../analyze/index.ts';
import { baseName } from '../base/base-name.ts';
import { LibraryFolders } from '../explain/library-folders.ts';
import { librariesOfCommand, libraryNames } from '../explain/library-names.ts';
import { directory } from '../explain/path-lookup.ts';
import type { ProgramLanguage } from '../explain/program-text/program-language.ts';
import { eachStep, filesOfChain } from '../explain/start-paths.ts';
import type { ImageTree, TreeNode } from '../image/tree/image-tree.ts';
import { nodesBelow } from '../image/tree/nodes-below.ts';
import { environmentOf } from './config-texts.ts';
import type { ImageParts } from './image-parts.ts';
import type { ImportedBy } from './imported-by.ts';
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
 * something and fetch or decode something. Which module of a library a program comes to is not followed: any of it counts. Nor
 * is it known what a library imports of which no text was kept: all that lies where it looks may be.
 *
 * @param text kept of the file at a path of the merged tree
 * @returns by whom each is imported, by paths without leading slash; those of programs first
 */
export function importedLibraries(
  { explanation, tree, image }: Pick<ImageParts, 'explanation' | 'tree' | 'image'>,
  text: (path: string) => string | undefined,
): ReadonlyMap<string, ImportedBy> {
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
  const modules = new Map<string, ImportedBy>();
  /** Folders, and whose libraries lie in them. */
  const searched = new Map<string, ProgramLanguage>();
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
      if (found.kind !== 'found') continue;
      for (const folder of folders.aroundOf(place, name, language)) searched.set(folder, language);
      if (known.has(found.node.path)) continue;
      known.add(found.node.path);
      const nodes = isFolder(found.node) ? nodesBelow(tree, [found.node.path]) : [found.node];
      entriesLeft -= nodes.length;
      for (const path of modulesAmong(nodes, found.node.path, language)) {
        if (modules.size >= MAX_MODULES) break;
        if (modules.has(path)) continue;
        modules.set(path, 'program');
        importsOf(path);
      }
      if (language === 'node') break;
    }
  }
  for (const path of modulesIn(tree, searched)) if (!modules.has(path)) modules.set(path, 'library');
  return modules;
}

/** Whether a file is a module that a program in the language can import: Python packages bring scripts of web pages, too. */
function isModuleOf(language: ProgramLanguage, path: string, entry: TreeNode['entry']): boolean {
  return isLibraryModule(entry) && languageOf(path, entry.content, '') === language;
}

/** Paths of all modules that were kept in some folders, which may be links. */
function modulesIn(tree: ImageTree, folders: ReadonlyMap<string, ProgramLanguage>): readonly string[] {
  const prefixes = [...folders].flatMap(([folder, language]) => {
    const found = tree.resolve(folder.slice(1));
    return found.kind === 'found' ? [{ prefix: `${found.node.path}/`, language }] : [];
  });
  if (prefixes.length === 0) return [];
  const paths: string[] = [];
  for (const { path, entry } of tree.nodes.values()) {
    if (entry.text === undefined || entry.kind !== 'file') continue;
    if (prefixes.some((of) => path.startsWith(of.prefix) && isModuleOf(of.language, path, entry)))
      paths.push(path);
  }
  return paths;
}

function isFolder({ entry }: TreeNode): boolean {
  return entry.kind === 'directory';
}

/** Paths of the modules that were kept. Libraries in a library are others. */
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
        isModuleOf(language, path, entry),
    )
    .map(({ path }) => path);
}

function isImporting(language: string | undefined): language is ProgramLanguage {
  return language !== undefined && IMPORTING.has(language);
}

type Steps = ImageParts['explanation']['startChain'];

/** Variables whose words are options of every interpreter of a language. */
const OPTIONS_OF: Readonly<Partial<Record<ProgramLanguage, string>>> = {
  node: 'NODE_OPTIONS',
  ruby: 'RUBYOPT',
  perl: 'PERL5OPT',
};

/** What the commands of a chain make interpreters import, by their options, by variables of options and by text that stands in them. */
function fromCommands(chain: Steps, cwd: string, variables: ReadonlyMap<string, string>): readonly Wanted[] {
  const wanted: Wanted[] = [];
  for (const step of eachStep(chain)) {
    const language = languageOfInterpreter(baseName(step.what));
    if (!isImporting(language)) continue;
    const options = variables.get(OPTIONS_OF[language] ?? '') ?? '';
    const names = librariesOfCommand(`${step.runs ?? step.command} ${options}`, language);
    wanted.push(...names.map((name) => ({ name, language, from: step.cwd ?? cwd })));
  }
  return wanted;
}

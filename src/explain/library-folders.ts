import type { ImageTree } from '../image/tree/image-tree.ts';
import { DEFAULT_PATH } from './path-lookup.ts';
import type { ProgramLanguage } from './program-text/program-language.ts';

/** Folders of one kind, and entries of PATH, that are looked at. */
const MAX_FOLDERS = 50;

/** The variables of the image that say where libraries lie. */
type Variables = ReadonlyMap<string, string | null>;

/** Where Python looks for installed packages, with leading slash: beside each `bin` of PATH (a virtual environment has its own), and PYTHONPATH. */
export function pythonFolders(tree: ImageTree, variables: Variables): readonly string[] {
  const folders = prefixes(variables).flatMap((prefix) =>
    matching(tree, `${prefix}/lib`, /^python3[\d.]*$/).flatMap((folder) => [
      folder,
      `${folder}/site-packages`,
      `${folder}/dist-packages`,
    ]),
  );
  return [...listed(variables.get('PYTHONPATH')), ...folders];
}

/** `/usr` for `/usr/bin`, in the order of PATH; the home of root, where `pip install --user` puts packages. */
function prefixes(variables: Variables): readonly string[] {
  const bins = listed(variables.get('PATH') ?? DEFAULT_PATH).filter((folder) => folder.endsWith('/bin'));
  return [...new Set([...bins.map((folder) => folder.slice(0, -4)), '/root/.local', '/usr/local', '/usr'])];
}

function listed(value?: string | null): readonly string[] {
  return (value ?? '')
    .split(':', MAX_FOLDERS)
    .filter((folder) => folder.startsWith('/'))
    .map((folder) => folder.replace(/\/+$/, ''));
}

/** The children of a folder whose names match, as absolute paths. */
function matching(tree: ImageTree, folder: string, name: RegExp): readonly string[] {
  return tree
    .children(folder.slice(1))
    .filter((child) => name.test(child))
    .slice(0, MAX_FOLDERS)
    .map((child) => `${folder}/${child}`);
}

/** Where the libraries of one image can lie that a program imports by name. Folders are listed once, however many names are asked for. */
export class LibraryFolders {
  readonly #tree: ImageTree;
  readonly #variables: Variables;
  #python: readonly string[] | undefined;
  #perl: readonly string[] | undefined;
  #ruby: readonly string[] | undefined;
  #gems: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(tree: ImageTree, variables: Variables) {
    this.#tree = tree;
    this.#variables = variables;
  }

  /**
   * Folders, and files of one module, with leading slash, whether they exist or not.
   *
   * @param name as `libraryNames` gives it
   * @param from the folder of the file that imports it, with leading slash; decides in Node.js only
   */
  placesOf(name: string, language: ProgramLanguage, from: string): readonly string[] {
    switch (language) {
      case 'python': {
        this.#python ??= pythonFolders(this.#tree, this.#variables);
        const top = name.split('.', 1)[0] ?? '';
        return this.#python.flatMap((folder) => [`${folder}/${top}.py`, `${folder}/${top}`]);
      }
      case 'node':
        return nodePlaces(name, from, this.#variables);
      case 'perl':
        this.#perl ??= perlFolders(this.#tree, this.#variables);
        return this.#perl.map((folder) => `${folder}/${name.replaceAll('::', '/')}.pm`);
      case 'ruby': {
        this.#ruby ??= rubyFolders(this.#tree);
        this.#gems ??= gemsOf(this.#tree, this.#variables);
        // `require 'a/b'` may be of the gem `a` or `a-b`.
        const gems = new Set([name.split('/', 1)[0] ?? '', name.replaceAll('/', '-')]);
        return [
          ...[...gems].flatMap((gem) => this.#gems?.get(gem) ?? []),
          ...this.#ruby.flatMap((folder) => [`${folder}/${name}.rb`, `${folder}/${name}`]),
        ];
      }
      default:
        return [];
    }
  }

  /**
   * The folders, with leading slash, in which a library looks for others: in Node.js the `node_modules` that it lies in, else
   * all that the language has.
   *
   * @param place of the library, as `placesOf` gives it for this name
   */
  aroundOf(place: string, name: string, language: ProgramLanguage): readonly string[] {
    switch (language) {
      case 'python':
        return this.#python ?? [];
      case 'node':
        return [place.slice(0, -packageOf(name).length - 1)];
      case 'perl':
        return this.#perl ?? [];
      case 'ruby':
        return [
          ...(this.#ruby ?? []),
          ...[...(this.#gems?.values() ?? [])].flat().map((gem) => gem.slice(0, gem.lastIndexOf('/'))),
        ];
      default:
        return [];
    }
  }
}

/** The name of a package in what is imported of it: `@scope/name` of `@scope/name/part`. */
function packageOf(name: string): string {
  const [first = '', second = ''] = name.split('/', 2);
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/** In `node_modules` of each folder above (Node.js, "Loading from node_modules folders"), and where Debian and NODE_PATH have more. */
function nodePlaces(name: string, from: string, variables: Variables): readonly string[] {
  const library = packageOf(name);
  const folders: string[] = [];
  for (let folder = from; folders.length < MAX_FOLDERS; folder = folder.slice(0, folder.lastIndexOf('/'))) {
    folders.push(`${folder === '/' ? '' : folder}/node_modules`);
    if (folder === '' || folder === '/') break;
  }
  return [
    ...folders,
    ...listed(variables.get('NODE_PATH')),
    '/usr/share/nodejs',
    '/usr/lib/nodejs',
    '/usr/lib/node_modules',
  ].map((folder) => `${folder}/${library}`);
}

const PERL = ['/usr/share', '/usr/lib', '/usr/local/share', '/usr/local/lib'];

function perlFolders(tree: ImageTree, variables: Variables): readonly string[] {
  return [
    ...listed(variables.get('PERL5LIB')),
    ...PERL.flatMap((folder) => matching(tree, folder, /^perl5?$/)).flatMap((folder) => [
      folder,
      ...matching(tree, folder, /^\d[\d.]*$|^site_perl$/).flatMap((version) => [
        version,
        ...matching(tree, version, /^\d[\d.]*$/),
      ]),
    ]),
  ];
}

/** Ruby's own library, and what distributions put beside it. */
function rubyFolders(tree: ImageTree): readonly string[] {
  return ['/usr/local/lib/ruby', '/usr/lib/ruby'].flatMap((folder) => [
    ...matching(tree, folder, /^\d/),
    `${folder}/vendor_ruby`,
  ]);
}

/** Gems that are looked at; a large application has a few hundred. */
const MAX_GEMS = 5000;

/** The folders of gems, which are called by name and version, by name. */
function gemsOf(tree: ImageTree, variables: Variables): ReadonlyMap<string, readonly string[]> {
  const homes = [
    ...listed(variables.get('GEM_HOME')),
    ...listed(variables.get('GEM_PATH')),
    '/usr/local/bundle',
    '/usr/share/rubygems-integration/all',
    ...['/usr/local/lib/ruby/gems', '/usr/lib/ruby/gems', '/var/lib/gems'].flatMap((folder) =>
      matching(tree, folder, /^\d/),
    ),
  ];
  const gems = new Map<string, string[]>();
  for (const home of new Set(homes)) {
    for (const child of tree.children(`${home}/gems`.slice(1)).slice(0, MAX_GEMS)) {
      const name = /^(.{1,200}?)-\d/s.exec(child)?.[1];
      if (name === undefined) continue;
      const folders = gems.get(name) ?? [];
      gems.set(name, folders);
      folders.push(`${home}/gems/${child}`);
    }
  }
  return gems;
}

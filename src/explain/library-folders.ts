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

/**
 * Where a library can lie that a program imports by name: folders, and files of one module, with leading slash, whether they
 * exist or not.
 *
 * @param name as `libraryNames` gives it
 * @param from the folder of the file that imports it, with leading slash; decides in Node.js only
 */
export function libraryPlaces(
  tree: ImageTree,
  name: string,
  language: ProgramLanguage,
  from: string,
  variables: Variables,
): readonly string[] {
  switch (language) {
    case 'python':
      return pythonPlaces(tree, name.split('.', 1)[0] ?? '', variables);
    case 'node':
      return nodePlaces(name, from, variables);
    case 'perl':
      return perlPlaces(tree, name.replaceAll('::', '/'), variables);
    case 'ruby':
      return rubyPlaces(tree, name, variables);
    default:
      return [];
  }
}

function pythonPlaces(tree: ImageTree, name: string, variables: Variables): readonly string[] {
  return pythonFolders(tree, variables).flatMap((folder) => [`${folder}/${name}.py`, `${folder}/${name}`]);
}

/** In `node_modules` of each folder above (Node.js, "Loading from node_modules folders"), and where Debian and NODE_PATH have more. */
function nodePlaces(name: string, from: string, variables: Variables): readonly string[] {
  const [first = '', second = ''] = name.split('/', 2);
  const library = first.startsWith('@') ? `${first}/${second}` : first;
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

function perlPlaces(tree: ImageTree, name: string, variables: Variables): readonly string[] {
  const folders = [
    ...listed(variables.get('PERL5LIB')),
    ...PERL.flatMap((folder) => matching(tree, folder, /^perl5?$/)).flatMap((folder) => [
      folder,
      ...matching(tree, folder, /^\d[\d.]*$|^site_perl$/).flatMap((version) => [
        version,
        ...matching(tree, version, /^\d[\d.]*$/),
      ]),
    ]),
  ];
  return folders.map((folder) => `${folder}/${name}.pm`);
}

/** A gem's folder is its name and version; `require 'a/b'` may be of the gem `a` or `a-b`. */
function rubyPlaces(tree: ImageTree, name: string, variables: Variables): readonly string[] {
  const homes = [
    ...listed(variables.get('GEM_HOME')),
    '/usr/local/bundle',
    '/usr/share/rubygems-integration/all',
  ];
  for (const folder of ['/usr/local/lib/ruby/gems', '/usr/lib/ruby/gems', '/var/lib/gems']) {
    homes.push(...matching(tree, folder, /^\d/));
  }
  const stems = [name.split('/', 1)[0] ?? '', name.replaceAll('/', '-')];
  const gem = new RegExp(`^(?:${stems.map(escape).join('|')})-\\d`);
  const own = ['/usr/local/lib/ruby', '/usr/lib/ruby'].flatMap((folder) => [
    ...matching(tree, folder, /^\d/),
    `${folder}/vendor_ruby`,
  ]);
  return [
    ...homes.flatMap((home) => matching(tree, `${home}/gems`, gem)),
    ...own.flatMap((folder) => [`${folder}/${name}.rb`, `${folder}/${name}`]),
  ];
}

function escape(text: string): string {
  return text.replace(/[^\w]/g, '\\$&');
}

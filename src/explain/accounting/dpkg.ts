import { baseName } from '../../base/base-name.ts';
import { plural } from '../../base/quantities.ts';
import type { DatabaseReader, DatabaseView } from './database-reader.ts';
import { type DpkgPackage, readStatus } from './dpkg-status.ts';
import { eachLine, linesOf, someOf } from './lines.ts';

const HOME = 'var/lib/dpkg';
/** A line of md5sums: so many hexadecimal digits, a space, a space or star, the path. */
const HEX_LENGTH = 32;
const SPACE = 0x20;

/**
 * dpkg: which packages there are (`status`), which files each has (`info/PACKAGE.list`), with which md5
 * (`info/PACKAGE.md5sums`, made by the package; configuration files in `status`), and which of them lie elsewhere
 * (`diversions`, deb-md5sums(5), dpkg-divert(1)). A list of files counts only for a package that `status` has.
 */
export const DPKG: DatabaseReader = {
  kind: 'dpkg',
  read(view) {
    const status = view.text(`${HOME}/status`);
    const names = view.tree.children(`${HOME}/info`);
    const lists = namesWith(names, '.list');
    if (status === undefined) {
      if (lists.length > 0) {
        const missing = view.tree.get(`${HOME}/status`) === undefined ? 'is not there' : 'could not be read';
        view.note(
          `dpkg's /${HOME}/status ${missing}, so its ${plural(lists.length, 'list')} of files count for nothing.`,
        );
      }
      return;
    }
    const packages = readStatus(status);
    const diversions = diversionsOf(view.text(`${HOME}/diversions`) ?? '');
    const listed = new Set(lists);
    const scripts = scriptsByBase(names);
    const known = new Set<string>();
    const without: string[] = [];
    const unread: string[] = [];
    for (const one of packages) {
      const base = [one.name, `${one.name}:${one.architecture}`].find((name) => listed.has(name));
      if (base !== undefined) {
        known.add(base);
        // What dpkg runs when it changes the package; the database itself has them, and no list does.
        for (const name of scripts.get(base) ?? []) view.claim(`${HOME}/info/${name}`, one.name);
      }
      if (!one.installed) continue;
      view.addPackage(one.name);
      if (base === undefined) without.push(one.name);
      else if (!readPackage(view, one, `${HOME}/info/${base}`, diversions)) unread.push(one.name);
    }
    const strangers = lists.filter((name) => !known.has(name));
    if (strangers.length > 0) {
      view.note(
        `dpkg's info folder has lists of files of packages that its status does not know: ${someOf(strangers)}. They count for nothing.`,
      );
    }
    if (without.length > 0) {
      view.note(
        `dpkg says that these are installed, but their lists of files are missing: ${someOf(without)}.`,
      );
    }
    if (unread.length > 0) view.note(`dpkg's lists of files of these could not be read: ${someOf(unread)}.`);
  },
};

/** Distroless images have a file a package instead of one `status`, beside it its md5sums, and no lists. */
export const DPKG_STATUS_D: DatabaseReader = {
  kind: 'dpkg',
  read(view) {
    const folder = `${HOME}/status.d`;
    const names = view.tree.children(folder);
    const unread: string[] = [];
    for (const name of names) {
      if (name.endsWith('.md5sums')) continue;
      const [one] = readStatus(view.text(`${folder}/${name}`) ?? '');
      if (one === undefined) {
        unread.push(name);
        continue;
      }
      view.addPackage(one.name);
      claimDigests(view, one, view.text(`${folder}/${name}.md5sums`) ?? '', NO_DIVERSIONS);
    }
    if (unread.length > 0) view.note(`These in /${folder} describe no package: ${someOf(unread)}.`);
  },
};

interface Diversions {
  readonly paths: ReadonlyMap<string, { readonly to: string; readonly by: string }>;
  /** Last parts of those paths. */
  readonly names: ReadonlySet<string>;
}

const NO_DIVERSIONS: Diversions = { paths: new Map(), names: new Set() };

/** False when its list could not be read. */
function readPackage(view: DatabaseView, one: DpkgPackage, base: string, diversions: Diversions): boolean {
  const list = view.text(`${base}.list`);
  eachLine(list ?? '', (path) => view.claim(diverted(path, one.name, diversions), one.name));
  claimDigests(view, one, view.text(`${base}.md5sums`) ?? '', diversions);
  for (const [path, hex] of one.conffiles) {
    view.claim(diverted(path, one.name, diversions), one.name, { algorithm: 'md5', hex });
  }
  return list !== undefined;
}

function claimDigests(view: DatabaseView, { name }: DpkgPackage, sums: string, diversions: Diversions): void {
  eachLine(sums, (line) => {
    if (line.charCodeAt(HEX_LENGTH) !== SPACE) return;
    const path = line.slice(HEX_LENGTH + 2);
    const hex = line.slice(0, HEX_LENGTH);
    view.claim(diverted(path, name, diversions), name, { algorithm: 'md5', hex });
  });
}

/** Where a package's file really lies. What no diversion's last part names is let through at once. The package that asked for a diversion has its own at the old place. */
function diverted(path: string, owner: string, diversions: Diversions): string {
  if (!diversions.names.has(baseName(path))) return path;
  const found = diversions.paths.get(path.startsWith('/') ? path : `/${path.replace(/^\.\//, '')}`);
  return found === undefined || found.by === owner ? path : found.to;
}

/** Three lines each: from, to, and the package (`:` for the administrator). */
function diversionsOf(text: string): Diversions {
  const lines = [...linesOf(text.slice(0, MAX_DIVERSIONS))];
  const paths = new Map<string, { to: string; by: string }>();
  for (let i = 0; i + 2 < lines.length; i += 3) {
    paths.set(lines[i] ?? '', { to: lines[i + 1] ?? '', by: lines[i + 2] ?? '' });
  }
  return { paths, names: new Set([...paths.keys()].map(baseName)) };
}

const MAX_DIVERSIONS = 1024 * 1024;

function scriptsByBase(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const name of names) {
    const dot = name.lastIndexOf('.');
    if (!SCRIPTS.has(name.slice(dot + 1))) continue;
    const base = name.slice(0, dot);
    const known = found.get(base);
    if (known === undefined) found.set(base, [name]);
    else known.push(name);
  }
  return found;
}

const SCRIPTS: ReadonlySet<string> = new Set(['preinst', 'postinst', 'prerm', 'postrm', 'config']);

function namesWith(names: readonly string[], ending: string): readonly string[] {
  return names.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length));
}

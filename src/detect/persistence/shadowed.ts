import { baseName } from '../../base/base-name.ts';
import { environmentOf } from '../config-texts.ts';
import type { Evidence, Finding } from '../finding.ts';
import { clip, lineAt } from '../text/lines.ts';
import { type AnyView, findingOf, nodesStanding } from './finding-of.ts';

/** Tools that show what runs, or that people log in with: those are worth replacing. */
const TOOLS = [
  'ls',
  'ps',
  'netstat',
  'ss',
  'top',
  'lsof',
  'who',
  'w',
  'last',
  'lastlog',
  'login',
  'su',
  'passwd',
  'ifconfig',
  'ip',
  'kill',
  'pkill',
  'pgrep',
  'pstree',
  'pidof',
  'du',
  'df',
  'lsmod',
  'ssh',
  'sshd',
  'crontab',
  'md5sum',
  'sha256sum',
];
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** So many tools in one folder are a set of their own: uutils, Homebrew, a newer coreutils. */
const A_SET = 6;
/** So many changed programs are an image that was stripped as a whole. */
const STRIPPED = 20;

/** Tools that hide, by standing before the packaged one in PATH or in its place. */
export function shadowedFindings(view: AnyView): readonly Finding[] {
  const folders = pathFolders(view);
  const found: { folder: string; evidence: Evidence; why: string; weight: 'low' | 'medium' | 'high' }[] = [];
  for (const tool of TOOLS) {
    const places = folders.flatMap((folder) => {
      const node = view.tree.get(`${folder}/${tool}`);
      return node === undefined ? [] : [{ folder, node }];
    });
    const [first, ...others] = places;
    if (first === undefined) continue;
    const { path, entry, contentLayer } = first.node;
    const packaged = others.find(({ node }) => view.tree.resolve(node.path).kind === 'found');
    if (entry.kind !== 'file' || packaged === undefined || view.standing(packaged.node.path) !== undefined)
      continue;
    const same = view.tree.resolve(packaged.node.path);
    if (same.kind === 'found' && same.node.entry.sha256 === entry.sha256) continue;
    // Where databases speak, what they list there is theirs.
    if (
      first.folder.startsWith('usr/') &&
      !first.folder.startsWith('usr/local') &&
      view.standing(path) === undefined
    )
      continue;
    const text = entry.content?.kind === 'script' ? view.text(path) : undefined;
    const filter = text === undefined ? -1 : text.slice(0, 20_000).search(HIDES);
    const elf = entry.content?.kind === 'elf';
    if (!elf && text === undefined) continue;
    found.push({
      folder: first.folder,
      why:
        filter >= 0
          ? `/${path} stands before /${packaged.node.path} in PATH and leaves out some of what it shows`
          : `/${path} stands before /${packaged.node.path} in PATH`,
      weight: filter >= 0 ? 'high' : elf ? 'medium' : 'low',
      evidence: {
        path: `/${path}`,
        layer: contentLayer,
        ...(filter >= 0 && { line: lineAt(text ?? '', filter + 1) }),
        excerpt: filter >= 0 ? clip((text ?? '').slice(filter).trim()) : `sha256 ${entry.sha256 ?? ''}`,
      },
    });
  }
  const perFolder = Map.groupBy(found, ({ folder }) => folder);
  const odd = found.filter(
    ({ folder, weight }) => weight === 'high' || (perFolder.get(folder)?.length ?? 0) < A_SET,
  );
  const all = [...odd, ...changedTools(view)];
  const worst =
    all.find(({ weight }) => weight === 'high') ?? all.find(({ weight }) => weight === 'medium') ?? all[0];
  return findingOf('shadowed-tool', {
    severity: worst?.weight ?? 'low',
    confidence: worst?.weight === 'high' ? 'high' : 'medium',
    why: `${worst?.why}.`,
    fix: 'Compare the program with the one of the package, and take it out unless you know why it is there.',
    evidence: all.map(({ evidence }) => evidence).slice(0, 50),
  });
}

/** A wrapper that runs the tool and drops lines of its output. */
const HIDES =
  /\/(?:usr\/)?s?bin\/\w{1,20}\b[^\n]{0,200}\|\s*(?:e?grep\s+(?:-\w+\s+){0,3}-\w*v|sed\b[^\n|]{0,100}\/d|awk\b[^\n|]{0,100}!)/;

/** Whether a folder of PATH holds commands, and none that stands before one of the same name. */
export function onlyAddsCommands(view: AnyView, path: string): boolean {
  const folder = path.replaceAll(/^\/+|\/+$/g, '');
  const others = pathFolders(view).filter((other) => other !== folder);
  const names = view.tree.children(folder);
  return (
    names.length > 0 &&
    names.every((name) => others.every((other) => view.tree.get(`${other}/${name}`) === undefined))
  );
}

function pathFolders(view: AnyView): readonly string[] {
  const path = environmentOf(view.image.config).get('PATH') ?? DEFAULT_PATH;
  const folders = path
    .split(':')
    .slice(0, 30)
    .map((folder) => folder.replace(/^\/+|\/+$/g, ''));
  const seen = new Set<string>();
  return folders.filter((folder) => {
    const found = view.tree.resolve(folder);
    // With /bin a link to /usr/bin, both are one place.
    if (folder === '' || found.kind !== 'found' || seen.has(found.node.path)) return false;
    seen.add(found.node.path);
    return true;
  });
}

function changedTools(view: AnyView): readonly { evidence: Evidence; why: string; weight: 'medium' }[] {
  const changed: { path: string; layer: number; tool: boolean; sha256: string }[] = [];
  for (const { path, entry, contentLayer } of nodesStanding(view, ['changed'])) {
    if (entry.kind !== 'file') continue;
    const tool = /(?:^|\/)s?bin\/[^/]+$/.test(path) && TOOLS.includes(baseName(path));
    changed.push({ path, layer: contentLayer, tool, sha256: entry.sha256 ?? '' });
  }
  if (changed.length > STRIPPED) return [];
  return changed
    .filter(({ tool }) => tool)
    .map(({ path, layer, sha256 }) => ({
      why: `/${path} is not as its package made it`,
      weight: 'medium',
      evidence: { path: `/${path}`, layer, excerpt: `sha256 ${sha256}` },
    }));
}

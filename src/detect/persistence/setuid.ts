import { baseName } from '../../base/base-name.ts';
import type { Evidence, Finding } from '../finding.ts';
import { type AnyView, findingOf, isHiddenPath } from './finding-of.ts';

const INTERPRETER =
  /^(?:(?:ba|da|a|z|k|mk|c|tc|fi)?sh|rbash|busybox|toybox|(?:python|perl|ruby|php|lua|node|tclsh)[\d.]*|gawk|mawk|env|find|vim?|gdb|strace|socat|ncat?)$/;
const ORIGINALS = [
  ...['bash', 'dash', 'sh', 'ash', 'zsh', 'ksh', 'busybox'].flatMap((name) => [
    `bin/${name}`,
    `usr/bin/${name}`,
  ]),
  ...['python3', 'perl', 'env', 'find'].map((name) => `usr/bin/${name}`),
];
const SETUID = 0o4000;
const SETGID = 0o2000;

/** Programs that make root out of whoever starts them: shells and interpreters, by name or by content. */
export function setuidFindings(view: AnyView): readonly Finding[] {
  const shells = new Map<string, string>();
  for (const path of ORIGINALS) {
    const found = view.tree.resolve(path);
    const digest = found.kind === 'found' ? found.node.entry.sha256 : undefined;
    if (digest !== undefined && !shells.has(digest)) shells.set(digest, baseName(path));
  }
  const evidence: Evidence[] = [];
  let why = '';
  let high = false;
  for (const { path, entry, contentLayer } of view.tree.nodes.values()) {
    // Asked first, for hardly any file has them; each question reads the table of all entries.
    const { mode } = entry;
    if ((mode & (SETUID | SETGID)) === 0) continue;
    const { uid, gid, kind, content, sha256 } = entry;
    const root = ((mode & SETUID) !== 0 && uid === 0) || ((mode & SETGID) !== 0 && gid === 0);
    if (kind !== 'file' || !root || (mode & 0o111) === 0 || content?.kind !== 'elf') continue;
    const name = baseName(path);
    const copied = sha256 === undefined ? undefined : shells.get(sha256);
    const hidden = isHiddenPath(path);
    if (copied === undefined && !INTERPRETER.test(name) && !hidden) continue;
    const is =
      copied === undefined ? (hidden ? 'is hidden and' : 'is an interpreter that') : `is ${copied}, which`;
    if (why === '')
      why = `/${path} ${is} gives whoever starts it the rights of root (mode ${mode.toString(8)}).`;
    high ||= copied !== undefined || name.endsWith('sh') || hidden;
    evidence.push({
      path: `/${path}`,
      layer: contentLayer,
      excerpt: `mode ${mode.toString(8)}, owner ${uid}`,
    });
  }
  return findingOf('setuid-shell', {
    severity: high ? 'high' : 'medium',
    why,
    fix: 'Take the bit away (chmod u-s,g-s), or the program.',
    evidence: evidence.slice(0, 50),
  });
}

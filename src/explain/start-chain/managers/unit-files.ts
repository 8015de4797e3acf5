import { baseName } from '../../../base/base-name.ts';
import type { Chain } from '../chain.ts';
import { isFolder, namesIn, type Steps, textOf } from './service-files.ts';

/** In the order in which systemd looks (systemd.unit(5), "Unit File Load Path"). */
const FOLDERS = [
  '/etc/systemd/system',
  '/run/systemd/system',
  '/usr/local/lib/systemd/system',
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
];
const MAX_LINES = 5000;
const MAX_DROP_INS = 50;

export interface UnitSetting {
  readonly key: string;
  readonly value: string;
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

export interface Unit {
  readonly name: string;
  readonly settings: readonly UnitSetting[];
  /** `absent`: no file; `masked`: a link to /dev/null or an empty file; `unkept`: its text was not kept. */
  readonly state: 'loaded' | 'absent' | 'masked' | 'unkept';
  /** Names that folders `NAME.wants` and `NAME.requires` hold. */
  readonly wanted: readonly string[];
}

/** No file has a longer name. */
const MAX_NAME = 255;

/** Reads a unit as systemd would: the first file on the load path, its drop-ins, its `.wants` and `.requires`. */
export function readUnit(chain: Chain, name: string, steps: Steps): Unit {
  if (name.length > MAX_NAME) return { name, settings: [], state: 'absent', wanted: [] };
  const template = name.replace(/@.*(?=\.\w+$)/, '@');
  const names = name === template ? [name] : [name, template];
  const wanted = names.flatMap((each) =>
    FOLDERS.flatMap((folder) =>
      ['wants', 'requires'].flatMap((kind) => namesIn(chain, `${folder}/${each}.${kind}`, steps)),
    ),
  );
  for (const each of names) {
    for (const folder of FOLDERS) {
      const path = `${folder}/${each}`;
      const node = chain.tree.get(path.slice(1));
      const masked = node?.entry.kind === 'symlink' && node.entry.target === '/dev/null';
      if (masked) return { name, settings: [], state: 'masked', wanted };
      const found = chain.tree.resolve(path.slice(1));
      if (found.kind !== 'found' || found.node.entry.kind !== 'file') continue;
      if (found.node.entry.size === 0) return { name, settings: [], state: 'masked', wanted };
      const text = textOf(chain, path);
      if (text === undefined) return { name, settings: [], state: 'unkept', wanted };
      const own = parseUnit(text, `/${found.node.path}`);
      return { name, settings: [...own, ...dropIns(chain, names, steps)], state: 'loaded', wanted };
    }
  }
  return { name, settings: dropIns(chain, names, steps), state: 'absent', wanted };
}

function dropIns(chain: Chain, names: readonly string[], steps: Steps): UnitSetting[] {
  const paths = names.flatMap((name) =>
    FOLDERS.map((folder) => `${folder}/${name}.d`)
      .filter((folder) => isFolder(chain, folder))
      .flatMap((folder) => namesIn(chain, folder, steps).map((file) => `${folder}/${file}`)),
  );
  return paths
    .filter((path) => path.endsWith('.conf'))
    .slice(0, MAX_DROP_INS)
    .flatMap((path) => parseUnit(textOf(chain, path) ?? '', path));
}

/** `Key=value` lines, a backslash at the end joining the next (systemd.syntax(7)). Sections are not needed here. */
function parseUnit(text: string, path: string): UnitSetting[] {
  const settings: UnitSetting[] = [];
  let joined = '';
  let start = 0;
  for (const [index, raw] of text.split('\n', MAX_LINES).entries()) {
    const line = raw.slice(0, 8000).trim();
    if (/^[#;]/.test(line)) continue;
    if (joined === '') start = index + 1;
    joined = (joined + line).slice(0, 16_000);
    if (joined.endsWith('\\')) {
      joined = `${joined.slice(0, -1)} `;
      continue;
    }
    const at = joined.indexOf('=');
    if (at > 0 && !joined.startsWith('['))
      settings.push({
        key: joined.slice(0, at).trim(),
        value: joined.slice(at + 1).trim(),
        path,
        line: start,
      });
    joined = '';
  }
  return settings;
}

/** The values of a setting in order; an empty one takes back those before it. */
export function valuesOf(unit: Unit, key: string): readonly UnitSetting[] {
  const found: UnitSetting[] = [];
  for (const setting of unit.settings) {
    if (setting.key !== key) continue;
    if (setting.value === '') found.length = 0;
    else found.push(setting);
  }
  return found;
}

/** The unit that `default.target` stands for. */
export function defaultTarget(chain: Chain): string {
  for (const folder of FOLDERS) {
    const node = chain.tree.get(`${folder.slice(1)}/default.target`);
    const target = node?.entry.kind === 'symlink' ? node.entry.target : undefined;
    if (target !== undefined) return baseName(target);
    if (node !== undefined) return 'default.target';
  }
  return 'multi-user.target';
}

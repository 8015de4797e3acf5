export interface IniEntry {
  readonly section: string;
  readonly key: string;
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

const MAX_LINES = 20_000;

/** Reads an INI file as Python's ConfigParser does: `[section]`, `key = value`, indented lines continue a value. */
export function parseIni(text: string): IniEntry[] {
  const entries: { section: string; key: string; parts: string[]; line: number }[] = [];
  let section = '';
  for (const [index, raw] of text.split('\n', MAX_LINES).entries()) {
    const line = raw.slice(0, 16_000).trimEnd();
    const bare = line.trimStart();
    if (bare === '' || bare.startsWith('#') || bare.startsWith(';')) continue;
    const last = entries.at(-1);
    if (bare !== line && last !== undefined && last.section === section) {
      last.parts.push(bare);
      continue;
    }
    if (bare.startsWith('[') && bare.includes(']')) {
      section = bare.slice(1, bare.indexOf(']')).trim();
      continue;
    }
    const at = bare.search(/[=:]/);
    if (at <= 0) continue;
    const value = bare
      .slice(at + 1)
      .replace(/\s;.*$/, '')
      .trim();
    entries.push({ section, key: bare.slice(0, at).trim().toLowerCase(), parts: [value], line: index + 1 });
  }
  return entries.map(({ parts, ...entry }) => ({ ...entry, value: parts.join(' ').trim() }));
}

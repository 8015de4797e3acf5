import type { SystemPackage } from './package.ts';

const MAX_FIELD = 200;

/** Paragraphs of `Field: value` (deb-control(5)); what is not installed (`deinstall ok config-files`) is left out. */
export function dpkgPackages(text: string): readonly SystemPackage[] {
  const packages: { name: string; version: string }[] = [];
  for (const fields of paragraphs(text, /^(Package|Version|Status|Architecture|Multi-Arch): *(.*)$/)) {
    const name = fields.get('Package');
    const status = fields.get('Status');
    if (name === undefined || (status !== undefined && !status.endsWith(' installed'))) continue;
    const several = fields.get('Multi-Arch') === 'same' && fields.has('Architecture');
    const full = several ? `${name}:${fields.get('Architecture')}` : name;
    packages.push({ name: full, version: fields.get('Version') ?? '' });
  }
  return packages;
}

/** Paragraphs of one letter, colon, value (apk-package(5), "installed"). */
export function apkPackages(text: string): readonly SystemPackage[] {
  return paragraphs(text, /^([PV]):(.*)$/).flatMap((fields) => {
    const name = fields.get('P');
    return name === undefined ? [] : [{ name, version: fields.get('V') ?? '' }];
  });
}

function paragraphs(text: string, field: RegExp): readonly ReadonlyMap<string, string>[] {
  const all: Map<string, string>[] = [];
  let fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (line.trim() === '') {
      if (fields.size > 0) all.push(fields);
      fields = new Map();
      continue;
    }
    // A line longer than that is a file list or a description.
    const match = line.length > 1000 ? null : field.exec(line);
    if (match?.[1] !== undefined) fields.set(match[1], (match[2] ?? '').trim().slice(0, MAX_FIELD));
  }
  if (fields.size > 0) all.push(fields);
  return all;
}

import { type FileKind, parseYamlFile } from '../policy/yaml-file.ts';
import { IGNORE_KEYS, type IgnoreFile, type IgnoreFileData, ignoreFileSchema } from './ignore-file.ts';

const IGNORE_FILE: FileKind<IgnoreFileData> = {
  noun: 'ignore file',
  schema: ignoreFileSchema,
  keysAt: (path) => (path.length === 0 ? IGNORE_KEYS.file : IGNORE_KEYS.entry),
  hint: 'An ignore file looks like: version: 1, ignore: [{rule, path, reason, expires}].',
};

/**
 * Parses an ignore file's text (YAML 1.2, of which JSON is a part). `name` is what people call the file.
 * Throws `policy-invalid`, naming the line.
 */
export function loadIgnoreFile(text: string, name: string): IgnoreFile {
  const { data, lineOf, error } = parseYamlFile(text, name, IGNORE_FILE);
  const entries = data.ignore.map(({ rule, path, image, indicator, fingerprint, reason, expires }, index) => {
    const at = ['ignore', index];
    const narrow = image !== undefined || indicator !== undefined || fingerprint !== undefined;
    if (!narrow && rule.some(matchesAll) && (path === undefined || path.some(matchesAll))) {
      throw error('has an entry that hides every finding', at, 'Name a rule, or a path, image or indicator.');
    }
    return {
      line: lineOf(at) ?? 1,
      rule,
      ...(path === undefined ? {} : { path }),
      ...(image === undefined ? {} : { image }),
      ...(indicator === undefined ? {} : { indicator }),
      ...(fingerprint === undefined ? {} : { fingerprint }),
      reason,
      expires,
    };
  });
  return { name, entries };
}

/** A glob that names nothing. */
function matchesAll(glob: string): boolean {
  return /^[*?/]+$/.test(glob);
}

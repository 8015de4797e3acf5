import type { FoundSecret } from './door.ts';
import { isPlaceholder } from './placeholder.ts';

interface Format {
  /** The file's path, or that of the file which a script writes. */
  readonly file: RegExp;
  /** Each match ends with the secret, in group 2; group 1 says whose. */
  readonly line: RegExp;
  readonly door: FoundSecret['door'];
  readonly what: (whose: string) => string;
}

/** Files in which programs look for passwords by themselves. */
const FORMATS: readonly Format[] = [
  {
    file: /(?:^|\/)[._]netrc$/,
    line: /\bmachine\s{1,20}(\S{1,256})\s{1,20}login\s{1,20}\S{1,256}\s{1,20}password\s{1,20}(\S{3,256})/g,
    door: 'password',
    what: (host) => `the password for ${host} of .netrc`,
  },
  {
    file: /(?:^|\/)\.pgpass$/,
    line: /^([^#\s:]{1,256}):[^\n:]{1,20}:[^\n:]{1,128}:[^\n:]{1,128}:([^\n]{3,256})$/gm,
    door: 'password',
    what: (host) => `the password of PostgreSQL at ${host}`,
  },
  {
    file: /(?:^|\/)\.?npmrc$/,
    line: /^[ \t]{0,20}((?:\/\/[^\s=]{1,256}:)?_(?:authToken|auth|password))[ \t]{0,20}=[ \t]{0,20}"?([^\s"]{8,4000})/gm,
    door: 'registry',
    what: () => 'a login of an npm registry',
  },
  {
    file: /(?:^|\/)\.pypirc$|(?:^|\/)\.(?:gem|cargo|config\/composer|composer)\/(?:credentials(?:\.toml)?|auth\.json)$/,
    line: /\b(password|token|rubygems_api_key|api_key)"?[ \t]{0,20}[=:][ \t]{0,20}"?([^\s"]{8,4000})/g,
    door: 'registry',
    what: () => 'a login of a package registry',
  },
];

/** @param path of the text, or of the file that a script writes it to */
export function credentialFile(path: string, text: string): readonly FoundSecret[] {
  return FORMATS.filter(({ file }) => file.test(path)).flatMap(({ line, door, what }) =>
    [...text.matchAll(line)].flatMap((match): readonly FoundSecret[] => {
      const [whole, whose = '', secret = ''] = match;
      if (isPlaceholder(secret) || /^[$%{]/.test(secret)) return [];
      const start = match.index + whole.length - secret.length;
      return [{ door, what: what(whose), start, end: start + secret.length }];
    }),
  );
}

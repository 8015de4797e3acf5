import { type Line, lines } from '../text/lines.ts';

/** The lines of a configuration that say something: comments and blank lines left out. */
export function activeLines(text: string, comment: RegExp = /^\s*[#;]/): readonly Line[] {
  return [...lines(text)].filter((line) => line.text.trim() !== '' && !comment.test(line.text));
}

export interface IniSetting {
  /** Of `[section]`; empty before the first. */
  readonly section: string;
  readonly key: string;
  readonly value: string;
  readonly line: Line;
}

/** The settings of an .ini file, in its order. */
export function settingsOf(text: string): readonly IniSetting[] {
  let section = '';
  return activeLines(text).flatMap((line) => {
    section = /^\s*\[([^\]]{1,64})\]/.exec(line.text)?.[1] ?? section;
    const [, key, value = ''] =
      /^\s*([\w.-]{1,64}(?: [\w.-]{1,64}){0,3})\s*=\s*(\S.{0,255})$/.exec(line.text) ?? [];
    return key === undefined ? [] : [{ section, key, value: value.trim(), line }];
  });
}

/** XML with its comments blanked out, line by line, so that what stands in them does not count. */
export function withoutXmlComments(text: string): string {
  let out = '';
  let at = 0;
  for (let start = text.indexOf('<!--'); start !== -1; start = text.indexOf('<!--', at)) {
    const end = text.indexOf('-->', start + 4);
    const stop = end === -1 ? text.length : end + 3;
    out += text.slice(at, start) + text.slice(start, stop).replaceAll(/[^\n]/g, ' ');
    at = stop;
  }
  return out + text.slice(at);
}

/** Passwords that every scanner tries first. */
const WEAK =
  /^(?:|admin\d*|administrator|root\d*|toor|tomcat\d*|manager|s3cret|secret|passw(?:or)?d\d*|pass|test\d*|guest|user|default|changeit|changeme|qwerty|letmein|welcome|mysql|postgres|\d{1,8}|abc123|role1|both)$/i;

export function isWeakPassword(password: string): boolean {
  return WEAK.test(password);
}

import { quote } from '../../program-text/call-arguments.ts';
import type { ServerSetting } from './server.ts';

const MAX_VALUE = 8000;
const MAX_LINES = 200;
const QUOTED = /"((?:[^"\\]|\\.)*)"|'([^']*)'/g;
const ELEMENT =
  /\b(?:executable|value|command)\s{0,9}=\s{0,9}(?:"([^"]{0,4000})"|'([^']{0,4000})')|<(?:executable|argument|arg|command)>([^<]{0,4000})<|\bline\s{0,9}=\s{0,9}(?:"([^"]{0,4000})"|'([^']{0,4000})')/gi;

/** The commands that a setting's value comes to, by what the server takes it for. */
export function commandsOf(
  kind: Exclude<ServerSetting['kind'], object | 'programs'>,
  value: string,
): readonly string[] {
  switch (kind) {
    case 'command':
      return [plain(value)];
    case 'words':
      return [textsIn(value).map(quote).join(' ')];
    case 'texts':
      return textsIn(value);
    case 'elements':
      return [elementWords(value)];
    case 'lines':
      return value
        .slice(0, MAX_VALUE)
        .split('\n', MAX_LINES)
        .map((line) => line.trim().replace(/^-\s{1,9}/, ''))
        .filter((line) => line !== '' && !/^[#;]/.test(line));
  }
}

/** A value without what quotes need, and without what ends a directive. */
export function plain(value: string): string {
  return value
    .slice(0, MAX_VALUE)
    .replaceAll("''", "'")
    .replace(/\\(["'])/g, '$1')
    .trim();
}

function textsIn(value: string): readonly string[] {
  return [...value.slice(0, MAX_VALUE).matchAll(QUOTED)].map((text) => plain(text[1] ?? text[2] ?? ''));
}

/** `<executable>sh</executable> … <argument>-c</argument>`, `<exec executable="sh"><arg value="-c"/>`. */
function elementWords(value: string): string {
  return [...value.slice(0, MAX_VALUE).matchAll(ELEMENT)]
    .map(([, double, single, inside, line, otherLine]) => {
      const word = double ?? single ?? inside;
      return word === undefined ? fromMarkup(line ?? otherLine ?? '') : quote(fromMarkup(word.trim()));
    })
    .join(' ');
}

function fromMarkup(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

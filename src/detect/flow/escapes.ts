const ESCAPE = /\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|([^]))/g;
const NAMED: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  e: '\x1b',
  f: '\f',
  v: '\v',
  '\n': '',
};

/** A string's text with its escapes resolved, as most languages read them. */
export function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    ESCAPE,
    (_whole, hex?: string, octal?: string, point?: string, unit?: string, char = '') => {
      const code = Number.parseInt(hex ?? octal ?? point ?? unit ?? '', octal === undefined ? 16 : 8);
      if (Number.isNaN(code)) return NAMED[char] ?? char;
      return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    },
  );
}

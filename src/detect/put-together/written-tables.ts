/** Tables of one text, their elements, and uses that are put in place. */
const MAX_TABLES = 200;
const MAX_ELEMENTS = 500;
const MAX_USES = 5000;
/** Characters that they come to. */
const MAX_PUT = 256 * 1024;
/** How far back on its line it is looked whether a use stands in a text. */
const MAX_BACK = 400;

interface TableLanguage {
  /** A table that is set, its name and what stands in it in the first two groups. */
  readonly tables: RegExp;
  /** A use of one element: the table's name, then its key or number. */
  readonly uses: RegExp;
  /** The number of the first element. */
  readonly first: number;
}

const LANGUAGES: Readonly<Record<'php' | 'perl' | 'lua', TableLanguage>> = {
  php: {
    tables: /\$(\w{1,60})\s{0,9}=\s{0,9}(?:array\s{0,9}\(|\[)([^[\]()]{1,4000})[\])]/g,
    uses: /\$(\w{1,60})\s{0,3}\[\s{0,9}(?:["'](\w{1,60})["']|(\d{1,4}))\s{0,9}\](?!\s{0,9}(?:[.+]?=(?!=)|\[))/g,
    first: 0,
  },
  perl: {
    tables: /[%@$](\w{1,60})\s{0,9}=\s{0,9}[({[]([^(){}[\]]{1,4000})[)}\]]/g,
    uses: /\$(\w{1,60})\s{0,3}(?:->\s{0,3})?(?:\{\s{0,9}["']?(\w{1,60})["']?\s{0,9}\}|\[\s{0,9}(\d{1,4})\s{0,9}\])(?!\s{0,9}(?:\.?=(?![=~])|=~|\[|\{|->))/g,
    first: 0,
  },
  lua: {
    tables: /\b(\w{1,60})\s{0,9}=\s{0,9}\{([^{}]{1,4000})\}/g,
    uses: /(?<![\w.:])(\w{1,60})\s{0,3}(?:\.(\w{1,60})|\[\s{0,9}(?:["'](\w{1,60})["']|(\d{1,4}))\s{0,9}\])(?!\s{0,9}(?:=(?!=)|\(|\[|\.\w))/g,
    first: 1,
  },
};

const ELEMENT =
  /(?:\[?\s{0,9}(?:["'](\w{1,60})["']|(?<![\w"'])(\w{1,60}))\s{0,9}\]?\s{0,9}=>?\s{0,9})?("(?:[^"\\\n]|\\.){0,2000}"|'(?:[^'\\\n]|\\.){0,2000}')/g;

/**
 * Elements of tables that a program writes down, in place of where they are used: `$a = ['x' => 'cu']; f($a['x'])` as
 * `f('cu')`. Only texts are put in place; lines stay what they are.
 */
export function withWrittenTables(text: string, language: keyof typeof LANGUAGES): string {
  const { tables, uses, first } = LANGUAGES[language];
  const elements = new Map<string, ReadonlyMap<string, string>>();
  for (const [, name = '', inside = ''] of text.matchAll(tables)) {
    if (elements.size >= MAX_TABLES) break;
    const own = elementsOf(inside, first);
    if (own.size > 0) elements.set(name, own);
  }
  if (elements.size === 0) return text;
  let left = MAX_USES;
  let room = MAX_PUT;
  return text.replaceAll(uses, (whole: string, name: string, ...groups: unknown[]) => {
    const key = groups.slice(0, -2).find((group) => typeof group === 'string');
    const written = elements.get(name)?.get(String(key));
    if (written === undefined || left-- <= 0 || written.length > room) return whole;
    room -= written.length;
    const lines = whole.replaceAll(/[^\n]/g, '');
    const at = Number(groups.at(-2));
    return (isInText(text, at) ? written.slice(1, -1) : written) + lines;
  });
}

function elementsOf(inside: string, first: number): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let next = first;
  for (const [, quoted, bare, written = ''] of inside.matchAll(ELEMENT)) {
    if (found.size >= MAX_ELEMENTS) break;
    found.set(quoted ?? bare ?? String(next++), written);
  }
  return found;
}

/** Whether an index stands between double quotes of its line. */
function isInText(text: string, at: number): boolean {
  let isIn = false;
  for (let back = at - 1; back >= Math.max(0, at - MAX_BACK) && text[back] !== '\n'; back--)
    if (text[back] === '"' && text[back - 1] !== '\\') isIn = !isIn;
  return isIn;
}

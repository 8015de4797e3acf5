/** How a language writes that a library is loaded by its name, and how texts come that may be code. */
interface Loading {
  readonly loads?: RegExp;
  readonly decode: RegExp;
  readonly fetch: RegExp;
}

/** Variables that are set to one another, one after the other. */
const MAX_HOPS = 4;
const NAME = /\$\{?([A-Za-z_]\w{0,60})/g;
/** A variable as a whole, not what lies below it: a setting that names a module is no code. */
const WHOLE = /\$\{?([A-Za-z_]\w{0,60})\}?(?!\w|\s{0,9}(?:->|\[|\{))/g;

/**
 * A call that evaluates text, without what only loads a library by its name (`eval "require $class"`). A variable that is set to
 * what was decoded or fetched may hold any code behind a name.
 */
export function withoutLoading(call: string, text: string, { loads, decode, fetch }: Loading): string {
  const found = loads?.exec(call);
  if (loads === undefined || found === null || found === undefined) return call;
  const seen = new Set<string>();
  let names = namesIn(found[0], NAME);
  for (let hop = 0; hop < MAX_HOPS && names.length > 0; hop++) {
    const values = names.flatMap((name) => valuesOf(name, text));
    if (values.some((value) => decode.test(value) || fetch.test(value))) return call;
    for (const name of names) seen.add(name);
    names = [...new Set(values.flatMap((value) => namesIn(value, WHOLE)))].filter((name) => !seen.has(name));
  }
  return call.replace(loads, "''");
}

function namesIn(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

function valuesOf(name: string, text: string): readonly string[] {
  const set = new RegExp(String.raw`\$${name}\s{0,9}\.?=(?![=~])([^;\n]{0,300})`, 'g');
  return [...text.matchAll(set)].map((match) => match[1] ?? '');
}

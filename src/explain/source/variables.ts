/**
 * Replaces `$name`, `${name}`, `${name:-word}` and `${name:+word}` as builders do in most instructions (Dockerfile
 * reference, "Environment replacement"), and takes quotes away where `unquote` says so. Linear.
 */
export function expand(text: string, lookup: (name: string) => string | undefined, unquote = true): string {
  const pieces: string[] = [];
  let quote = '';
  let at = 0;
  while (at < text.length) {
    const character = text[at] ?? '';
    if (character === '\\' && quote !== "'") {
      const next = text[at + 1] ?? '';
      const keeps = quote === '"' && !/["$\\]/.test(next);
      pieces.push(unquote && !keeps ? next : character + next);
      at += 2;
    } else if ((character === '"' || character === "'") && (quote === '' || quote === character)) {
      if (!unquote) pieces.push(character);
      quote = quote === '' ? character : '';
      at++;
    } else if (character === '$' && quote !== "'") {
      const { value, next } = variableAt(text, at, lookup);
      pieces.push(value);
      at = next;
    } else {
      pieces.push(character);
      at++;
    }
  }
  return pieces.join('');
}

const MAX_NAME = 1000;

function variableAt(
  text: string,
  at: number,
  lookup: (name: string) => string | undefined,
): { value: string; next: number } {
  const rest = text.slice(at + 1, at + 1 + MAX_NAME);
  const plain = /^\w+/.exec(rest)?.[0];
  if (plain !== undefined) return { value: lookup(plain) ?? '', next: at + 1 + plain.length };
  const braced = /^\{(\w+)(?:(:?[-+])([^{}]*))?\}/.exec(rest);
  if (braced === null) return { value: '$', next: at + 1 };
  const [whole, name = '', operator, word = ''] = braced;
  const known = lookup(name);
  const isSet =
    operator?.startsWith(':') === true ? known !== undefined && known !== '' : known !== undefined;
  const next = at + 1 + whole.length;
  if (operator === undefined) return { value: known ?? '', next };
  if (operator.endsWith('+')) return { value: isSet ? word : '', next };
  return { value: isSet ? (known ?? '') : word, next };
}

/** Words at blanks outside quotes, quotes kept. Linear. */
export function quotedWords(text: string): string[] {
  const words: string[] = [];
  let from = -1;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    const blank = quote === '' && /\s/.test(character);
    if (blank) {
      if (from !== -1) words.push(text.slice(from, at));
      from = -1;
      continue;
    }
    if (from === -1) from = at;
    if (character === '\\' && quote !== "'") at++;
    else if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
  }
  if (from !== -1) words.push(text.slice(from));
  return words;
}

import { eachToken, MAX_TOKENS, type Syntax } from '../../flow/tokens.ts';

/** Shorter literals say nothing by themselves. */
const MIN_LITERAL = 6;

/**
 * A program without what stands outside of its texts: those in quotes, a line's beside each other as they stood, joined by `+`
 * where they were.
 */
export function literalsOf(text: string, syntax: Syntax): string {
  const kept: string[] = [];
  let end = 0;
  let tokens = 0;
  eachToken(text, syntax, ({ kind, text: inside, at }) => {
    tokens++;
    if ((kind === 'string' || kind === 'template') && inside.length >= MIN_LITERAL) {
      const start = text.indexOf(inside, at);
      const quote = text.charAt(start - 1);
      if (kept.length > 0) kept.push(between(text.slice(end, at)));
      kept.push(quote, inside, quote);
      end = start + inside.length;
    }
    return tokens < MAX_TOKENS;
  });
  return kept.join('');
}

/** @param code from a literal's closing quote to the next literal */
function between(code: string): string {
  if (code.includes('\n')) return '\n';
  return code.length < 100 && /^["'`]+\s*\+\s*$/.test(code) ? ' + ' : ', ';
}

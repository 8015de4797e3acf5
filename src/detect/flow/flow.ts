import { Calls, type Found } from './calls.ts';
import { Cursor } from './cursor.ts';
import type { Dialect } from './dialect.ts';
import { Reader } from './reader.ts';
import { Scopes } from './scopes.ts';
import { MAX_TOKENS, tokensOf } from './tokens.ts';

export type { CarriedCode, Found, RequestFlow } from './calls.ts';

/** What one function hands to another shows in the next pass. */
const PASSES = 8;
/**
 * Passes that texts which functions hand to one another are followed for: what functions count and collect is another text in
 * each, in any large program. More are for what the request says, where anything would act on it.
 */
const PASSES_OF_TEXTS = 3;
/** Of what a program runs, texts are followed as far in so many tokens. */
const FEW_TOKENS = 10_000;

/**
 * Where in a program something that the sender of a request decides reaches a function that runs it. A walk over
 * the text's tokens that follows assignments and calls inside of it, not an interpreter: branches are all taken,
 * loops run once, what cannot be told is unknown. Linear in the text.
 */
export function requestFlows(text: string, dialect: Dialect): Found & { readonly missed: boolean } {
  const tokens = tokensOf(text, dialect.syntax);
  const scopes = new Scopes(dialect.closures);
  const isSmall = tokens.length <= FEW_TOKENS;
  let found: Found = { flows: [], code: [], commands: [] };
  for (let pass = 0; pass < PASSES; pass++) {
    scopes.restart();
    const calls = new Calls(dialect, scopes, text);
    new Reader(new Cursor(tokens), { dialect, scopes, calls }).program();
    found = calls.found;
    if (!scopes.news) break;
    if (dialect.tellsCommands === true && !calls.lacks) break;
    if (pass + 1 >= PASSES_OF_TEXTS && !((scopes.spreads || (calls.lacks && isSmall)) && calls.mayAct)) break;
  }
  return { ...found, missed: scopes.missed || tokens.length >= MAX_TOKENS };
}

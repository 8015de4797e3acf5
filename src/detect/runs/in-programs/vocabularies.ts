import type { Language } from '../../text/language.ts';
import { foreign } from './languages/foreign.ts';
import { lua } from './languages/lua.ts';
import { node } from './languages/node.ts';
import { perl } from './languages/perl.ts';
import { php } from './languages/php.ts';
import { python } from './languages/python.ts';
import { ruby } from './languages/ruby.ts';
import type { Vocabulary } from './vocabulary.ts';

/** By language; open to the test that holds `words` against the expressions. */
export const VOCABULARIES: ReadonlyMap<Language, Vocabulary> = new Map([
  ['python', python],
  ['node', node],
  ['php', php],
  ['perl', perl],
  ['ruby', ruby],
  ['lua', lua],
  ['foreign', foreign],
]);

import { NODE_SYNTAX } from '../flow/node-syntax.ts';
import type { Syntax } from '../flow/tokens.ts';
import type { WorkedLanguage } from './machine.ts';

/** Python, as far as telling code from texts and comments goes. */
const PYTHON_SYNTAX: Syntax = {
  comments: ['#'],
  blocks: [],
  quotes: { "'": 'string', '"': 'string' },
  multiline: '',
  lines: true,
  tripleQuotes: true,
  prefixes: {
    f: 'template',
    rf: 'template',
    fr: 'template',
    b: 'string',
    r: 'string',
    u: 'string',
    br: 'string',
    rb: 'string',
  },
};

export function syntaxOf(language: WorkedLanguage): Syntax {
  return language === 'python' ? PYTHON_SYNTAX : NODE_SYNTAX;
}

import type { Syntax } from './tokens.ts';

/** Python, as far as telling code from texts and comments goes. */
export const PYTHON_SYNTAX: Syntax = {
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

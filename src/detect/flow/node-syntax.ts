import type { Syntax } from './tokens.ts';

/** JavaScript and TypeScript, as far as telling code from texts and comments goes. */
export const NODE_SYNTAX: Syntax = {
  comments: ['//'],
  blocks: [['/*', '*/']],
  quotes: { "'": 'string', '"': 'string', '`': 'template' },
  multiline: '`',
  nestedTemplates: true,
  regexes: true,
};

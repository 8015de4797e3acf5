import { NODE_SYNTAX } from '../flow/node-syntax.ts';
import { PYTHON_SYNTAX } from '../flow/python-syntax.ts';
import type { Syntax } from '../flow/tokens.ts';
import type { WorkedLanguage } from './around.ts';

export function syntaxOf(language: WorkedLanguage): Syntax {
  return language === 'python' ? PYTHON_SYNTAX : NODE_SYNTAX;
}

import { LineIndex } from '../../explain/program-text/line-index.ts';
import type { EmbeddedCommand } from '../../explain/program-text/program-commands.ts';
import { requestFlows } from '../flow/flow.ts';
import type { CarriedText } from '../shell/model.ts';
import type { Language } from '../text/language.ts';
import { notShown } from '../text/not-shown.ts';
import { phpCode } from '../web-languages/pages.ts';
import { lua } from './languages/lua.ts';
import { perl } from './languages/perl.ts';
import { php } from './languages/php.ts';
import { ruby } from './languages/ruby.ts';
import type { PutTogetherLanguage } from './put-together-language.ts';

const LANGUAGES: Partial<Record<Language, PutTogetherLanguage>> = { php, perl, ruby, lua };
const MAX_TEXT = 1024 * 1024;

/** What programs of PHP, Perl, Ruby and Lua run that their plain text does not show. */
export interface PutTogether {
  readonly commands: readonly EmbeddedCommand[];
  readonly carried: readonly CarriedText[];
}

const NOTHING: PutTogether = { commands: [], carried: [] };

/** @param shown the commands that the text shows by itself */
export function putTogether(
  source: string,
  language: Language,
  shown: readonly EmbeddedCommand[],
): PutTogether {
  const reader = LANGUAGES[language];
  if (reader === undefined || source.length > MAX_TEXT || !reader.mayRun.test(source)) return NOTHING;
  const code = language === 'php' && source.includes('<?') ? phpCode(source) : source;
  const { text, code: inner } = reader.prepared(code);
  const found = requestFlows(text, reader.dialect);
  const index = new LineIndex(text);
  const commands = found.commands.map((command) => ({ text: command.text, line: index.lineAt(command.at) }));
  const carried = [...found.code, ...inner]
    .filter((one) => one.text.length > 7)
    .map((one) => ({ text: one.text, line: index.lineAt(one.at), language }));
  return { commands: notShown(commands, shown), carried };
}

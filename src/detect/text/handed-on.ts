import type { EmbeddedCommand } from '../../explain/program-text/program-commands.ts';
import type { CarriedText } from '../shell/model.ts';
import type { Around, WorkedLanguage } from '../worked-out/around.ts';
import { MAX_REPEATED, type WorkedOut, workOut } from '../worked-out/worked-out.ts';
import { type Language, languageOf } from './language.ts';
import { notShown } from './not-shown.ts';
import { unlessNothing } from './nothing-found.ts';
import { TEXT_GATES } from './word-gate.ts';

/** One of these stands in whatever hands something on; a text without is not worked out. */
const WORDS = TEXT_GATES.gate([
  'system',
  'popen',
  'subprocess',
  'exec',
  'spawn',
  'eval',
  'Function',
  'constructor',
  'getoutput',
  'getattr',
  '__import__',
  'child_',
  '_process',
  'builtins',
  'getBuiltin',
  'globalThis',
]);
/** In Python, many of them are parts of other words, or in a sentence. */
const PYTHON_WORDS =
  /popen|subprocess|(?<!platform)\.system\b|\bsystem(?:\s{0,5}\(|\s{1,5}as\b|["'])|\bimport\b[^\n]{0,200}\bsystem\b|\b(?:posix_)?(?:exec|spawn)(?:[lv]p?e?)?\s{0,5}[(,)\]]|\bexec\b|execfile|\beval\b|getoutput|getstatusoutput|getattr|__import__|import_module|builtins/i;
/** In JavaScript, `exec` alone is what expressions have. */
const NODE_WORDS =
  /child_|_process|\beval\b|\bFunction\s{0,5}\(|(?:exec|spawn)(?:File)?Sync|\bspawn\b|mainModule|getBuiltinModule|\brunIn\w{1,20}Context|\.constructor\s{0,5}\(|["'`]constructor["'`]|\b(?:Bun|Deno)\.|\b(?:globalThis|global|window)\s{0,5}\[/;

/** What a program hands on that its plain text does not show. */
export interface HandedOn {
  readonly commands: readonly EmbeddedCommand[];
  readonly carried: readonly CarriedText[];
  /** Lines on which it runs what came from the network. */
  readonly fetched: readonly number[];
  readonly unfollowed: boolean;
  /** The work that it was, as `TextUnit.parts` counts it. */
  readonly parts: number;
}

const NOTHING: HandedOn = { commands: [], carried: [], fetched: [], unfollowed: false, parts: 0 };
/** Tokens read again in the time that one part of a shell script takes. */
const TOKENS_A_PART = 2;

/** @param shown the commands that the text shows by itself */
export function handedOn(
  text: string,
  language: Language,
  shown: readonly EmbeddedCommand[],
  around: Around,
): HandedOn {
  if (language !== 'python' && language !== 'node') return NOTHING;
  if (!WORDS.test(text) || !(language === 'node' ? NODE_WORDS : PYTHON_WORDS).test(text)) return NOTHING;
  const { readFile, ...place } = around;
  const worked = unlessNothing<WorkedOut | undefined>(
    { question: `worked-out ${language} ${place.path}`, text, ...(readFile && { readFile }) },
    (repeated) => ({ ...NO_WORK, repeated }),
    (reading) => {
      const found = workedOut(text, language, { ...place, ...(reading && { readFile: reading }) });
      return { found, ...(isNoWork(found) && { nothing: found?.repeated ?? 0 }) };
    },
  );
  if (worked === undefined) return { ...NOTHING, unfollowed: true, parts: MAX_REPEATED };
  const { commands, codes, files, fetched, unfollowed, repeated } = worked;
  const carried = codes
    .filter((code) => !text.includes(code.text))
    .map((code) => ({
      ...code,
      language: languageOf('', undefined, code.text) === 'shell' ? ('shell' as const) : language,
    }));
  return {
    commands: notShown(commands, shown),
    carried: [...carried, ...written(text, files, commands)],
    fetched,
    unfollowed,
    parts: Math.floor(repeated / TOKENS_A_PART),
  };
}

const NO_WORK: Omit<WorkedOut, 'repeated'> = {
  commands: [],
  codes: [],
  files: [],
  fetched: [],
  unfollowed: false,
};

function isNoWork(work: WorkedOut | undefined): boolean {
  if (work === undefined || work.unfollowed) return false;
  return [work.commands, work.codes, work.files, work.fetched].every((all) => all.length === 0);
}

/** Undefined where a text that somebody made for it is more than it can read: nothing of the rest is lost by that. */
function workedOut(text: string, language: WorkedLanguage, around: Around): WorkedOut | undefined {
  try {
    return workOut(text, language, around);
  } catch {
    return undefined;
  }
}

/** Files whose text is put together; one that a command then names is read as what that runs. */
function written(
  text: string,
  files: WorkedOut['files'],
  commands: WorkedOut['commands'],
): readonly CarriedText[] {
  return files
    .filter((file) => file.text.length > 3 && !text.includes(file.text))
    .map((file) => {
      const language = languageOf(file.path, undefined, file.text);
      const isRun = commands.some((command) => command.text.includes(file.path));
      return {
        text: file.text,
        line: file.line,
        language: isRun && (language === 'settings' || language === 'other') ? 'shell' : language,
        target: file.path,
      };
    });
}

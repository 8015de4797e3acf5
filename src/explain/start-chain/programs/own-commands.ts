import type { ProgramLanguage } from '../../program-text/program-language.ts';

/** Calls that start a program which stands there, without a shell: all else is its words. `run(["pandoc", name])`, `system("tidy", $f)`. */
const CALLS: Readonly<Partial<Record<ProgramLanguage, RegExp>>> = {
  python:
    /\bsubprocess\.(?:run|call|Popen|check_call|check_output)\s{0,5}\(\s{0,40}\[\s{0,40}(["'])([\w./+-]{1,100})\1(?=\s{0,40}[,\]])/g,
  perl: /\bsystem\s{0,5}\(?\s{0,5}(["'])([\w./+-]{1,100})\1(?=\s{0,5},)/g,
  ruby: /\bsystem\s{0,5}\(?\s{0,5}(["'])([\w./+-]{1,100})\1(?=\s{0,5},)/g,
};
/** What makes another program of it: `executable="/bin/sh"`, or options that stand elsewhere. */
const ELSE = /\bexecutable\b|\*\*\s{0,5}[A-Za-z_({]/;
/** The module by its own name; whatever else is made of it says so. */
const IMPORT = /^[ \t]{0,200}import[ \t](?![^\n]{0,300}\bas\b)[\w, \t.]{1,300}$/gm;

/** A program's text without such calls, and the programs that they start. */
export interface OwnCommands {
  readonly rest: string;
  readonly programs: readonly string[];
}

export function withoutOwnCommands(text: string, language: ProgramLanguage | 'foreign'): OwnCommands {
  const calls = language === 'foreign' ? undefined : CALLS[language];
  if (calls === undefined || (language === 'python' && ELSE.test(text))) return { rest: text, programs: [] };
  const programs = new Set<string>();
  const without = text.replace(calls, (_call, _quote, program: string) => {
    programs.add(program);
    return '(';
  });
  if (programs.size === 0) return { rest: text, programs: [] };
  return { rest: language === 'python' ? without.replace(IMPORT, '') : without, programs: [...programs] };
}

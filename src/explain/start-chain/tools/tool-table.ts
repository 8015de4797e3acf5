import { GIT_WORD } from './git-settings.ts';

/** A program that is no interpreter, and runs commands all the same where it is told to. */
export interface Tool {
  readonly name: RegExp;
  /** Options whose next word is a text of the tool's. */
  readonly after?: RegExp;
  /** Words that hold such a text: the first group that is there. */
  readonly within?: RegExp;
  /** What such a text means without the marks of the tool's own. */
  readonly plain?: (text: string) => string;
  /** Options whose next word names a file of such texts. */
  readonly file?: RegExp;
  /** True where it reads such texts from standard input. */
  readonly stdin?: true;
  /** What of a text is a command for a shell: the first group that is there; without it the whole text is. */
  readonly line?: RegExp;
  /** What of a line is a program of another language: the group with its name; what follows, or the lines up to `end`, is its text. */
  readonly program?: RegExp;
}

const OPTIONAL_PYTHON = String.raw`(?:py|python)(?:3x?)?`;

/** By their manual pages, in the order of their names. One more is one more line. */
export const TOOLS: readonly Tool[] = [
  {
    name: /^(?:apt|apt-get|aptitude|dpkg)$/,
    within: /^(?:-o)?(?:APT|DPkg|Dpkg)::[\w:-]{0,60}-Invoke(?:::)?=(.+)$/s,
  },
  { name: /^ansible$/, after: /^(?:-a|--args)$/, within: /^--args=(.+)$/s },
  { name: /^(?:at|batch)$/, file: /^-f$/, stdin: true },
  { name: /^(?:multirun|mprocs|go-cron|shell2http)$/, within: /^([^-].*\s.*)$/s },
  {
    name: /^r?ed$/,
    stdin: true,
    within: /^(!.+)$/s,
    line: /^(?:[\d.,$%]{0,20}\s{0,5}[rwe]\s{0,5})?!(.+)$/,
  },
  {
    name: /^(?:gdb|cgdb|gdb-multiarch|rust-gdb)$/,
    after: /^--?(?:ex|iex|eval-command|init-eval-command)$/,
    within: /^--?(?:ex|iex|eval-command|init-eval-command)=(.+)$/s,
    file: /^(?:-x|-ix|--?(?:command|init-command))$/,
    stdin: true,
    line: /^\s{0,20}(?:(?:shell|make)\s{1,20}|!|(?:pipe|\|)\s[^|]{0,500}\|)(.+)$/,
    program: /^\s{0,20}(?<python>(?:python|py|python-interactive|pi)\b)\s{0,20}(.*)$/,
  },
  {
    name: /^dc$/,
    after: /^(?:-e|--expression)$/,
    within: /^(?:-e|--expression=)(.+)$/s,
    file: /(?:)/,
    stdin: true,
    line: /!\s{0,9}([^<>=\s].+)$/,
  },
  {
    name: /^git$/,
    after: /^(?:foreach|-x|-u|--(?:exec|upload-pack|receive-pack)|--(?:tree|index|env|msg|commit)-filter)$/,
    within: new RegExp(String.raw`${GIT_WORD.source}|^--(?:upload|receive)-pack=([^]+)$|^ext::([^]+)$`, 'i'),
    plain: (text) => text.replaceAll('% ', ' '),
  },
  {
    name: /^lldb[\d.-]*$/,
    after: /^(?:-[oO]|--one-line(?:-before-file)?)$/,
    file: /^(?:-[sS]|--source(?:-before-file)?)$/,
    line: /^\s{0,20}(?:platform\s{1,20})?shell\s{1,20}(.+)$/,
    program: /^\s{0,20}(?<python>script)\s{1,20}(.*)$/,
  },
  {
    name: /^(?:blender|freecadcmd|FreeCADCmd)$/,
    after: /^(?:--python-expr|-c)$/,
    line: /(?!)/,
    program: /^(?<python>)(.*)$/,
  },
  {
    name: /^gimp(?:-console)?[\d.-]{0,9}$/,
    after: /^(?:-b|--batch)$/,
    within: /^--batch=(.+)$/s,
    line: /\bsystem\s{0,9}\(?\s{0,9}["']([^"']{1,2000})["']/,
  },
  { name: /^(?:less|more|most)$/, within: /^\+!(.+)$/s },
  {
    name: /^m(?:ysql|ariadb)$/,
    after: /^(?:-e|--init-command)$/,
    within: /^(?:-e|--execute=|--init-command=)(.+)$/s,
    stdin: true,
    line: /(?:^|;)\s{0,20}(?:\\!|system\s)(.+)$/,
  },
  {
    name: /^psql$/,
    after: /^(?:-c|--command)$/,
    within: /^(?:-c|--command=)(.+)$/s,
    file: /^(?:-f|--file)$/,
    stdin: true,
    line: /^\s{0,20}\\!(.+)$|\b(?:from|to)\s{1,20}program\s{1,20}'((?:[^']|'')+)'|\\(?:o|out|w|write|g|gx)\s{0,9}(?:\([^()]{0,200}\)\s{0,9})?\|(.+)$|^\s{0,20}\\(?:set|setenv|prompt|echo)\b[^`]{0,200}`([^`]+)`/i,
  },
  {
    name: /^(?:puppet|chef-apply)$/,
    after: /^(?:-e|--execute)$/,
    line: /\b(?:exec|execute|bash|script)\b[\s{'"]{1,9}(.+?)["']?(?:\s{0,9}:|\s{0,9}$|["']\s{0,9}[},])/,
  },
  {
    name: /^mongo(?:sh)?$/,
    after: /^--eval$/,
    within: /^--eval=(.+)$/s,
    line: /(?!)/,
    program: /^(?<node>)(.*)$/,
  },
  { name: /^(?:salt-call|salt)$/, after: /^cmd\.(?:run|shell|run_all|run_stdout|retcode)$/ },
  { name: /^rsync$/, after: /^-e$/, within: /^--rsh=(.+)$/s },
  {
    name: /^socat1?$/,
    within: /^(?:EXEC|SYSTEM|SHELL):["']?(.+)$/is,
    plain: (text) => text.replace(/["'](?:,[\w,=-]{0,200})?$/, ''),
  },
  {
    name: /^(?:sqlite3?|duckdb)$/,
    file: /^-init$/,
    after: /^-{1,2}(?:cmd|c)$/,
    within: /^(\s{0,20}\.(?:shell|system|output|once|import|read|excel)\s.+|.{0,500}\bedit\(.+)$/s,
    stdin: true,
    line: /^\s{0,20}\.(?:shell|system)\s(.+)$|^\s{0,20}\.(?:output|once|import|read)\s{1,9}(?:"\|([^"]+)"|'\|([^']+)'|\|(.+)$)|\bedit\([^()']{0,200}(?:'[^']{0,200}'[^()']{0,20})?,\s{0,9}'([^']+)'/,
  },
  {
    name: /^(?:ssh|scp|sftp)$/,
    within: /^(?:-o)?\s{0,5}(?:ProxyCommand|LocalCommand|KnownHostsCommand)[= ](.+)$/is,
  },
  { name: /^tcpdump$/, after: /^-z$/ },
  {
    name: /^(?:g|bsd)?tar$/,
    after: /^(?:-I|--to-command|--use-compress-program|--rsh-command|--rmt-command|-F|--info-script)$/,
    within: /^--(?:checkpoint-action=exec|to-command|use-compress-program|info-script)=(.+)$/s,
  },
  {
    name: /^(?:r?vim|vi|ex|vim\.\w{1,20}|r?view|rgvim|gvim|nvim|vimdiff)$/,
    after: /^(?:-c|--cmd|-[A-Za-z]{1,4}c)$/,
    within: /^\+(.+)$/s,
    file: /^(?:-S|-s|-u)$/,
    stdin: true,
    line: /^[:\s]{0,20}(?:sil(?:ent)?!?\s{0,20})?(?:[\d.,$%]{0,20}\s{0,5}(?:r(?:ead)?|w(?:rite)?)?\s{0,5}!|te(?:rm|rminal)\s)(.+)$|\b(?:system(?:list)?|job_?start|term(?:open|_start))\(\s{0,5}(?:"([^"\n]+)"|'([^'\n]+)')|\bexe(?:cute)?\s{0,5}(?:"!([^"\n]+)"|'!([^'\n]+)')/,
    program: new RegExp(
      String.raw`^[:\s]{0,20}(?:(?<python>${OPTIONAL_PYTHON})|(?<perl>perl)|(?<ruby>rub?y?)|(?<lua>lua))\s{1,20}(.*)$`,
    ),
  },
  { name: /^tmux$/, within: /^([^-].*\s.*)$/s, file: /^-f$/ },
  { name: /^hyperfine$/, within: /^([^-].*\s.*)$/s },
  { name: /^man$/, after: /^(?:-P|--pager)$/ },
  {
    name: /^openvpn$/,
    after:
      /^--(?:(?:route-)?(?:pre-)?(?:up|down)|client-(?:dis)?connect|learn-address|tls-verify|ipchange|auth-user-pass-verify)$/,
  },
  { name: /^zip$/, after: /^(?:-TT|--unzip-command)$/ },
];

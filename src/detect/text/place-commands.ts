import { type ForeignLanguage, foreignCommands } from '../../explain/program-text/foreign-calls.ts';
import { LineIndex } from '../../explain/program-text/line-index.ts';
import { type EmbeddedCommand, programCommands } from '../../explain/program-text/program-commands.ts';
import { firstGroup } from '../../explain/start-chain/first-group.ts';
import { ANACRON_LINE, INCRON_LINE, MONIT_COMMAND } from '../../explain/start-chain/servers/schedulers.ts';
import { GIT_SETTING } from '../../explain/start-chain/tools/git-settings.ts';
import { TOOLS } from '../../explain/start-chain/tools/tool-table.ts';

const MAX_COMMANDS = 20_000;

/** Settings of a program that runs some of what they say, at a place where it reads them unasked. */
interface Place {
  readonly path: RegExp;
  /** The commands: the first group that is there. With flag `m`, so that a line is a line. */
  readonly pattern?: RegExp;
  /** What stands before each of them: it is a file or folder to be run. */
  readonly by?: string;
  /** Lines as such a tool is told them (`tools/tool-table.ts`). */
  readonly tools?: readonly string[];
  /** A program of a language of which only the calls are read. */
  readonly foreign?: ForeignLanguage;
}

const VALUE = String.raw`[ \t]{0,40}=[ \t]{0,40}"?((?:[^\n"\\]|\\.){1,2000})`;
const GIT_FILES = /(?:^|\/)(?:\.gitconfig|\.git\/config|\.config\/git\/config)$|^etc\/gitconfig$/;
/** By their manual pages. One more is one more entry; what of it starts by itself says `isStartedPlace`. */
const PLACES: readonly Place[] = [
  {
    path: /^etc\/pam\.(?:d\/[^/]+|conf)$/,
    pattern:
      /^(?!\s{0,40}#)[^\n]{0,200}\bpam_exec\.so(?:[ \t]{1,20}(?:debug|expose_authtok|seteuid|quiet|quiet_log|stdout|log=\S{1,200}|type=\S{1,40})){0,8}[ \t]{1,20}(\/[^\n]{1,2000})$/gm,
  },
  {
    path: GIT_FILES,
    pattern: GIT_SETTING,
  },
  {
    path: GIT_FILES,
    pattern: /^[ \t]{0,40}hooksPath[ \t]{0,40}=[ \t]{0,40}"?([^\n"]{1,500})/gim,
    by: 'run-parts ',
  },
  {
    path: /(?:^|\/)\.ssh\/config$|^etc\/ssh\/ssh_config(?:\.d\/[^/]+)?$/,
    pattern:
      /^[ \t]{0,40}(?:(?:ProxyCommand|LocalCommand|KnownHostsCommand)[ \t=]{1,20}([^\n]{1,2000})|Match[^\n]{0,200}\bexec[ \t]{1,20}"([^"\n]{1,2000})")/gim,
  },
  {
    path: /^etc\/ssh\/sshd_config(?:\.d\/[^/]+)?$/,
    pattern:
      /^[ \t]{0,40}(?:ForceCommand|AuthorizedKeysCommand|AuthorizedPrincipalsCommand)[ \t=]{1,20}([^\n]{1,2000})/gim,
  },
  {
    path: /(?:^|\/)\.ssh\/authorized_keys2?$/,
    pattern: /^(?!\s{0,40}#)[^\n]{0,400}?\bcommand="((?:[^"\\\n]|\\.){1,2000})"/gm,
  },
  {
    // readline: a key that types a line and its end.
    path: /(?:^|\/)\.inputrc$|^etc\/inputrc$/,
    pattern:
      /^[ \t]{0,40}(?:"[^"\n]{1,40}"|[\w-]{1,40}):[ \t]{0,40}"((?:[^"\\\n]|\\.){1,2000}?)\\(?:n|C-m|r)/gim,
  },
  {
    path: /(?:^|\/)\.(?:g?vimrc|exrc|vim\/(?:plugin|autoload|after\/plugin)\/[^/]+\.vim)$|(?:^|\/)nvim\/init\.vim$|^etc\/vim\/vimrc/,
    tools: ['vim'],
  },
  { path: /(?:^|\/)\.gdbinit$|^etc\/gdb\/gdbinit/, tools: ['gdb'] },
  { path: /(?:^|\/)\.lldbinit$/, tools: ['lldb'] },
  { path: /(?:^|\/)\.psqlrc$|^etc\/psqlrc$/, tools: ['psql'] },
  { path: /(?:^|\/)\.sqliterc$/, tools: ['sqlite3'] },
  {
    path: /^docker-entrypoint-initdb\.d\/.*\.sql$/,
    tools: ['psql', 'mysql'],
    pattern: new RegExp(String.raw`\b\w{1,40}_command${VALUE.replaceAll('"', "'")}`, 'gi'),
  },
  {
    path: /(?:^|\/)\.tmux\.conf$|^etc\/tmux\.conf$/,
    pattern:
      /(?<![\w#-])(?:run-shell|run|if-shell|if|pipe-pane|default-command)[ \t]{1,20}(?:-[a-z][ \t]{1,20})?(?:"((?:[^"\\\n]|\\.){1,2000})"|'([^'\n]{1,2000})')|#\(([^)\n]{1,1000})\)/gm,
  },
  {
    path: /(?:^|\/)\.screenrc$|^etc\/screenrc$/,
    pattern:
      /^[ \t]{0,40}(?:exec|screen|shell|backtick(?:[ \t]{1,20}\d{1,9}){3})[ \t]{1,20}([^\n]{1,2000})/gm,
  },
  {
    path: /(?:^|\/)\.(?:emacs|emacs\.d\/init\.el|config\/emacs\/init\.el)$|^etc\/emacs\/site-start/,
    foreign: 'emacs',
  },
  { path: /(?:^|\/)(?:\.Rprofile|Rprofile\.site)$/, foreign: 'r' },
  { path: /(?:^|\/)init\.groovy(?:\.d\/[^/]+\.groovy)?$/, foreign: 'java' },
  {
    path: /^etc\/modprobe\.d\/[^/]+\.conf$/,
    pattern: /^[ \t]{0,40}(?:install|remove)[ \t]{1,20}\S{1,100}[ \t]{1,20}([^\n]{1,2000})/gm,
  },
  {
    path: /^etc\/sysctl(?:\.d\/[^/]+)?\.conf$/,
    pattern: /^[ \t]{0,40}kernel[./]core_pattern[ \t]{0,20}=[ \t]{0,20}\|([^\n]{1,2000})/gm,
  },
  {
    path: /^etc\/(?:dnf\/plugins\/post-transaction-actions\.d|yum\/post-actions)\/[^/]+\.action$/,
    pattern: /^[^#:\n]{1,200}:\w{1,20}:([^\n]{1,2000})/gm,
  },
  {
    path: /^(?:etc|usr\/share\/libalpm)\/(?:pacman\.d\/)?hooks\/[^/]+\.hook$/,
    pattern: /^[ \t]{0,40}Exec[ \t]{0,20}=[ \t]{0,20}([^\n]{1,2000})/gm,
  },
  {
    path: /^etc\/acpi\/events\/[^/]+$/,
    pattern: /^[ \t]{0,40}action[ \t]{0,20}=[ \t]{0,20}([^\n]{1,2000})/gm,
  },
  {
    path: /^etc\/anacrontab$/,
    pattern: ANACRON_LINE,
  },
  {
    path: /^(?:var\/spool\/incron|etc\/incron\.d)\/[^/]+$/,
    pattern: INCRON_LINE,
  },
  {
    path: /^var\/spool\/fcron\/[^/]+$/,
    pattern:
      /^[ \t]{0,40}(?:@[^\s]{0,60}[ \t]{1,20}\S{1,20}|[&%]?(?:[\w*/,-]{1,40}[ \t]{1,20}){5})[ \t]{0,20}([^\n]{1,2000})/gm,
  },
  {
    path: /^etc\/(?:mail\/)?aliases$|(?:^|\/)\.forward$/,
    pattern: /"\|((?:[^"\\\n]|\\.){1,2000})"/gm,
  },
  {
    path: /(?:^|\/)\.aws\/config$/,
    pattern: new RegExp(
      String.raw`^[ \t]{0,40}credential_process[ \t]{0,40}=[ \t]{0,40}([^\n]{1,2000})`,
      'gm',
    ),
  },
  {
    path: /(?:^|\/)\.npmrc$|^(?:usr\/(?:local\/)?)?etc\/npmrc$/,
    pattern: /^[ \t]{0,40}(?:script-shell|shell|git|editor)[ \t]{0,20}=[ \t]{0,20}([^\n]{1,500})/gm,
  },
  {
    path: /(?:^|\/)\.cargo\/config(?:\.toml)?$/,
    pattern:
      /^[ \t]{0,40}(?:rustc(?:-workspace)?-wrapper|rustc|rustdoc|linker|runner)[ \t]{0,20}=[ \t]{0,20}"([^"\n]{1,500})"/gm,
  },
  {
    path: /(?:^|\/)\.wgetrc$|^etc\/wgetrc$/,
    pattern: /^[ \t]{0,40}use_?askpass[ \t]{0,20}=[ \t]{0,20}([^\n]{1,500})/gim,
  },
  {
    path: /^etc\/cloud\/cloud\.cfg(?:\.d\/[^/]+)?$/,
    pattern: /^[ \t]{1,40}-[ \t]{1,20}"?([^\n"[]{1,2000})/gm,
  },
  {
    path: /(?:^|\/)monitrc$|^etc\/monit\//,
    pattern: MONIT_COMMAND,
  },
];

/** The commands of such settings; undefined for other files. */
export function placeCommands(text: string, path: string): readonly EmbeddedCommand[] | undefined {
  const places = PLACES.filter((place) => place.path.test(path));
  return places.length === 0
    ? undefined
    : places.flatMap((place) => commandsOf(text, place)).slice(0, MAX_COMMANDS);
}

function commandsOf(text: string, { pattern, by, tools = [], foreign }: Place): readonly EmbeddedCommand[] {
  const lines = tools.flatMap((name) => TOOLS.find((tool) => tool.name.test(name))?.line ?? []);
  const bare = lines.length === 0 ? text : withoutEvents(text);
  return [
    ...(pattern === undefined ? [] : matches(text, pattern, by)),
    ...lines.flatMap((line) => matches(bare, new RegExp(line.source, `${line.flags}gm`))),
    ...(foreign === undefined ? [] : foreignCommands(text, foreign)),
    ...(/\blanguage\s{1,9}'?plpython/i.test(text) ? programCommands(text, 'python') : []),
    ...(/\blanguage\s{1,9}'?plperlu/i.test(text) ? programCommands(text, 'perl') : []),
  ];
}

/** vim: `autocmd EVENT PATTERN COMMAND`; what stands before the command is blanked out. */
function withoutEvents(text: string): string {
  return text.replaceAll(
    /^[ \t]{0,40}au(?:tocmd)?!?[ \t][^\n]{1,120}?(?=[ \t](?:sil|!|:|call|exe))/gm,
    (event) => ' '.repeat(event.length),
  );
}

function matches(text: string, pattern: RegExp, by = ''): readonly EmbeddedCommand[] {
  const index = new LineIndex(text);
  const found: EmbeddedCommand[] = [];
  for (const match of text.matchAll(pattern)) {
    const command = firstGroup(match);
    if (command === undefined || found.length >= MAX_COMMANDS) continue;
    const at = match.index + match[0].indexOf(command);
    found.push({
      text: by + command.replace(/\\(["'\\])/g, '$1').replace(/^(["'])(.*)\1$/, '$2'),
      line: index.lineAt(at),
    });
  }
  return found;
}

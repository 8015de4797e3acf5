import { MISE_FILES } from '../env-files.ts';
import { line, type Server } from './server.ts';

/** Files in each of the folders that a user's settings may lie in. */
const configured = (...names: readonly string[]): readonly string[] =>
  names.flatMap((name) => [`$XDG_CONFIG_HOME/${name}`, `$HOME/.config/${name}`]);

const shell = (name: RegExp, files: readonly string[], more: Partial<Server> = {}): Server => ({
  name,
  beside: true,
  files: [],
  settings: [],
  ...more,
  loads: [{ files, as: 'shell' }],
});

const ZSH = ['zshenv'];
const FISH = ['config.fish', 'conf.d/*.fish', 'functions/*.fish'];

/** What shells but those of the Bourne kind, and what sets up folders for them, read before they do what they are told. */
export const SHELL_FILES: readonly Server[] = [
  shell(/^fish$/, [
    '/usr/share/fish/vendor_conf.d/*.fish',
    '/usr/local/share/fish/vendor_conf.d/*.fish',
    '$XDG_DATA_DIRS/fish/vendor_conf.d/*.fish',
    '$HOME/.local/share/fish/vendor_conf.d/*.fish',
    ...FISH.map((file) => `/etc/fish/${file}`),
    ...configured(...FISH.map((file) => `fish/${file}`)),
  ]),
  shell(/^zsh[\d.]*$/, [
    ...ZSH.flatMap((file) => [`/etc/${file}`, `/etc/zsh/${file}`]),
    ...ZSH.flatMap((file) => [`$ZDOTDIR/.${file}`, `$HOME/.${file}`]),
  ]),
  shell(/^(?:ksh(?:93)?|mksh|lksh|oksh)$/, [
    '/etc/ksh.kshrc',
    '/etc/mkshrc',
    '/etc/kshrc',
    '$HOME/.kshrc',
    '$HOME/.mkshrc',
  ]),
  shell(/^t?csh$/, ['/etc/csh.cshrc', '/etc/csh.login', '$HOME/.cshrc', '$HOME/.tcshrc', '$HOME/.login']),
  shell(/^yash$/, ['$HOME/.yashrc', '$HOME/.yash_profile', '/etc/yashrc']),
  shell(/^xonsh$/, [
    '/etc/xonshrc',
    '/etc/xonsh/xonshrc',
    '/etc/xonsh/rc.d/*',
    '$HOME/.xonshrc',
    ...configured('xonsh/rc.xsh', 'xonsh/rc.d/*'),
  ]),
  shell(
    /^nu$/,
    configured('nushell/env.nu', 'nushell/config.nu', 'nushell/login.nu', 'nushell/autoload/*.nu'),
  ),
  shell(/^elvish$/, ['$HOME/.elvish/rc.elv', ...configured('elvish/rc.elv')]),
  shell(/^rc$/, ['$HOME/.rcrc', '$HOME/lib/profile']),
  shell(/^(?:osh|oil|ysh)$/, configured('oils/oshrc', 'oils/yshrc', 'oils/oshrc.d/*', 'oil/oshrc')),
  shell(/^murex$/, ['$HOME/.murex_profile', '$HOME/.murex_preload']),
  shell(
    /^direnv$/,
    [
      './.envrc',
      '%/.envrc',
      '$DIRENV_CONFIG/direnvrc',
      '$HOME/.direnvrc',
      ...configured('direnv/direnvrc', 'direnv/lib/*.sh'),
    ],
    {
      files: ['./.envrc'],
      settings: [
        { pattern: line('source_env(?:_if_exists)?|use[ \\t]{1,9}direnvrc|source_up'), kind: 'command' },
      ],
    },
  ),
  {
    name: /^(?:mise|rtx)$/,
    files: [
      ...MISE_FILES.map((file) => file.replace(/^(?=[.\w])/, './').replace(/^~/, '$HOME')),
      './mise-tasks/*',
    ],
    settings: [
      {
        pattern: line(
          'run|shell|(?:pre|post)install|enter|leave|cd|script',
          String.raw`[ \t]{0,40}=[ \t]{0,40}`,
        ),
        kind: 'command',
      },
      // Of a tool, of a task in one line, and where a template asks for what a command prints.
      {
        pattern:
          /\b(?:postinstall|run|command)[ \t]{0,9}=[ \t]{0,9}("(?:[^"\\\n]|\\.){1,2000}"|'[^'\n]{1,2000}')/g,
        kind: 'texts',
      },
      { pattern: /=[ \t]{0,9}(?:"""([^]{1,8000}?)"""|'''([^]{1,8000}?)''')/g, kind: 'command' },
      {
        pattern: new RegExp(String.raw`^\[tasks\][ \t]{0,9}\n((?:(?!\[)[^\n]{0,2000}\n){1,200})`, 'gm'),
        kind: 'texts',
      },
    ],
  },
];

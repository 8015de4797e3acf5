import { GIT_SETTING } from '../tools/git-settings.ts';
import { EQUALS, line, quotedText, type Server } from './server.ts';

/** In settings of kubectl, what gives credentials; probes of manifests have no words of their own. */
const EXEC = String.raw`^[ \t]{0,40}exec:[ \t]{0,9}\n(?:[ \t]{1,40}[^\n]{0,500}\n){0,8}?[ \t]{1,40}`;
const TEXT = quotedText(2000);

/** Tools whose settings lie where a variable says, or in the home folder, and run something. By their manual pages. */
export const TOLD_BY_VARIABLES: readonly Server[] = [
  {
    name: /^git$/,
    beside: true,
    files: [
      '$GIT_CONFIG_GLOBAL',
      '$GIT_CONFIG_SYSTEM',
      '$GIT_CONFIG',
      '$GIT_DIR/config',
      '$GIT_COMMON_DIR/config',
      '$XDG_CONFIG_HOME/git/config',
    ],
    include: line('path', EQUALS),
    settings: [{ pattern: GIT_SETTING, kind: 'command' }],
    loads: [
      { files: ['$GIT_TEMPLATE_DIR/hooks/*', '$GIT_DIR/hooks/*', '$GIT_EXEC_PATH/git-*'], as: 'program' },
    ],
  },
  {
    // Credentials that a program gives.
    name: /^(?:kubectl|helm|k9s|oc|kustomize|argocd|flux|istioctl)$/,
    files: ['$KUBECONFIG', '$HOME/.kube/config'],
    settings: [
      { pattern: new RegExp(`${EXEC}args:[ \\t]{0,9}\\[([^\\]\\n]{1,2000})\\]`, 'gm'), kind: 'texts' },
      {
        pattern: new RegExp(
          String.raw`${EXEC}args:[ \t]{0,9}\n((?:[ \t]{0,40}-[ \t]{1,9}[^\n]{0,2000}\n){1,30})`,
          'gm',
        ),
        kind: 'lines',
      },
      {
        pattern: new RegExp(String.raw`${EXEC}command:[ \t]{1,9}(?!\[)([^\n]{1,500})`, 'gm'),
        kind: 'command',
      },
    ],
  },
  {
    name: /^(?:aws|aws_completer|eksctl|sam|cdk)$/,
    files: [
      '$AWS_CONFIG_FILE',
      '$AWS_SHARED_CREDENTIALS_FILE',
      '$HOME/.aws/config',
      '$HOME/.aws/credentials',
    ],
    settings: [{ pattern: line('credential_process', EQUALS), kind: 'command' }],
  },
  {
    name: /^(?:cargo|rustup)$/,
    beside: true,
    files: [
      '$CARGO_HOME/config.toml',
      '$CARGO_HOME/config',
      './.cargo/config.toml',
      '$HOME/.cargo/config.toml',
    ],
    settings: [
      {
        pattern: new RegExp(
          String.raw`^[ \t]{0,40}(?:rustc(?:-workspace)?-wrapper|rustc|rustdoc|linker|runner)${EQUALS}${TEXT}`,
          'gm',
        ),
        kind: 'texts',
      },
      {
        pattern: /^[ \t]{0,40}(?:runner|credential-provider)[ \t]{0,40}=[ \t]{0,40}\[([^\]]{1,2000})\]/gm,
        kind: 'words',
      },
    ],
  },
  {
    name: /^rg$/,
    files: ['$RIPGREP_CONFIG_PATH'],
    settings: [{ pattern: line('--(?:pre|hostname-bin)', '='), kind: 'command' }],
  },
  {
    name: /^wget2?$/,
    files: ['$WGETRC', '$SYSTEM_WGETRC', '$HOME/.wgetrc', '/etc/wgetrc'],
    settings: [{ pattern: line('use_askpass', EQUALS), kind: 'command' }],
  },
  {
    name: /^screen$/,
    beside: true,
    files: ['$SCREENRC', '$SYSSCREENRC', '$HOME/.screenrc', '/etc/screenrc'],
    settings: [{ pattern: line('exec|screen|backtick(?:[ \\t]{1,20}\\d{1,9}){3}'), kind: 'command' }],
  },
  {
    name: /^psql$/,
    beside: true,
    files: ['$PGSYSCONFDIR/psqlrc', '$HOME/.psqlrc'],
    settings: [
      { pattern: /^[ \t]{0,40}\\!([^\n]{1,2000})/gm, kind: 'command' },
      {
        pattern: /^[ \t]{0,40}\\(?:set|o|out|g)\b[^\n`|]{0,200}(?:`([^`\n]{1,2000})`|\|([^\n]{1,2000}))/gm,
        kind: 'command',
      },
    ],
  },
  {
    name: /^(?:mysql|mariadb)$/,
    beside: true,
    files: ['$MYSQL_HOME/my.cnf', '$HOME/.my.cnf'],
    settings: [
      { pattern: line('pager', EQUALS), kind: 'command' },
      {
        pattern: /^[ \t]{0,40}init[-_]command[ \t]{0,40}=[ \t"']{0,40}(?:\\!|system\s)([^\n"']{1,2000})/gm,
        kind: 'command',
      },
    ],
  },
];

import { GIT_SETTING } from '../tools/git-settings.ts';
import { line, type Server } from './server.ts';

const EQUALS = String.raw`[ \t]{0,40}=[ \t]{0,40}`;
/** In settings of kubectl, what gives credentials; probes of manifests have no words of their own. */
const EXEC = String.raw`^[ \t]{0,40}exec:[ \t]{0,9}\n(?:[ \t]{1,40}[^\n]{0,500}\n){0,8}?[ \t]{1,40}`;
const YAML = String.raw`["']?[ \t]{0,20}:[ \t]{1,20}`;
const TEXT = String.raw`("(?:[^"\\\n]|\\.){1,2000}"|'[^'\n]{1,2000}')`;

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
  {
    // Plugins are Python.
    name: /^ansible(?:-[a-z]{1,20})?$/,
    beside: true,
    files: [],
    settings: [],
    loads: [
      {
        files: [
          ...[
            'LIBRARY',
            'CALLBACK_PLUGINS',
            'ACTION_PLUGINS',
            'FILTER_PLUGINS',
            'LOOKUP_PLUGINS',
            'STRATEGY_PLUGINS',
          ].map((name) => `$ANSIBLE_${name}/*.py`),
          './library/*.py',
          './callback_plugins/*.py',
          './action_plugins/*.py',
          './filter_plugins/*.py',
          './lookup_plugins/*.py',
        ],
        as: 'python',
      },
    ],
  },
  {
    name: /^(?:ipython3?|jupyter(?:-[a-z]{1,20})?)$/,
    beside: true,
    files: [],
    settings: [],
    loads: [
      {
        files: [
          '$IPYTHONDIR/profile_default/startup/*.py',
          '$HOME/.ipython/profile_default/startup/*.py',
          '$IPYTHONDIR/profile_default/*.py',
          '$HOME/.ipython/profile_default/*.py',
          '$JUPYTER_CONFIG_DIR/*.py',
        ],
        as: 'python',
      },
    ],
  },
  {
    name: /^catalina\.sh$/,
    beside: true,
    files: [],
    settings: [],
    loads: [{ files: ['$CATALINA_BASE/bin/setenv.sh', '$CATALINA_HOME/bin/setenv.sh'], as: 'shell' }],
  },
  {
    name: /^bundler?$/,
    beside: true,
    files: [],
    settings: [],
    loads: [{ files: ['$BUNDLE_GEMFILE', './Gemfile', './gems.rb'], as: 'ruby' }],
  },
  {
    name: /^(?:irb|pry)$/,
    files: [],
    settings: [],
    loads: [{ files: ['$IRBRC', '$HOME/.irbrc', '$HOME/.pryrc', './.irbrc', './.pryrc'], as: 'ruby' }],
  },
  {
    name: /^rake$/,
    beside: true,
    files: [],
    settings: [],
    loads: [
      {
        files: [
          './rakelib/*.rake',
          './lib/tasks/*.rake',
          './lib/tasks/*/*.rake',
          './*.rake',
          './tasks/*.rake',
        ],
        as: 'ruby',
      },
    ],
  },
  {
    name: /^rails$/,
    beside: true,
    files: [],
    settings: [],
    loads: [{ files: ['./lib/tasks/*.rake', './lib/tasks/*/*.rake'], as: 'ruby' }],
  },
  {
    name: /^mongo(?:sh)?$/,
    beside: true,
    files: [],
    settings: [],
    loads: [
      {
        files: ['$HOME/.mongorc.js', '$HOME/.mongoshrc.js', '/etc/mongorc.js', '/etc/mongosh.conf'],
        as: 'node',
      },
    ],
  },
  {
    name: /^bun$/,
    beside: true,
    files: ['./bunfig.toml', '$HOME/.bunfig.toml'],
    settings: [
      {
        pattern: /^[ \t]{0,40}preload[ \t]{0,40}=[ \t]{0,40}\[?[ \t\n]{0,40}"([^"\n]{1,500})"/gm,
        kind: { file: 'node' },
      },
    ],
  },
  {
    name: /^(?:npm|npx|pnpm)$/,
    beside: true,
    files: ['./.npmrc', '$HOME/.npmrc', '$npm_config_userconfig'],
    settings: [{ pattern: line('script-shell|shell|git|editor', EQUALS), kind: 'command' }],
  },
  {
    name: /^nodemon$/,
    beside: true,
    files: ['./nodemon.json'],
    settings: [
      {
        pattern:
          /"(?:exec|start|restart|crash|exit|quit)"[ \t]{0,20}:[ \t]{0,20}("(?:[^"\\\n]|\\.){1,2000}")/g,
        kind: 'texts',
      },
    ],
  },
  {
    name: /^_?mocha$/,
    beside: true,
    files: ['./.mocharc.json', './.mocharc.yml', './.mocharc.yaml'],
    settings: [
      {
        pattern:
          /["']?(?:require|file)["']?[ \t]{0,20}:[ \t\n]{0,20}(?:\[[ \t\n]{0,40}|-[ \t]{1,9})?["']?([\w./-]{1,300})/g,
        kind: { file: 'node' },
      },
    ],
    loads: [
      {
        files: ['./.mocharc.js', './.mocharc.cjs', './test/*.js', './test/*.cjs', './test/*.mjs'],
        as: 'node',
      },
    ],
  },
  {
    name: /^ts-node(?:-dev|-esm)?$/,
    beside: true,
    files: ['$TS_NODE_PROJECT', './tsconfig.json'],
    settings: [
      {
        pattern: /"require"[ \t]{0,20}:[ \t]{0,20}\[[ \t\n]{0,40}"([^"\n]{1,300})"/g,
        kind: { file: 'node' },
      },
    ],
  },
  {
    name: /^(?:node-red|node-red-pi)$/,
    files: ['/data/flows.json', '$HOME/.node-red/flows.json'],
    settings: [{ pattern: /"command"[ \t]{0,20}:[ \t]{0,20}("(?:[^"\\\n]|\\.){1,2000}")/g, kind: 'texts' }],
    loads: [{ files: ['/data/settings.js', '$HOME/.node-red/settings.js'], as: 'node' }],
  },
  {
    name: /^(?:tmuxinator|mux|tmuxp|teamocil)$/,
    files: [
      '$HOME/.config/tmuxinator/*.yml',
      '$HOME/.tmuxinator/*.yml',
      './.tmuxinator.yml',
      '$HOME/.tmuxp/*.yaml',
      './.tmuxp.yaml',
    ],
    settings: [
      {
        pattern:
          /^[ \t]{0,40}(?:-[ \t]{1,9})?(?!name|root|layout|attach|startup|tmux|socket|focus|start_dir|session)[\w-]{1,60}:[ \t]{1,9}([^\n[{|>]{4,2000})/gm,
        kind: 'command',
      },
    ],
  },
  {
    // NGINX Unit: programs of applications that are not of its own languages.
    name: /^unitd(?:-debug)?$/,
    files: ['/docker-entrypoint.d/*.json', '/var/lib/unit/conf.json'],
    settings: [
      { pattern: /"executable"[ \t]{0,20}:[ \t]{0,20}("(?:[^"\\\n]|\\.){1,500}")/g, kind: 'texts' },
      { pattern: /"arguments"[ \t]{0,20}:[ \t]{0,20}\[([^\]]{1,4000})\]/g, kind: 'texts' },
    ],
  },
  {
    name: /^(?:hass|homeassistant)$/,
    files: ['/config/configuration.yaml', '/config/*.yaml'],
    settings: [
      { pattern: /^shell_command:[ \t]{0,9}\n((?:[ \t]{1,40}[^\n]{0,2000}\n){1,50})/gm, kind: 'lines' },
      { pattern: line('(?:-[ \\t]{1,9})?command(?:_\\w{1,20})?', YAML), kind: 'command' },
    ],
  },
  {
    name: /^caddy$/,
    files: ['/etc/caddy/Caddyfile', './Caddyfile'],
    settings: [
      {
        pattern: /^[ \t]{0,40}(?:on[ \t]{1,9}\w{1,40}[ \t]{1,9})?exec[ \t]{1,9}([^\n{]{1,2000})/gm,
        kind: 'command',
      },
    ],
  },
  {
    name: /^envoy$/,
    files: ['/etc/envoy/envoy.yaml', '/etc/envoy/*.yaml'],
    settings: [
      {
        pattern: /\bos\.execute\s{0,9}\(\s{0,9}("(?:[^"\\\n]|\\.){1,2000}"|'[^'\n]{1,2000}')/g,
        kind: 'texts',
      },
    ],
  },
  {
    name: /^syslogd$/,
    files: ['/etc/syslog.conf', '/etc/syslog.d/*.conf'],
    settings: [{ pattern: /^[^#\n]{1,200}[ \t]\|{1,2}[ \t]{0,9}(\/?[^\n]{1,2000})/gm, kind: 'command' }],
  },
];

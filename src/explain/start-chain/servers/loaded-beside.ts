import { EQUALS, line, type Server } from './server.ts';

const YAML = String.raw`["']?[ \t]{0,20}:[ \t]{1,20}`;

/** Programs of a language that load more of it by their settings, and small servers whose settings run commands. */
export const LOADED_BESIDE: readonly Server[] = [
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
          /^[ \t]{0,40}(?:-[ \t]{1,9})?(?!name|root|layout|attach|startup|tmux|socket|focus|start_dir|session)[\w-]{1,60}:[ \t]{1,9}([^\n[{|>][^\n]{3,2000})/gm,
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
      { pattern: /"arguments"[ \t]{0,20}:[ \t]{0,20}\[([^\]]{1,1000})\]/g, kind: 'texts' },
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

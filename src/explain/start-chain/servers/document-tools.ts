import { line, type Server } from './server.ts';

const TEXT = String.raw`("(?:[^"\\\n]|\\.){1,2000}"|'(?:[^'\\\n]|\\.){1,2000}')`;
/** Calls by which small languages of such programs hand a text to a shell. */
const CALLS = new RegExp(
  String.raw`\b(?:system|exec|popen|process\.run|os\.execute|getoutput|shell)[ \t]{0,9}\([ \t]{0,9}${TEXT}`,
  'g',
);
const WORDS = /\b(?:OS\.(?:execute|create_process)|exec\.command)[ \t]{0,9}\(([^)\n]{1,2000})\)/g;

/** What makes documents, pictures, sounds and numbers, by files that may run something. */
export const DOCUMENT_TOOLS: readonly Server[] = [
  {
    name: /^(?:h2o|liquidsoap|maxima|gp|sage|k6|godot\d?|kong|apisix|scilab|gap|magma|yacas)$/,
    files: [
      '/etc/kong/kong.conf',
      '/usr/local/apisix/conf/config.yaml',
      '/etc/h2o/h2o.conf',
      '/etc/h2o.conf',
    ],
    settings: [
      { pattern: CALLS, kind: 'texts' },
      { pattern: WORDS, kind: 'words' },
    ],
  },
  {
    // \write18, and pipes in the place of a file.
    name: /^(?:(?:pdf|xe|lua|e)?(?:la)?tex|latexmk|arara|context|tectonic|pdfetex)$/,
    files: ['./.latexmkrc', './latexmkrc', '$HOME/.latexmkrc'],
    settings: [
      {
        pattern: /\\(?:write18|ShellEscape|sys_shell_now:n)[ \t]{0,9}\{([^{}\n]{1,2000})\}/g,
        kind: 'command',
      },
      {
        pattern: /\\(?:input|include|openin\d?)[ \t]{0,9}\{?[ \t]{0,9}\|[ \t]{0,9}"?([^"}\n]{1,2000})/g,
        kind: 'command',
      },
      { pattern: CALLS, kind: 'texts' },
    ],
  },
  {
    name: /^(?:gs|ghostscript|ps2pdf\d*|pstopnm)$/,
    files: [],
    settings: [{ pattern: /%pipe%([^)\n]{1,2000})/g, kind: 'command' }],
  },
  {
    name: /^(?:g?[nt]roff|groff|mandoc)$/,
    files: [],
    settings: [{ pattern: /^[.'][ \t]{0,9}(?:sy|pso|pi|open)[ \t]{1,20}([^\n]{1,2000})/gm, kind: 'command' }],
  },
  {
    name: /^(?:convert|magick|mogrify|identify|composite|montage)(?:-im\d)?$/,
    files: [
      '/etc/ImageMagick-*/delegates.xml',
      '/usr/local/etc/ImageMagick-*/delegates.xml',
      '$MAGICK_CONFIGURE_PATH/delegates.xml',
    ],
    // Its own delegates are a hundred; none of them hands something to a shell, or fetches it to one.
    settings: [
      {
        pattern: /\bcommand="([^"\n]{0,1000}\|[ \t]{0,9}(?:\/\S{0,40}\/)?(?:ba|da)?sh\b[^"\n]{0,1000})"/g,
        kind: 'command',
      },
      {
        pattern: /\bcommand="((?:\/(?:tmp|opt|app|home|root|var|srv)\/|\.)[^"\n]{1,1000})"/g,
        kind: 'command',
      },
    ],
  },
  {
    name: /^mpd$/,
    files: ['/etc/mpd.conf', '$HOME/.mpdconf', '$HOME/.config/mpd/mpd.conf'],
    settings: [{ pattern: line('command'), kind: 'command' }],
  },
  {
    name: /^jmeter(?:\.sh)?$/,
    files: [],
    settings: [
      { pattern: /("(?:[^"\\\n]|\\.){3,2000}")\.execute\(/g, kind: 'texts' },
      { pattern: /&quot;((?:(?!&quot;)[^\n]){3,2000})&quot;\.execute\(/g, kind: 'command' },
      { pattern: /name="SystemSampler\.command">([^<\n]{1,2000})</g, kind: 'command' },
    ],
  },
];

/** What tests and builds by files that lie where it is started. */
export const TEST_TOOLS: readonly Server[] = [
  {
    name: /^(?:robot|pabot)$/,
    files: ['%/*.robot', './*.robot', './*.resource'],
    settings: [
      {
        pattern:
          /^[ \t]{1,20}(?:Run(?: Process| And Return RC(?: And Output)?)?|Start Process|Evaluate)[ \t]{2,20}([^\n]{1,2000}?)(?=[ \t]{2,20}\w{1,20}=|$)/gim,
        kind: 'command',
      },
    ],
  },
  {
    name: /^(?:nosetests\d?|nose2|green|ward)$/,
    files: [],
    settings: [],
    loads: [
      {
        files: ['%/test*.py', '%/__init__.py', '%/conftest.py', './test*.py', './tests/*.py', './setup.py'],
        as: 'python',
      },
    ],
  },
  {
    name: /^shellspec$/,
    files: [],
    settings: [],
    loads: [{ files: ['./spec/*.sh', './spec/*/*.sh', '%/*_spec.sh', './.shellspec-hooks'], as: 'shell' }],
  },
  {
    name: /^prove$/,
    beside: true,
    files: [],
    settings: [],
    loads: [{ files: ['%/*.t', './t/*.t'], as: 'perl' }],
  },
  {
    name: /^(?:buck2?|please|plz|pants)$/,
    files: ['./BUCK', './TARGETS', './BUILD', './BUILD.plz', './*/BUCK', './*/TARGETS', './*/BUILD'],
    settings: [
      {
        pattern: new RegExp(String.raw`\b(?:cmd|bash|cmd_bash|command)[ \t]{0,9}=[ \t]{0,9}${TEXT}`, 'g'),
        kind: 'texts',
      },
    ],
  },
  {
    name: /^redo(?:-\w{1,20})?$/,
    files: [],
    settings: [],
    loads: [{ files: ['./*.do', '%/*.do'], as: 'shell' }],
  },
  {
    name: /^tup$/,
    files: ['./Tupfile', './*/Tupfile', './Tuprules.tup', './Tupdefault'],
    settings: [
      {
        pattern: /\|>[ \t]{0,9}(?:\^[^^\n]{0,100}\^[ \t]{0,9})?((?:(?!\|>)[^\n]){1,2000})/g,
        kind: 'command',
      },
    ],
  },
  {
    name: /^nix(?:-shell|-build|-env)?$/,
    beside: true,
    files: ['./shell.nix', './default.nix', './flake.nix', './devenv.nix'],
    settings: [
      {
        pattern: /\b(?:\w{1,30}(?:Hook|Phase)|enterShell|script)[ \t]{0,9}=[ \t]{0,9}''([^]{1,4000}?)''/g,
        kind: 'command',
      },
      {
        pattern: new RegExp(
          String.raw`\b(?:\w{1,30}(?:Hook|Phase)|enterShell|script)[ \t]{0,9}=[ \t]{0,9}${TEXT}`,
          'g',
        ),
        kind: 'texts',
      },
    ],
  },
];

import { EQUALS, line, quotedText, type Server } from './server.ts';

const TEXT = quotedText(4000);
/** What stands in round brackets, as far as texts in quotes are closed. */
const INSIDE = String.raw`((?:"(?:[^"\\]|\\.){0,2000}"|'[^']{0,2000}'|[^()"']){1,500})`;
const EXEC_ELEMENT = /<(?:exec|apply)\b([^]{1,4000}?)<\/(?:exec|apply)>/gi;
const COMMAND_ELEMENTS = /(<executable>[^]{1,4000}?<\/(?:arguments|configuration)>)/gi;

/** What builds software, and with it runs commands or programs of the folder that it is started in. */
export const BUILD_TOOLS: readonly Server[] = [
  {
    name: /^(?:ninja|ninja-build|samu)$/,
    files: ['./build.ninja'],
    include: line('include|subninja'),
    settings: [{ pattern: line('\\w{0,40}(?:command|cmd|run)\\w{0,40}', EQUALS), kind: 'command' }],
  },
  {
    name: /^(?:cmake3?|ctest|cpack)$/,
    files: ['./CMakeLists.txt', './CTestTestfile.cmake'],
    include: /\b(?:include|add_subdirectory)[ \t]{0,20}\([ \t]{0,20}"?([\w./-]{1,300})/gi,
    settings: [{ pattern: new RegExp(String.raw`\bCOMMAND[ \t\n]{1,40}${INSIDE}`, 'g'), kind: 'command' }],
  },
  {
    name: /^meson(?:\.py)?$/,
    files: ['./meson.build'],
    include: /\bsubdir[ \t]{0,20}\([ \t]{0,20}'([\w./-]{1,300})'/g,
    settings: [
      { pattern: new RegExp(String.raw`\brun_command[ \t]{0,20}\(${INSIDE}`, 'g'), kind: 'words' },
      { pattern: /\bcommand[ \t]{0,20}:[ \t]{0,20}\[([^\]]{1,4000})\]/g, kind: 'words' },
    ],
  },
  {
    // exec-maven-plugin, maven-antrun-plugin.
    name: /^(?:mvn|mvnw|mvnd)$/,
    files: ['./pom.xml'],
    settings: [
      { pattern: COMMAND_ELEMENTS, kind: 'elements' },
      { pattern: EXEC_ELEMENT, kind: 'elements' },
    ],
    loads: [{ files: ['/etc/mavenrc', '$HOME/.mavenrc'], as: 'shell' }],
  },
  {
    name: /^ant$/,
    files: ['./build.xml'],
    settings: [{ pattern: EXEC_ELEMENT, kind: 'elements' }],
    loads: [{ files: ['/etc/ant/ant.conf', '$HOME/.antrc'], as: 'shell' }],
  },
  {
    name: /^(?:msbuild|xbuild|nuke|dotnet)$/,
    beside: true,
    files: ['./*proj', './Directory.Build.props', './Directory.Build.targets'],
    settings: [
      {
        pattern: new RegExp(String.raw`<Exec\b[^>]{0,500}?\bCommand[ \t]{0,9}=[ \t]{0,9}${TEXT}`, 'gi'),
        kind: 'texts',
      },
    ],
  },
  {
    // go generate.
    name: /^go$/,
    beside: true,
    files: ['./*.go', './*/*.go'],
    settings: [{ pattern: /^\/\/go:generate[ \t]{1,20}([^\n]{1,4000})/gm, kind: 'command' }],
  },
  {
    name: /^bazel(?:isk)?$/,
    files: ['./BUILD', './BUILD.bazel', './*/BUILD', './*/BUILD.bazel'],
    settings: [
      { pattern: new RegExp(String.raw`\bcmd(?:_bash)?[ \t]{0,20}=[ \t]{0,20}${TEXT}`, 'g'), kind: 'texts' },
    ],
  },
  {
    name: /^earthly$/,
    files: ['./Earthfile'],
    settings: [{ pattern: /^[ \t]{1,40}RUN[ \t]{1,20}([^\n]{1,4000})/gm, kind: 'command' }],
  },
  {
    name: /^scons(?:-3)?$/,
    beside: true,
    files: ['./SConstruct', './SConscript'],
    settings: [
      {
        pattern: new RegExp(
          String.raw`\b(?:Command|Execute|AddPostAction|AddPreAction)[ \t]{0,9}\(${INSIDE}`,
          'g',
        ),
        kind: 'texts',
      },
    ],
    loads: [{ files: ['./SConstruct', './SConscript'], as: 'python' }],
  },
  {
    name: /^waf$/,
    files: ['./wscript'],
    settings: [
      {
        pattern: new RegExp(String.raw`\b(?:exec_command|cmd_and_log)[ \t]{0,9}\([ \t]{0,9}${TEXT}`, 'g'),
        kind: 'texts',
      },
    ],
    loads: [{ files: ['./wscript'], as: 'python' }],
  },
  {
    // What lies in the folder is built: by its own words, which are not looked at.
    name: /^(?:pip[\d.]*|pipx|easy_install)$/,
    files: [],
    settings: [],
    loads: [{ files: ['./setup.py'], as: 'python' }],
  },
  loading(/^(?:gulp|gulp-cli)$/, 'gulpfile'),
  {
    // grunt-shell, grunt-exec.
    ...loading(/^(?:grunt|grunt-cli)$/, 'Gruntfile'),
    files: ['./Gruntfile.js', './Gruntfile.cjs'],
    settings: [
      {
        pattern: /\b(?:shell|exec)[ \t]{0,9}:[ \t]{0,9}\{((?:[^{}]|\{[^{}]{0,2000}\}){1,4000})\}/g,
        kind: 'texts',
      },
    ],
  },
  loading(/^webpack(?:-cli|-dev-server)?$/, 'webpack.config'),
  loading(/^(?:vite|vitest|vite-node)$/, 'vite.config', 'vitest.config'),
  loading(/^jest$/, 'jest.config'),
  loading(/^eslint$/, 'eslint.config', '.eslintrc'),
  loading(/^rollup$/, 'rollup.config'),
  loading(/^(?:next|nuxt|nuxi|astro)$/, 'next.config', 'nuxt.config', 'astro.config'),
  loading(/^(?:babel|babel-node)$/, 'babel.config', '.babelrc'),
];

/** A tool that loads its settings as a program of JavaScript. */
function loading(name: RegExp, ...files: readonly string[]): Server {
  const programs = files.flatMap((file) =>
    ['js', 'cjs', 'mjs', 'ts', 'mts'].map((end) => `./${file}.${end}`),
  );
  return { name, files: [], settings: [], loads: [{ files: programs, as: 'node' }] };
}

import type { ForeignLanguage } from '../../program-text/foreign-calls.ts';

/** An interpreter of a language of which only the calls are read that start programs. */
export interface ForeignInterpreter {
  readonly name: RegExp;
  readonly language: ForeignLanguage | 'tcl';
  /** Options whose next word is program text, in order: `-e TEXT`. */
  readonly text?: RegExp;
  /** The same in one word, the text its first group. */
  readonly attached?: RegExp;
  /** Options whose next word is a file of program text. */
  readonly file?: RegExp;
  /** Options with a next word of their own. */
  readonly valued?: RegExp;
  /** True where a first word that is no option is program text itself: awk. */
  readonly textFirst?: boolean;
  /** An option whose next word is a folder of files that may be loaded, as patterns say. */
  readonly folder?: { readonly option: RegExp; readonly files: string };
  /** Files that are read where it is started, whatever the command says; patterns. */
  readonly unasked?: readonly string[];
}

const R_SITE = ['/usr/lib/R/etc/Rprofile.site', '/usr/local/lib/R/etc/Rprofile.site', '/etc/R/Rprofile.site'];

/** Packages as their source has them. */
const R_PACKAGES = ['R_LIBS', 'R_LIBS_USER', 'R_LIBS_SITE'].map((variable) => `$${variable}/*/R/*.R`);

const R_FILES = [...R_SITE, '.Rprofile', '$HOME/.Rprofile', '$R_PROFILE', '$R_PROFILE_USER', ...R_PACKAGES];
const POWERSHELL = ['$HOME/.config/powershell', '/opt/microsoft/powershell/*', '/etc/powershell'];

/** By their manual pages. One more is one more line. */
export const FOREIGN_INTERPRETERS: readonly ForeignInterpreter[] = [
  {
    name: /^(?:tclsh|wish|jimsh|tixwish)[\d.]*$/,
    language: 'tcl',
    valued: /^-encoding$/,
    unasked: ['$HOME/.tclshrc', '$HOME/.wishrc', '$TCLLIBPATH/*.tcl', '$TCLLIBPATH/*/*.tcl'],
  },
  { name: /^expectk?[\d.]*$/, language: 'tcl', text: /^-c$/, file: /^-[fb]$/ },
  {
    name: /^(?:[gmn]|original-)?awk$/,
    language: 'awk',
    textFirst: true,
    text: /^(?:-e|--source)$/,
    file: /^(?:-[fiE]|--(?:file|include|exec))$/,
    attached: /^--source=([^]+)$/,
    valued: /^(?:-[Fv]|--assign|--field-separator)$/,
  },
  { name: /^Rscript$/, language: 'r', text: /^-e$/, unasked: R_FILES },
  {
    name: /^(?:R|littler)$/,
    language: 'r',
    text: /^-e$/,
    file: /^-f$/,
    attached: /^--eval=([^]+)$/,
    unasked: R_FILES,
  },
  {
    name: /^julia$/,
    language: 'julia',
    text: /^(?:-[eE]|--eval|--print)$/,
    file: /^(?:-L|--load)$/,
    attached: /^--(?:eval|print)=([^]+)$/,
    valued: /^-[JtpCO]$/,
    unasked: [
      '$JULIA_DEPOT_PATH/config/startup.jl',
      '$JULIA_LOAD_PATH/*.jl',
      '$JULIA_LOAD_PATH/*/src/*.jl',
      '$JULIA_PROJECT/src/*.jl',
      '/root/.julia/config/startup.jl',
      '/home/*/.julia/config/startup.jl',
      '/usr/local/julia/etc/julia/startup.jl',
      '/opt/julia/etc/julia/startup.jl',
      '/etc/julia/startup.jl',
    ],
  },
  { name: /^(?:erl|werl)$/, language: 'erlang', text: /^-eval$/, unasked: ['$HOME/.erlang', '.erlang'] },
  { name: /^escript$/, language: 'erlang' },
  { name: /^mix$/, language: 'elixir', unasked: ['mix.exs', 'config/*.exs'] },
  {
    name: /^(?:elixir|iex)$/,
    language: 'elixir',
    text: /^(?:-e|--eval|--rpc-eval)$/,
    file: /^-r$/,
    unasked: ['.iex.exs', '$HOME/.iex.exs'],
  },
  { name: /^groovy(?:sh|Client)?$/, language: 'java', text: /^-e$/, valued: /^(?:-cp|-classpath|-D)$/ },
  {
    name: /^(?:jshell|kotlin|scala|jbang)$/,
    language: 'java',
    text: /^-e$/,
    valued: /^(?:-cp|--class-path)$/,
  },
  { name: /^scala-cli$/, language: 'java', text: /^-e$/ },
  { name: /^kotlinc$/, language: 'java', file: /^-script$/, valued: /^(?:-cp|-classpath|-d)$/ },
  {
    name: /^(?:gradle|gradlew)$/,
    language: 'java',
    file: /^(?:-b|--build-file|-I|--init-script)$/,
    unasked: [
      'build.gradle',
      'build.gradle.kts',
      'settings.gradle',
      'settings.gradle.kts',
      ...['$GRADLE_USER_HOME', '$HOME/.gradle'].flatMap((folder) => [
        `${folder}/init.gradle*`,
        `${folder}/init.d/*`,
      ]),
    ],
  },
  { name: /^sbt$/, language: 'java', unasked: ['build.sbt', 'project/plugins.sbt'] },
  { name: /^(?:go|mage)$/, language: 'go', unasked: ['*.go', 'cmd/*/*.go'] },
  { name: /^cargo$/, language: 'rust', unasked: ['build.rs', 'src/main.rs'] },
  { name: /^dotnet(?:-script)?$|^csi$|^scriptcs$/, language: 'csharp', file: /^run$/ },
  {
    name: /^(?:pwsh|powershell)$/,
    language: 'powershell',
    text: /^-(?:c|command)$/i,
    file: /^-(?:f|file)$/i,
    unasked: [...POWERSHELL.map((folder) => `${folder}/*rofile.ps1`), '$PSModulePath/*/*.psm1'],
  },
  { name: /^(?:clojure|clj|bb)$/, language: 'clojure', text: /^(?:-e|--eval)$/ },
  {
    name: /^(?:guile|racket|csi|gosh|sbcl|ecl|clisp)[\d.]*$/,
    language: 'scheme',
    text: /^(?:-[cex]|--eval)$/,
    file: /^(?:-[lfst]|--load|--script)$/,
    unasked: ['$HOME/.sbclrc', '$HOME/.guile', '$HOME/.racketrc', '$HOME/.eclrc', '$HOME/.clisprc.lisp'],
  },
  {
    name: /^emacs(?:-nox)?[\d.]*$/,
    language: 'emacs',
    text: /^--?(?:eval|execute)$/,
    file: /^(?:-l|--?(?:load|script))$/,
    attached: /^--(?:eval|execute)=([^]+)$/,
    valued: /^(?:-L|--directory)$/,
    folder: { option: /^(?:-L|--directory)$/, files: '/*.el' },
    unasked: [
      '/usr/share/emacs/site-lisp/site-start.el',
      '/etc/emacs/site-start.d/*.el',
      '$HOME/.emacs',
      '$EMACSLOADPATH/*.el',
    ],
  },
  { name: /^swipl$/, language: 'prolog', text: /^-[gt]$/, file: /^-[lsf]$/ },
  {
    name: /^(?:ocaml|utop)$/,
    language: 'ocaml',
    text: /^-e$/,
    unasked: ['.ocamlinit', '$HOME/.ocamlinit', '$XDG_CONFIG_HOME/ocaml/init.ml'],
  },
  {
    name: /^(?:runghc|runhaskell|ghci?|stack)$/,
    language: 'haskell',
    text: /^-e$/,
    unasked: ['.ghci', '$HOME/.ghci', '$HOME/.ghc/ghci.conf'],
  },
  {
    name: /^octave(?:-cli)?[\d.-]*$/,
    language: 'r',
    text: /^--eval$/,
    attached: /^--eval=([^]+)$/,
    unasked: ['.octaverc', '$HOME/.octaverc', '/usr/share/octave/site/m/startup/octaverc'],
  },
  { name: /^gnuplot$/, language: 'gnuplot', text: /^-e$/, unasked: ['$HOME/.gnuplot', '/etc/gnuplotrc'] },
  { name: /^(?:g?m4)$/, language: 'm4', valued: /^-[DUI]$/ },
  { name: /^(?:nim|nimble)$/, language: 'nim', file: /^(?:e|r|secret)$/, text: /^--eval$/ },
  { name: /^v$/, language: 'v', file: /^run$/, text: /^-e$/ },
  { name: /^crystal$/, language: 'crystal', text: /^eval$/, file: /^run$/ },
  { name: /^janet$/, language: 'janet', text: /^-e$/ },
];

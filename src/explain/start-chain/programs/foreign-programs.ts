import type { StartStep } from '../../explanation.ts';
import { absolutePath, directory } from '../../path-lookup.ts';
import { type ForeignLanguage, foreignCommands } from '../../program-text/foreign-calls.ts';
import type { EmbeddedCommand } from '../../program-text/program-commands.ts';
import { tclCommands } from '../../program-text/tcl-commands.ts';
import type { Chain, Environment, Follower, Following, Invocation, Place, Program } from '../chain.ts';
import { isFile } from '../managers/service-files.ts';
import { openScript } from '../open-script.ts';
import { findFile } from '../program.ts';
import { withVariable } from '../servers/servers.ts';
import { globFiles } from '../shell/file-globs.ts';
import { makeStep } from '../step.ts';
import { calledCommand } from './where-called.ts';

/** An interpreter of a language of which only the calls are read that start programs. */
interface ForeignInterpreter {
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
  /** Files that are read where it is started, whatever the command says; patterns. */
  readonly unasked?: readonly string[];
}

const R_SITE = ['/usr/lib/R/etc/Rprofile.site', '/usr/local/lib/R/etc/Rprofile.site', '/etc/R/Rprofile.site'];

const R_FILES = [...R_SITE, '.Rprofile', '$HOME/.Rprofile'];
const POWERSHELL = ['$HOME/.config/powershell', '/opt/microsoft/powershell/*', '/etc/powershell'];

/** By their manual pages. One more is one more line. */
const INTERPRETERS: readonly ForeignInterpreter[] = [
  {
    name: /^(?:tclsh|wish|jimsh|tixwish)[\d.]*$/,
    language: 'tcl',
    valued: /^-encoding$/,
    unasked: ['$HOME/.tclshrc', '$HOME/.wishrc', '$TCLLIBPATH/pkgIndex.tcl'],
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
  { name: /^dotnet(?:-script)?$|^csi$|^scriptcs$/, language: 'csharp' },
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
    unasked: ['/usr/share/emacs/site-lisp/site-start.el', '/etc/emacs/site-start.d/*.el', '$HOME/.emacs'],
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

const MAX_WORDS = 64;
const MAX_UNASKED = 50;

/** `tclsh FILE`, `Rscript -e TEXT`, `awk 'BEGIN { system(…) }'`: the commands that such a program's calls name. */
export const followForeignProgram: Follower = (invocation, program, chain) => {
  const interpreter = INTERPRETERS.find(({ name }) => name.test(program.name));
  if (interpreter === undefined) return undefined;
  const { language, text, attached, file, valued, textFirst, unasked = [] } = interpreter;
  const children: StartStep[] = [];
  const { cwd } = invocation.environment;
  const problems = new Set<string>();
  const words = invocation.argv.slice(1, MAX_WORDS);
  let isTold = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]?.value ?? words[at]?.text ?? '';
    const next = words[at + 1];
    const inWord = attached?.exec(word)?.[1];
    const inNext = text?.test(word) === true ? next?.value : undefined;
    const isFirst = !isTold && !/^[-+]./.test(word);
    const given = inWord ?? inNext ?? (isFirst && textFirst === true ? words[at]?.value : undefined);
    if (given !== undefined) {
      children.push(...commandSteps(chain, commandsOf(given, language), invocation));
      isTold = true;
      if (inWord === undefined && inNext !== undefined) at++;
      continue;
    }
    const path = file?.test(word) === true ? foundFile(chain, next?.value, language, invocation) : undefined;
    if (path !== undefined) at++;
    const isOwn = isFirst && textFirst !== true && isFile(chain, absolutePath(word, cwd));
    if (path !== undefined || isOwn) {
      const read = readFile(chain, invocation, path ?? word, language);
      children.push(...read.children);
      if (read.unknown !== undefined) problems.add(read.unknown);
      isTold = true;
    } else if (valued?.test(word) === true) at++;
    // What follows a program are its own words.
    else if (isTold && !word.startsWith('-')) break;
  }
  const own = unasked.map((one) => withVariable(one, invocation.environment));
  for (const path of own.flatMap((one) => globFiles(chain.tree, one, cwd, MAX_UNASKED) ?? []))
    if (isFile(chain, path)) children.push(...readFile(chain, invocation, path, language).children);
  const { stdin } = invocation;
  if (!isTold && stdin?.kind === 'text')
    children.push(...commandSteps(chain, commandsOf(stdin.text, language), invocation));
  if (!isTold && stdin?.kind === 'file')
    children.push(...readFile(chain, invocation, stdin.path, language).children);
  const unknown = [...problems].slice(0, 3).join('; ');
  return unknown === '' ? { children } : { children, unknown };
};

/** A script whose first line names such an interpreter. */
export function readForeignScript(
  chain: Chain,
  script: Program,
  interpreter: string,
  environment: Environment,
): Following | undefined {
  const language = INTERPRETERS.find(({ name }) => name.test(interpreter))?.language;
  return language === undefined
    ? undefined
    : openScript(chain, script, [], (text, place) => ({
        children: commandSteps(chain, commandsOf(text, language), { place, environment }, script.path),
      }));
}

function commandsOf(text: string, language: ForeignLanguage | 'tcl'): readonly EmbeddedCommand[] {
  return language === 'tcl' ? tclCommands(text) : foreignCommands(text, language);
}

function readFile(
  chain: Chain,
  invocation: Invocation,
  name: string,
  language: ForeignLanguage | 'tcl',
): Following {
  const { command, place, environment } = invocation;
  const file = findFile(chain, absolutePath(name, environment.cwd), '/');
  chain.budget.stepsLeft--;
  const following = openScript(chain, file, [], (text, at) => ({
    children: [
      ...commandSteps(chain, commandsOf(text, language), { place: at, environment }, file.path),
      ...filesLoaded(chain, text, directory(file.path ?? '/')).flatMap(
        (path) => readFile(chain, { ...invocation, place: at }, path, language).children,
      ),
    ],
  }));
  const unknown = file.unknown ?? following.unknown;
  const parts = { what: name, command, kind: file.kind, place, program: file, unknown };
  return { children: [makeStep(chain, { ...parts, children: following.children })] };
}

/** The file that an option names: of awk, in a folder of AWKPATH, too, with or without its ending (gawk(1)). */
function foundFile(
  chain: Chain,
  name: string | undefined,
  language: ForeignLanguage | 'tcl',
  { environment: { variables, cwd } }: Invocation,
): string | undefined {
  if (name === undefined || language !== 'awk' || name.includes('/')) return name;
  const folders = [cwd, ...(variables.get('AWKPATH') ?? '/usr/share/awk').split(':', MAX_WORDS)];
  const paths = folders.flatMap((folder) => [name, `${name}.awk`].map((file) => absolutePath(file, folder)));
  return paths.find((path) => isFile(chain, path)) ?? name;
}

const MAX_LOADED = 20;
const LOADS =
  /(?<![\w.#-])(?:sys\.)?(?:source|include|load|load-file|loadfile|require_file)(?:\s{0,9}\(\s{0,9}|\s{1,9})["']?([\w./-]{1,300})/g;

/** The image's files that such a program reads as its own: `source FILE` of Tcl and R, `include` of Julia. */
function filesLoaded(chain: Chain, text: string, folder: string): readonly string[] {
  const paths = [...text.matchAll(LOADS)].map(([, name = '']) => absolutePath(name, folder));
  return [...new Set(paths)].filter((path) => isFile(chain, path)).slice(0, MAX_LOADED);
}

/** Commands that a program calls: what a shell gets of them is shown to the detectors as well. */
export function commandSteps(
  chain: Chain,
  commands: readonly EmbeddedCommand[],
  { place, environment }: { readonly place: Place; readonly environment: Environment },
  file?: string,
): readonly StartStep[] {
  return commands.flatMap(({ text, line }) => {
    const at = file === undefined ? place : { ...place, line };
    chain.spoken.add(text, at);
    return calledCommand(chain, text, at, environment, file);
  });
}

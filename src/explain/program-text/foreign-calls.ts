import { callCommand, textVariables } from './call-arguments.ts';
import { LineIndex } from './line-index.ts';
import type { EmbeddedCommand } from './program-commands.ts';

/** Languages of which only the calls that start programs are read. */
export type ForeignLanguage = keyof typeof CALLS;

const MAX_COMMANDS = 50;
const MAX_TEXT = 256 * 1024;
/** The first argument is text, or a list of which the first item is. */
const TEXT_FIRST = String.raw`\s{0,20}(?=["'\`]|\$?[A-Za-z_]\w{0,60}[ \t]{0,5}(?:[),;}\n]|$))`;

/**
 * Calls that hand a text, or words, to a shell or the system, each up to its first argument; by the languages' own manuals.
 * One more language is one more line.
 */
const CALLS = {
  awk: [
    call(String.raw`\bsystem\s{0,20}\(`),
    // `print | "command"`.
    call(String.raw`(?<!\|)\|&?`),
  ],
  crystal: [call(String.raw`\b(?:system|Process\.(?:run|exec|new)|exec)\s{0,20}\(?`)],
  gnuplot: [call(String.raw`\bsystem\s{0,20}\(?`), /(?<=^|\n|;)[ \t]{0,20}!\s{0,20}(?=\S)/g],
  janet: [call(String.raw`\(os/(?:shell|execute|spawn)\s{1,20}(?:\[|\(array\s)?`)],
  m4: [/\be?syscmd\(\s{0,20}(?=\S)/g],
  nim: [
    call(String.raw`\b(?:exec(?:Cmd(?:Ex)?|ShellCmd|Process)?|gorge(?:Ex)?|staticExec|selfExec)\s{0,20}\(?`),
  ],
  v: [call(String.raw`\b(?:os\.)?(?:execute(?:_or_exit|_or_panic)?|system)\s{0,20}\(`)],
  clojure: [call(String.raw`\((?:clojure\.java\.shell/|shell/)?sh\s{1,20}`)],
  csharp: [call(String.raw`\bProcess\s{0,5}\.\s{0,5}Start\s{0,20}\(`)],
  elixir: [
    call(String.raw`\b(?:System\.(?:cmd|shell)|:os\.cmd)\s{0,20}\(?`),
    call(String.raw`\{\s{0,20}:spawn(?:_executable)?\s{0,20},`),
  ],
  emacs: [
    call(
      String.raw`\((?:shell-command(?:-to-string)?|async-shell-command|call-process(?:-shell-command)?|process-lines)\s{1,20}`,
    ),
  ],
  erlang: [
    call(String.raw`\bos\s{0,5}:\s{0,5}cmd\s{0,20}\(`),
    call(String.raw`\{\s{0,20}spawn(?:_executable)?\s{0,20},`),
  ],
  go: [call(String.raw`\bexec\.Command(?:Context)?\s{0,20}\((?:\s{0,20}\w{1,60}\s{0,20},)?`)],
  haskell: [
    call(String.raw`\b(?:system|callCommand|spawnCommand|readCreateProcess\s{1,20}\(shell)\s{1,20}\(?`),
    // A command of ghci.
    /(?<=^|\n)[ \t]{0,20}:!\s{0,20}(?=\S)/g,
  ],
  java: [
    call(
      String.raw`\bexec\s{0,20}\(\s{0,20}(?:new\s{1,20}String\s{0,20}\[\s{0,20}\]\s{0,20}\{|arrayOf\s{0,20}\()?`,
    ),
    // Gradle, and sys.process of Scala.
    call(String.raw`\bcommandLine\s{0,20}\(?`),
    call(String.raw`\bProcess\s{0,20}\(\s{0,20}(?:Seq\s{0,20}\()?`),
    call(String.raw`\bSeq\s{0,20}\((?=[^()]{0,1000}\)\s{0,20}\.?\s{0,5}!)`),
    call(
      String.raw`\bProcessBuilder\s{0,20}\(\s{0,20}(?:(?:List|Arrays)\s{0,5}\.\s{0,5}(?:of|asList)\s{0,20}\(|listOf\s{0,20}\(|new\s{1,20}String\s{0,20}\[\s{0,20}\]\s{0,20}\{)?`,
    ),
  ],
  julia: [
    call(
      String.raw`\b(?:run|pipeline|read|readchomp|success|open)\s{0,20}\(\s{0,20}(?:Cmd\s{0,5}\(\s{0,5}\[)?`,
    ),
    // C's own function.
    call(String.raw`\bccall\s{0,9}\(\s{0,9}:system\s{0,9},[^"'\`\n]{0,100}`),
    call(String.raw`@ccall\s{1,9}system\s{0,9}\(`),
  ],
  ocaml: [call(String.raw`\b(?:Sys\.command|Unix\.(?:system|open_process(?:_in|_out)?))\s{0,20}\(?`)],
  prolog: [call(String.raw`\b(?:shell|process_create|system)\s{0,20}\(`)],
  powershell: [
    call(String.raw`(?:^|[\s;&])(?:ba|da|z)?sh\s{1,9}-c\s{1,9}`),
    call(String.raw`\bProcess\]::Start\s{0,20}\(`),
  ],
  r: [
    call(String.raw`\b(?:system2?|shell|pipe|shell\.exec)\s{0,20}\(\s{0,20}(?:command\s{0,20}=)?`),
    // A function that is an argument, and packages that start programs.
    call(String.raw`\bdo\.call\s{0,20}\(\s{0,20}["']?system2?["']?\s{0,20},\s{0,20}list\(`),
    call(String.raw`\b(?:get|match\.fun)\s{0,20}\(\s{0,20}["']system2?["']\s{0,20}\)\s{0,20}\(`),
    call(String.raw`\b(?:processx::run|sys::exec_\w{1,20}|callr::\w{1,20})\s{0,20}\(`),
  ],
  rust: [call(String.raw`\bCommand\s{0,5}::\s{0,5}new\s{0,20}\(`)],
  scheme: [
    call(
      String.raw`\((?:system\*?|process\*?|open-input-pipe|run-shell-command|shell-command|(?:uiop:)?run-program|(?:ext:)?shell)\s{1,20}`,
    ),
  ],
} as const satisfies Readonly<Record<string, readonly RegExp[]>>;

/** Texts between marks of the language's own, and lines without any. */
const BARE: Readonly<Partial<Record<ForeignLanguage, RegExp>>> = {
  m4: /^`([^']{1,2000})'|^([^`'\n]{1,2000})\)/,
  gnuplot: /^([^\n]{1,2000})/,
  haskell: /^([^\n]{1,2000})/,
};

const COMMENT: Readonly<Partial<Record<ForeignLanguage, RegExp>>> = {
  erlang: /^\s{0,200}%/,
  prolog: /^\s{0,200}%/,
  haskell: /^\s{0,200}--/,
  java: /^\s{0,200}(?:\/\/|\*|\/\*)/,
  csharp: /^\s{0,200}(?:\/\/|\*|\/\*)/,
  go: /^\s{0,200}(?:\/\/|\*|\/\*)/,
  rust: /^\s{0,200}(?:\/\/|\*|\/\*)/,
  scheme: /^\s{0,200};/,
  clojure: /^\s{0,200};/,
  emacs: /^\s{0,200};/,
  ocaml: /^\s{0,200}\(\*/,
};

function call(start: string): RegExp {
  return new RegExp(start + TEXT_FIRST, 'g');
}

/** The commands that a program's calls name in plain text, or by names that are set to plain text, as a shell would read them. */
export function foreignCommands(source: string, language: ForeignLanguage): readonly EmbeddedCommand[] {
  const text = source.slice(0, MAX_TEXT);
  const readable = readableCalls(text, language);
  const comment = COMMENT[language] ?? /^\s{0,200}#/;
  const index = new LineIndex(readable);
  const variables = textVariables(readable);
  const found: EmbeddedCommand[] = [];
  const macros = language === 'm4' ? macrosOf(text) : new Map<string, string>();
  const add = (at: number, from: number, end?: number): void => {
    if (found.length >= MAX_COMMANDS) return;
    const start = index.lineStart(at);
    if (comment.test(readable.slice(start, start + 200))) return;
    const { command } = callCommand(readable.slice(0, end), from, variables, 'lua', MAX_TEXT);
    if (command !== undefined && command.length > 3 && !/^\$\w+$/.test(command))
      found.push({ text: command, line: index.lineAt(at) });
  };
  for (const pattern of CALLS[language]) {
    for (const match of readable.matchAll(pattern)) {
      const from = match.index + match[0].length;
      const bare =
        language === 'm4' || match[0].includes('!')
          ? BARE[language]?.exec(readable.slice(from, from + 2000))
          : undefined;
      const plain = bare?.[1] ?? macros.get(bare?.[2] ?? '') ?? bare?.[2];
      if (plain !== undefined) found.push({ text: plain, line: index.lineAt(from) });
      else add(match.index, from);
    }
  }
  if (language === 'awk') {
    // `"command" | getline`.
    for (const match of readable.matchAll(/["']\s{0,20}\|&?\s{0,20}getline\b/g))
      add(match.index, openingQuote(readable, match.index), match.index + 1);
  }
  if (language === 'java') {
    // Groovy: `"command".execute()`, `["sh", "-c", "command"].execute()`.
    for (const match of readable.matchAll(/["'\]]\s{0,20}\.\s{0,5}execute\s{0,20}\(/g)) {
      const before = readable[match.index] === ']' ? readable.lastIndexOf('[', match.index) + 1 : -1;
      add(match.index, before > 0 ? before : openingQuote(readable, match.index), match.index + 1);
    }
  }
  return found;
}

/** What names of m4 are defined as. */
function macrosOf(text: string): ReadonlyMap<string, string> {
  const defined = text.matchAll(
    /\b(?:push)?def(?:ine)?\(\s{0,9}`?(\w{1,100})'?\s{0,9},\s{0,9}`?([^`'\n]{1,2000})'?\s{0,9}\)/g,
  );
  return new Map([...defined].slice(0, MAX_COMMANDS).map(([, name = '', value = '']) => [name, value]));
}

/** As a call with all of its words: R's `c(…)` is a list, and Rust adds a word by a call of its own. */
function readableCalls(text: string, language: ForeignLanguage): string {
  if (language === 'r') return inOne(text.replaceAll('<-', ' =')).replaceAll(/\bc\(/g, '[ ');
  if (language === 'scheme' || language === 'emacs' || language === 'clojure') return inOne(text);
  // Process.Start("sh", "-c …"): the second text holds all words.
  if (language === 'csharp')
    return text.replaceAll(
      /(\bStart\s{0,20}\(\s{0,20}"[^"\n]{1,500})"\s{0,20},\s{0,20}@?"/g,
      (_joint, before: string) => `${before} `,
    );
  if (language !== 'rust') return text;
  return text.replaceAll(
    /"\s{0,40}\)\s{0,40}\.\s{0,5}args?\s{0,20}\(\s{0,20}&?\[?\s{0,20}(?=")/g,
    (joint) => `",${joint.slice(2).replaceAll(/[^\n]/g, ' ')}`,
  );
}

/** `paste0("a", "b")` of R, `(concat "a" "b")` of Lisps: what such a call puts together, as one text. */
const TOGETHER =
  /(?:\bpaste0?\(|\((?:string-append|concat|concatenate 'string|str)\s)((?:\s{0,9},?\s{0,9}"[^"\\\n]{0,2000}"){1,50})\s{0,9}(?:,\s{0,9}(?:sep|collapse)\s{0,5}=\s{0,5}""\s{0,9})?\)/g;

function inOne(text: string): string {
  return text.replaceAll(
    TOGETHER,
    (_whole, texts: string) => `"${[...texts.matchAll(/"([^"]*)"/g)].map(([, part]) => part).join('')}"`,
  );
}

const MAX_BACK = 4000;

/** Where the string begins that ends at an index. */
function openingQuote(text: string, end: number): number {
  const mark = text.charAt(end);
  const from = Math.max(0, end - MAX_BACK);
  for (let at = end - 1; at >= from; at--) {
    if (text.charAt(at) === '\n') break;
    if (text.charAt(at) === mark && text.charAt(at - 1) !== '\\') return at;
  }
  return end;
}

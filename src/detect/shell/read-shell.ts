import type { Assignment, Command, Redirection, Statement, SyntaxNode, While, Word, WordPart } from 'unbash';
import { forEachChild, parse } from 'unbash';
import { DEFAULT_LIMITS, type Limits } from '../../base/limits.ts';
import { LineIndex } from '../../explain/program-text/line-index.ts';
import { type Language, languageOf, languageOfInterpreter } from '../text/language.ts';
import type {
  CarriedText,
  ShellCommand,
  ShellPipeline,
  ShellRedirect,
  ShellScript,
  ShellWord,
} from './model.ts';
import { braceWords, parameterValue } from './parameter-value.ts';
import { sedCall, sedOutput } from './sed/sed.ts';
import { variablesSetBy } from './setting-commands.ts';
import { staticOutput } from './static-output.ts';
import { baseName, unwrap } from './wrappers.ts';
import { redirectedTo, writtenTo } from './written-to.ts';

export interface ShellOptions {
  /** Variables set before the script begins. */
  readonly variables?: ReadonlyMap<string, string>;
  /** Line of the first line; default 1. */
  readonly line?: number;
  readonly via?: string;
  /** Content of a file that the script reads, where known. */
  readonly readFile?: (path: string) => string | undefined;
  readonly limits?: Pick<Limits, 'maxTextBytes' | 'maxScriptParts'>;
}

const MAX_TEXT = 128 * 1024;
const MAX_PIPELINES = 20_000;
const MAX_NODE_DEPTH = 120;
const MAX_NESTING = 6;
const MAX_VALUE = 64 * 1024;
const MAX_FUNCTIONS = 500;
/** Calls of functions that are read with their arguments. */
const MAX_CALLS = 100;
const MAX_ARRAYS = 1000;
/** Files that the system, a server or cron reads by itself. */
const ACTED_UPON =
  /(?:^|\/)(?:authorized_keys2?|passwd|shadow|crontab|rc\.local|ld\.so\.preload)$|\/(?:cron[^/]*|profile\.d|systemd)\//;
/** What `$0` stands for: the script itself, which may carry what it runs. */
const OWN_TEXT = '$0';
const EMPTY: ShellWord = { text: '', inner: [] };

/**
 * Reads a shell script without running it: every pipeline in it, with variables, quotes, substitutions, wrapper
 * commands, `sh -c` arguments, here-documents and `echo … | base64 -d | sh` followed as far as the text alone
 * says. Text that is no shell gives what can be made of it. Never throws.
 */
export function readShell(text: string, options: ShellOptions = {}): ShellScript {
  const reader = new Reader(text, options);
  const { maxTextBytes } = options.limits ?? DEFAULT_LIMITS;
  for (const chunk of chunks(text.slice(0, maxTextBytes))) {
    if (reader.exhausted) break;
    reader.read(chunk.text, (options.line ?? 1) + chunk.line - 1, options.via, 0);
  }
  const { pipelines, carried, variables } = reader;
  const cut = reader.exhausted || pipelines.length >= MAX_PIPELINES || text.length > maxTextBytes;
  return { pipelines, carried, variables, ...(cut ? { cut } : {}) };
}

/** Pieces of at most 128 KiB, cut at line ends: a parser's memory is a multiple of its text's. */
function* chunks(text: string): Generator<{ text: string; line: number }> {
  let line = 1;
  let start = 0;
  while (start < text.length) {
    let end = Math.min(text.length, start + MAX_TEXT);
    if (end < text.length) {
      const newline = text.lastIndexOf('\n', end);
      if (newline > start) end = newline + 1;
    }
    const piece = text.slice(start, end);
    yield { text: piece, line };
    for (let at = piece.indexOf('\n'); at >= 0; at = piece.indexOf('\n', at + 1)) line++;
    start = end;
  }
}

interface Scope {
  readonly source: string;
  readonly lines: LineIndex;
  /** Line of `source`'s first character. */
  readonly line: number;
  readonly via: string | undefined;
  readonly nesting: number;
  readonly depth: number;
  /** The sourced file that the text stands in. */
  readonly from?: string;
  /** The file that an enclosing `{ … } > file` writes to. */
  readonly writesTo?: string;
}

class Reader {
  readonly pipelines: ShellPipeline[] = [];
  readonly carried: CarriedText[] = [];
  readonly variables: Map<string, string>;
  readonly #arrays = new Map<string, readonly string[]>();
  readonly #functions = new Map<string, { readonly body: SyntaxNode; readonly scope: Scope }>();
  /** What the function that is being read was called with; undefined outside of one. */
  #positional: readonly string[] | undefined;
  #callsLeft = MAX_CALLS;
  readonly #files = new Map<string, string>();
  /** Of files that the script itself writes: the decoders that their text went through. */
  readonly #written = new Map<string, string | undefined>();
  readonly #sourced = new Set<string>();
  readonly #readOuter: (path: string) => string | undefined;
  readonly #own: string;
  /** Work left, so that nothing made to grow can grow for ever. */
  #budget: number;

  constructor(text: string, options: ShellOptions) {
    this.#own = text;
    this.variables = new Map(options.variables);
    this.#budget = (options.limits ?? DEFAULT_LIMITS).maxScriptParts;
    this.#readOuter = options.readFile ?? (() => undefined);
  }

  /** True once the work allowed for one text is used up. */
  get exhausted(): boolean {
    return this.#budget < 0;
  }

  read(source: string, line: number, via: string | undefined, nesting: number, from?: string): void {
    if (nesting > MAX_NESTING || this.exhausted) return;
    try {
      const script = parse(source);
      this.#statements(script.commands, {
        source,
        lines: new LineIndex(source),
        line,
        via,
        nesting,
        depth: 0,
        ...(from !== undefined && { from }),
      });
    } catch {
      // A text that breaks the parser is no script that a shell would run to its end either.
    }
  }

  #statements(statements: readonly Statement[], scope: Scope): readonly ShellPipeline[] {
    const own: ShellPipeline[] = [];
    for (const statement of statements) own.push(...this.#node(statement.command, scope));
    return own;
  }

  /** The pipelines that a node stands for; all of them, and those inside, are also put into the list. */
  #node(node: SyntaxNode, scope: Scope): readonly ShellPipeline[] {
    if (scope.depth > MAX_NODE_DEPTH || this.#budget-- < 0) return [];
    const inner = { ...scope, depth: scope.depth + 1 };
    switch (node.type) {
      case 'Statement':
        return this.#node(node.command, inner);
      case 'AndOr':
        return node.commands.flatMap((command) => this.#node(command, inner));
      case 'Pipeline':
        return [this.#pipeline(node.commands, node, inner)];
      case 'Command':
        return [this.#pipeline([node], node, inner)];
      case 'Redirected': {
        const command = this.#command(node, inner);
        return this.#add([command], node, scope);
      }
      case 'Word':
        this.#word(node, inner);
        return [];
      default: {
        const own: ShellPipeline[] = [];
        if (node.type === 'Function' && this.#functions.size < MAX_FUNCTIONS)
          this.#functions.set(node.name.value, { body: node.body, scope: inner });
        if (node.type === 'For') this.#forVariable(node.name, node.wordlist, inner);
        forEachChild(node, (child) => {
          own.push(...this.#node(child, inner));
        });
        return own;
      }
    }
  }

  #forVariable(name: Word, words: readonly Word[] | undefined, scope: Scope): void {
    const first = words?.[0];
    if (first !== undefined) this.#set(name.value, this.#word(first, scope).text);
  }

  #pipeline(nodes: readonly SyntaxNode[], whole: { pos: number; end: number }, scope: Scope): ShellPipeline {
    const commands: ShellCommand[] = [];
    for (const node of nodes) {
      if (node.type === 'While' && commands.length > 0)
        this.#readLines(node, staticOutput(commands, (path) => this.#file(path))?.text);
      commands.push(this.#command(node, scope));
    }
    return this.#add(commands, whole, scope)[0] as ShellPipeline;
  }

  /** `while read NAME`: the name stands for all lines at once, so that `eval "$NAME"` is read as what it comes to. */
  #readLines({ clause }: While, text: string | undefined): void {
    const first = clause.commands[0]?.command;
    if (first?.type !== 'Command' || first.name?.value !== 'read' || text === undefined) return;
    const names = first.args.map(({ text: word }) => word).filter((word) => /^[A-Za-z_]\w{0,60}$/.test(word));
    const [name, ...others] = names;
    if (name !== undefined && others.length === 0 && text.length <= MAX_VALUE) this.#set(name, text);
  }

  #add(
    commands: readonly ShellCommand[],
    { pos, end }: { pos: number; end: number },
    scope: Scope,
  ): readonly ShellPipeline[] {
    const edits = commands.some(({ name }) => name === 'sed');
    const output = staticOutput(producing(commands), (path) => {
      const text = this.#file(path);
      if (edits) this.#budget -= (text?.length ?? 0) >> 5;
      return text;
    });
    const writesTo = writtenTo(commands)?.path ?? scope.writesTo;
    const pipeline: ShellPipeline = {
      commands,
      text: scope.source.slice(pos, Math.min(end, pos + 2000)),
      line: scope.line + scope.lines.lineAt(pos) - 1,
      ...(scope.via !== undefined && { via: scope.via }),
      ...(scope.from !== undefined && { from: scope.from }),
      ...(output !== undefined && { output: output.text }),
      ...(output !== undefined && output.decoders.length > 0 && { decoders: output.decoders.join(', ') }),
      ...(writesTo !== undefined && { writesTo }),
    };
    if (this.pipelines.length < MAX_PIPELINES) this.pipelines.push(pipeline);
    this.#follow(pipeline, output?.decoders ?? [], scope);
    return [pipeline];
  }

  #command(node: SyntaxNode, scope: Scope): ShellCommand {
    if (node.type === 'Command') return this.#simple(node, scope);
    if (node.type === 'Redirected') {
      const redirects = node.redirects.map((redirect) => this.#redirect(redirect, scope));
      const writesTo = redirectedTo(redirects)?.path ?? scope.writesTo;
      if (node.command.type === 'While') {
        const input = { name: '', program: '', args: [], redirects, wrappers: [], body: [] };
        this.#readLines(node.command, staticOutput([input], (path) => this.#file(path))?.text);
      }
      const body = this.#node(node.command, { ...scope, ...(writesTo !== undefined && { writesTo }) });
      return { name: '', program: '', args: [], redirects, wrappers: [], body };
    }
    const body = this.#node(node, scope);
    return { name: '', program: '', args: [], redirects: [], wrappers: [], body };
  }

  #simple(node: Command, scope: Scope): ShellCommand {
    const words: ShellWord[] = [];
    const redirects: ShellRedirect[] = [];
    for (const part of node.prefix) {
      if (part.type === 'Assignment') this.#assign(part, scope);
      else redirects.push(this.#redirect(part, scope));
    }
    if (node.name !== undefined) words.push(...this.#split(node.name, scope));
    const declares = /^(?:export|declare|local|readonly|typeset)$/.test(node.name?.value ?? '');
    for (const part of node.suffix) {
      if (part.type === 'Word') words.push(...this.#split(part, scope));
      else if (part.type === 'Assignment') words.push(this.#assign(part, scope, declares));
      else redirects.push(this.#redirect(part, scope));
    }
    const unwrapped = unwrap(words);
    const [first, ...args] = unwrapped.words;
    const program = first?.text ?? '';
    const { wrappers, calledAs } = unwrapped;
    const name = baseName(program);
    return {
      name,
      program,
      args,
      redirects,
      wrappers,
      ...(calledAs !== undefined && { calledAs }),
      body: [],
    };
  }

  #assign(node: Assignment, scope: Scope, keep = true): ShellWord {
    if (node.value.type === 'ArrayValue') {
      const words = node.value.elements.map((element) => this.#word(element, scope));
      if (keep) this.#set(node.name, words.map((word) => word.text).join(' '));
      if (keep && this.#arrays.size < MAX_ARRAYS)
        this.#arrays.set(
          node.name,
          words.map((word) => word.text),
        );
      return { text: `${node.name}=${words.map((word) => word.text).join(' ')}`, inner: [] };
    }
    const word = this.#word(node.value, scope);
    // bash runs it before each prompt.
    if (node.name === 'PROMPT_COMMAND') {
      const line = scope.line + scope.lines.lineAt(node.pos) - 1;
      this.read(word.text, line, scope.via, scope.nesting + 1);
    }
    if (keep)
      this.#set(node.name, (node.append === true ? (this.variables.get(node.name) ?? '') : '') + word.text);
    return { text: `${node.name}=${word.text}`, inner: word.inner };
  }

  #set(name: string, value: string): void {
    if (this.variables.size < 5000 || this.variables.has(name))
      this.variables.set(name, value.slice(0, MAX_VALUE));
  }

  #redirect(node: Redirection, scope: Scope): ShellRedirect {
    const fd = node.descriptor?.type === 'FileDescriptor' ? { fd: node.descriptor.value } : {};
    if (node.type === 'HereDoc') {
      const parts = node.delimiter?.quoted === true ? undefined : node.body.parts;
      const body = parts === undefined ? node.body.text : this.#parts(parts, scope).text;
      const text = node.operator === '<<-' ? body.replaceAll(/^\t+/gm, '') : body;
      return { operator: node.operator, ...fd, target: EMPTY, body: text };
    }
    const target = node.target === undefined ? EMPTY : this.#word(node.target, scope);
    if (node.type === 'HereString') return { operator: '<<<', ...fd, target, body: `${target.text}\n` };
    return { operator: node.operator, ...fd, target };
  }

  /** A word of a command; one that is not quoted falls apart where a variable brings blanks in. */
  #split(node: Word, scope: Scope): readonly ShellWord[] {
    const [only, ...others] = node.parts ?? [];
    const braces = only?.type === 'BraceExpansion' && others.length === 0 ? braceWords(only.text) : undefined;
    if (braces !== undefined) return braces.slice(0, 500).map((text) => ({ text, inner: [] }));
    const items = others.length === 0 && only !== undefined ? this.#items(only) : undefined;
    if (items !== undefined) return items.slice(0, 500).map((text) => ({ text, inner: [] }));
    const word = this.#word(node, scope);
    const unquoted = node.parts?.some(
      (part) =>
        part.type === 'SimpleExpansion' ||
        part.type === 'ParameterExpansion' ||
        part.type === 'CommandExpansion',
    );
    if (unquoted !== true || word.inner.length > 0 || !/\s/.test(word.text)) return [word];
    // The blanks of a command whose output is not known are no borders between words.
    if (/\$\(|`/.test(word.text)) return [word];
    const pieces = word.text.split(/\s+/).filter((piece) => piece !== '');
    return pieces.length === 0 ? [word] : pieces.slice(0, 500).map((text) => ({ text, inner: [] }));
  }

  /** The words that `"${NAME[@]}"`, or `"$@"` in a function, stands for. */
  #items(part: WordPart): readonly string[] | undefined {
    if (part.type === 'DoubleQuoted') {
      const [only, ...others] = part.parts;
      return only !== undefined && others.length === 0 ? this.#items(only) : undefined;
    }
    if (part.type === 'SimpleExpansion') return /^\$[@*]$/.test(part.text) ? this.#positional : undefined;
    if (part.type !== 'ParameterExpansion' || part.prefix !== undefined || part.operation !== undefined)
      return undefined;
    if (part.index === undefined) return /^[@*]$/.test(part.parameter) ? this.#positional : undefined;
    return /^[@*]$/.test(part.index.value) ? this.#arrays.get(part.parameter) : undefined;
  }

  #word(node: Word, scope: Scope): ShellWord {
    return node.parts === undefined ? { text: node.value, inner: [] } : this.#parts(node.parts, scope);
  }

  #parts(parts: readonly WordPart[], scope: Scope): ShellWord {
    let text = '';
    let via: string | undefined;
    const inner: ShellPipeline[] = [];
    for (const part of parts) {
      if (this.#budget-- < 0) break;
      const word = this.#part(part, scope);
      text = (text + word.text).slice(0, MAX_VALUE);
      inner.push(...word.inner);
      via ??= word.via;
    }
    return { text, inner, ...(via !== undefined && { via }) };
  }

  #part(part: WordPart, scope: Scope): ShellWord {
    switch (part.type) {
      case 'DoubleQuoted':
      case 'LocaleString':
        return this.#parts(part.parts, scope);
      case 'SimpleExpansion':
        return { text: this.#variable(part.text.slice(1)) ?? part.text, inner: [] };
      case 'ParameterExpansion':
        return this.#parameter(part, scope);
      case 'CommandExpansion':
      case 'ProcessSubstitution': {
        // Each level is parsed anew by the parser: a deep nest must not cost its length at every level.
        this.#budget -= part.text.length >> 5;
        if (this.exhausted || scope.depth > MAX_NODE_DEPTH || part.script === undefined) {
          return { text: part.text, inner: [] };
        }
        const own = part.script.source;
        const inner =
          own === undefined
            ? this.#statements(part.script.commands, { ...scope, depth: scope.depth + 1 })
            : this.#statements(part.script.commands, {
                ...scope,
                source: own,
                line: scope.line + scope.lines.lineAt(part.pos) - 1,
                depth: scope.depth + 1,
              });
        const known = part.type === 'CommandExpansion' && inner.length === 1 ? inner[0]?.output : undefined;
        if (known === undefined) return { text: part.text, inner };
        const via = inner[0]?.decoders;
        return { text: withoutLastNewlines(known), inner: [], ...(via !== undefined && { via }) };
      }
      default:
        return { text: 'value' in part ? part.value : part.text, inner: [] };
    }
  }

  #parameter(part: Extract<WordPart, { type: 'ParameterExpansion' }>, scope: Scope): ShellWord {
    const value = this.#parameterOf(part);
    const operation = part.operation;
    if (operation?.type === 'Default' && !operation.operator.includes('?')) {
      if (operation.operator.includes('+')) return value ? this.#word(operation.operand, scope) : EMPTY;
      if (value) return { text: value, inner: [] };
      const word = this.#word(operation.operand, scope);
      if (operation.operator.includes('=')) this.#set(part.parameter, word.text);
      return word;
    }
    if (value === undefined) return { text: part.text, inner: [] };
    const text = parameterValue(operation, value, (word) => this.#word(word, scope).text);
    return { text, inner: [] };
  }

  /** The value of `$NAME`, `${NAME[n]}` or `${!NAME}`, where it is known. */
  #parameterOf(part: Extract<WordPart, { type: 'ParameterExpansion' }>): string | undefined {
    if (part.prefix === '!') {
      const name = this.#variable(part.parameter);
      return name === undefined ? undefined : this.#variable(name);
    }
    if (part.prefix !== undefined) return undefined;
    const items = part.index === undefined ? undefined : this.#arrays.get(part.parameter);
    const at = part.index?.value ?? '';
    return items !== undefined && /^\d{1,4}$/.test(at) ? items[Number(at)] : this.#variable(part.parameter);
  }

  #variable(name: string): string | undefined {
    if (name === 'IFS') return this.variables.get(name) ?? ' ';
    if (name === 'HOME') return this.variables.get(name) ?? '/root';
    if (name === '0' || name === 'BASH_SOURCE') return OWN_TEXT;
    if (/^[1-9]$/.test(name) && this.#positional !== undefined)
      return this.#positional[Number(name) - 1] ?? '';
    if (/^[@*#?$!1-9-]$/.test(name)) {
      return name === '@' || name === '*' ? undefined : (this.variables.get(name) ?? '');
    }
    return this.variables.get(name);
  }

  #file(path: string): string | undefined {
    if (path === OWN_TEXT) return this.#own;
    return this.#files.get(path) ?? this.#readOuter(path);
  }

  /** Goes on where a pipeline hands text to a shell, to another interpreter, or into a file. */
  #follow(pipeline: ShellPipeline, decoders: readonly string[], scope: Scope): void {
    const last = pipeline.commands.at(-1);
    if (last === undefined) return;
    const line = pipeline.line;
    const nested = decoders.length > 0 ? decoders.join(', ') : undefined;
    const via = joinVia(scope.via, nested);
    if (pipeline.output !== undefined && pipeline.output.length <= MAX_TEXT) {
      const fed = last.name === '' ? undefined : interpreterFed(last);
      if (fed !== undefined) this.#run(fed, pipeline.output, line, via, scope);
      else if (pipeline.writesTo !== undefined) this.#write(pipeline, pipeline.output, via);
      else if (last.name === 'crontab') this.#carry(pipeline.output, line, 'crontab', via, 'crontab');
      else if (nested !== undefined) this.#carry(pipeline.output, line, undefined, via);
    }
    for (const command of pipeline.commands) {
      for (const [name, value] of variablesSetBy(command)) this.#set(name, value);
      this.#arguments(command, line, scope);
      this.#call(command);
      this.#moveFiles(command, line, scope.via);
    }
  }

  /** A function's body once more, with what it is called with. */
  #call({ program, args }: ShellCommand): void {
    const called = this.#functions.get(program);
    if (called === undefined || args.length === 0 || this.#positional !== undefined) return;
    if (this.#callsLeft-- <= 0) return;
    this.#positional = args.map(({ text }) => text);
    this.#node(called.body, called.scope);
    this.#positional = undefined;
  }

  /** Files that a command copies or edits in place, where their text is known. */
  #moveFiles(command: ShellCommand, line: number, via: string | undefined): void {
    const args = command.args.map((arg) => arg.text);
    if (command.name === 'sed') {
      const call = sedCall(args);
      for (const path of call.inPlace ? call.files.slice(0, 20) : []) {
        const text = this.#file(path);
        this.#budget -= (text?.length ?? 0) >> 5;
        const edited = text === undefined || text.length > MAX_VALUE ? undefined : sedOutput(call, text);
        if (edited === undefined) continue;
        if (this.#files.size < 1000) this.#files.set(path, edited);
        this.#carry(edited, line, undefined, via, path);
      }
      return;
    }
    if (!/^(?:cp|mv|install|ln)$/.test(command.name)) return;
    const operands = args.filter(
      (arg, index) => !arg.startsWith('-') && !/^-[mogt]$/.test(args[index - 1] ?? ''),
    );
    const [from, to] = operands;
    if (operands.length !== 2 || from === undefined || to === undefined) return;
    const target = to.endsWith('/') ? to + baseName(from) : to;
    const text = this.#file(from);
    if (text === undefined || text.length > MAX_VALUE) return;
    if (this.#files.size < 1000) {
      this.#files.set(target, text);
      // What says by its first line what runs it is shown as a file of its own.
      if (!text.startsWith('#!')) this.#written.set(target, undefined);
    }
    // Where the system reads it, the copy means something else than the file it came from.
    if (ACTED_UPON.test(target)) this.#carry(text, line, undefined, via, target);
  }

  /** `. file`: its variables and functions count; what it runs is shown with the file itself. */
  #source(path: string, scope: Scope): void {
    const text = this.#file(path);
    if (text === undefined || text.length > MAX_TEXT || this.#sourced.has(path)) return;
    this.#sourced.add(path);
    this.#budget -= text.length >> 5;
    this.read(text, 1, scope.via, scope.nesting + 1, path);
  }

  /** Programs handed over as arguments: `sh -c`, `eval`, `su -c`, `python -c`. */
  #arguments(command: ShellCommand, line: number, scope: Scope): void {
    const args = command.args.map((arg) => arg.text);
    const decoded = command.args.find((arg) => arg.via !== undefined)?.via;
    const via = joinVia(scope.via, decoded);
    // What comes out of a command that is only known at run time is not read as a program.
    const readable = (index: number): boolean => command.args[index]?.inner.length === 0;
    if (command.name === 'eval') {
      if (command.args.every((_arg, index) => readable(index))) {
        this.read(args.join(' '), line, via, scope.nesting + 1);
      }
      return;
    }
    if ((command.name === '.' || command.name === 'source') && args[0] !== undefined) {
      if (readable(0)) this.#source(args[0], scope);
      return;
    }
    if (command.name === 'alias') {
      for (const arg of args) {
        const equals = arg.indexOf('=');
        if (equals > 0) this.read(arg.slice(equals + 1), line, scope.via, scope.nesting + 1);
      }
      return;
    }
    if (command.name === 'trap' && args[0] !== undefined) {
      this.read(args[0], line, scope.via, scope.nesting + 1);
      return;
    }
    const language = languageOfInterpreter(command.name);
    if (language === 'shell' || /^(?:su|runuser|script|watch|flock|sg)$/.test(command.name)) {
      const flag = args.findIndex((arg) => /^-(?:[a-z]*c|-command)$/.test(arg));
      const program = flag < 0 ? undefined : args[flag + 1];
      if (program !== undefined && readable(flag + 1)) this.#run('shell', program, line, via, scope);
      else if (language !== undefined) this.#runWritten(language, args, line, scope);
    } else if (language !== undefined) {
      const flag =
        command.name === 'deno'
          ? args.indexOf('eval')
          : args.findIndex((arg) => /^-(?:[a-z]*[cer]|-eval|E|-execute)$/.test(arg));
      const program = language === 'awk' ? args.find((arg) => !arg.startsWith('-')) : args[flag + 1];
      if (program !== undefined && (flag >= 0 || language === 'awk')) {
        this.#run(language, program, line, via, scope);
      } else {
        this.#runWritten(language, args, line, scope);
      }
    } else if (!this.#isMarked(command.program)) {
      this.#runWritten('shell', [command.program], line, scope);
    }
  }

  /** Whether a file says by its first line what runs it; then its text is read for what it says. */
  #isMarked(path: string): boolean {
    return this.#files.get(path)?.startsWith('#!') !== false;
  }

  /** `cat > /tmp/x <<EOF …; sh /tmp/x`: what the script wrote itself, whatever it calls it, is a program here. */
  #runWritten(language: Language, args: readonly string[], line: number, scope: Scope): void {
    const path = args.find((arg) => !arg.startsWith('-'));
    const text = path === undefined ? undefined : this.#files.get(path);
    if (path === undefined || text === undefined || !this.#written.has(path) || this.#sourced.has(path))
      return;
    this.#sourced.add(path);
    this.#run(language, text, line, joinVia(scope.via, this.#written.get(path)), scope);
  }

  #run(language: Language, program: string, line: number, via: string | undefined, scope: Scope): void {
    if (language === 'shell') this.read(program, line, via, scope.nesting + 1);
    else this.#carry(program, line, language, via);
  }

  #write(pipeline: ShellPipeline, text: string, via: string | undefined): void {
    const target = pipeline.writesTo ?? '';
    if (target === '' || target === '/dev/null' || /^\/dev\/(?:std|fd|tty)|^\/proc\//.test(target)) return;
    const appends = writtenTo(pipeline.commands)?.appends === true;
    const whole = (appends ? (this.#files.get(target) ?? '') : '') + text;
    if (this.#files.size < 1000) {
      this.#files.set(target, whole.slice(0, MAX_VALUE));
      this.#written.set(target, via);
    }
    this.#carry(whole, pipeline.line, undefined, via, target);
  }

  #carry(text: string, line: number, language: Language | undefined, via?: string, target?: string): void {
    if (this.carried.length >= 2000 || text.trim().length < 6) return;
    this.carried.push({
      text,
      line,
      language: language ?? languageOf((target ?? '').replace(/^\/+/, ''), undefined, text),
      ...(target !== undefined && { target }),
      ...(via !== undefined && { via }),
    });
  }
}

/** The commands whose output ends up somewhere: without the shell, file or crontab at the end that takes it. */
function producing(commands: readonly ShellCommand[]): readonly ShellCommand[] {
  const last = commands.at(-1);
  if (last === undefined) return commands;
  const takes = interpreterFed(last) !== undefined || last.name === 'crontab' || last.name === 'at';
  if (!takes) return commands;
  const body = last.redirects.find((redirect) => redirect.body !== undefined);
  if (body !== undefined) {
    return [{ ...last, name: 'cat', program: 'cat', args: [], redirects: [body] }];
  }
  return commands.slice(0, -1);
}

/** The language of an interpreter that reads its program from standard input. */
function interpreterFed(command: ShellCommand): Language | undefined {
  const language =
    command.name === 'at' || command.name === 'batch' ? 'shell' : languageOfInterpreter(command.name);
  if (language === undefined || language === 'awk') return undefined;
  const args = command.args.map((arg) => arg.text);
  if (args.some((arg) => /^-[a-z]*c$/.test(arg))) return undefined;
  const file = args.find((arg) => !arg.startsWith('-'));
  const readsInput =
    file === undefined || file === '/dev/stdin' || args.some((arg) => arg === '-' || arg === '-s');
  return readsInput || command.name === 'at' ? language : undefined;
}

function joinVia(outer: string | undefined, inner: string | undefined): string | undefined {
  return outer === undefined ? inner : inner === undefined ? outer : `${outer}, ${inner}`;
}

/** What a command substitution leaves of an output. (An expression for it would try at each newline anew.) */
function withoutLastNewlines(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\n') end--;
  return text.slice(0, end);
}

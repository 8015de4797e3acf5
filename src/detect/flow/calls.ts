import { commandOf } from './command-of.ts';
import type { Dialect, Sink, SinkKind } from './dialect.ts';
import type { OwnFunction, Scopes } from './scopes.ts';
import { concat, constant, FROM_REQUEST, isTainted, known, list, NOTHING, type Value } from './value.ts';

/** Something that the request decides reaches a function that acts on it. */
export interface RequestFlow {
  readonly kind: SinkKind;
  /** The function, as the program calls it in the end. */
  readonly sink: string;
  /** UTF-16 index of the call. */
  readonly at: number;
  /** What it is given. */
  readonly value: Value;
  /** The function's name was put together or decoded: somebody did not want it to be read. */
  readonly hidden: boolean;
}

/** Code that a program carries as text and runs. */
export interface CarriedCode {
  readonly text: string;
  readonly at: number;
}

export interface Found {
  readonly flows: RequestFlow[];
  readonly code: CarriedCode[];
  /** Command lines that it hands to a shell or the system; only where the dialect asks for them. */
  readonly commands: CarriedCode[];
}

/** Characters that functions of known texts may work on in one program. */
const FOLD_WORK = 16 * 1024 * 1024;
const MAX_FOUND = 100;
const MAX_COMMANDS = 500;

/** Knows what calls do: give the request, act on it, pass it on, or compute a text. */
export class Calls {
  readonly found: Found = { flows: [], code: [], commands: [] };
  /** Whether anything is called that would act on what the request says. */
  mayAct = false;
  /** Whether something that is not known reaches what runs it; only where the dialect asks for commands. */
  lacks = false;
  readonly #dialect: Dialect;
  readonly #scopes: Scopes;
  readonly #aliases: ReadonlyMap<string, string>;
  readonly #sources = new Map<string, boolean>();
  readonly #further: RegExp | undefined;
  readonly #quoters: ReadonlySet<string>;
  #work = FOLD_WORK;

  constructor(dialect: Dialect, scopes: Scopes, text: string) {
    this.#dialect = dialect;
    this.#scopes = scopes;
    this.#aliases = dialect.aliases?.(text) ?? new Map();
    this.#quoters = dialect.quoters?.(text) ?? new Set();
    this.#further = dialect.sourcesIn?.text.test(text) === true ? dialect.sourcesIn.sources : undefined;
  }

  /** The path with its first name replaced by what it stands for. */
  fullPath(path: string): string {
    if (this.#aliases.size === 0) return path;
    const dot = path.indexOf('.');
    const first = dot < 0 ? path : path.slice(0, dot);
    const full = this.#aliases.get(first);
    return full === undefined ? path : `${full}${dot < 0 ? '' : path.slice(dot)}`;
  }

  /** The same few names are read again and again. */
  #isSource(path: string): boolean {
    const before = this.#sources.get(path);
    if (before !== undefined) return before;
    const full = this.fullPath(path);
    const is = this.#dialect.sources.test(full) || this.#further?.test(full) === true;
    if (this.#sources.size < 20_000) this.#sources.set(path, is);
    return is;
  }

  /** What a name reads, when it is no variable of the text. */
  read(path: string): Value {
    return { ...(this.#isSource(path) ? FROM_REQUEST : NOTHING), path };
  }

  /** What a call comes to. `callee` has the path, or the name as a text. */
  call(callee: Value, base: Value | undefined, args: readonly Value[], at: number): Value {
    const text = known(callee);
    const name = text !== undefined && text.length <= 100 ? text : (callee.origin ?? callee.path);
    if (name === undefined || (text === undefined && this.#isNamedByRequest(callee))) {
      return this.#calledByValue(callee, args, at);
    }
    const path = this.fullPath(this.#dialect.ignoresCase !== undefined ? name.toLowerCase() : name);
    const last = path.slice(path.lastIndexOf('.') + 1);
    this.#sinks(path, last, args, at, text !== undefined && callee.made === true, base);
    if (this.#isSource(path)) return { ...FROM_REQUEST, path };
    if (this.#quoters.has(last)) return { ...NOTHING, path };
    const module = this.#dialect.imports?.test(last) === true ? this.#nameOf(args[0]) : undefined;
    if (module !== undefined) return { ...NOTHING, path: module.replace(/^node:/, '').slice(0, 100) };
    const folded = this.#fold(last, args, base);
    if (folded !== undefined) return { ...folded, path };
    const own = isOwn(path)
      ? (this.#scopes.functions.get(last) ?? this.#constructorOf(callee.path ?? ''))
      : undefined;
    if (own !== undefined) {
      this.#scopes.handOver(own, args, this.#dialect);
      if (isTainted(own.returns) || known(own.returns) !== undefined) return { ...own.returns, path };
    }
    if (base !== undefined && isTainted(base)) {
      return this.#dialect.harmless?.test(last) === true ? NOTHING : { ...FROM_REQUEST, path };
    }
    if (this.#dialect.opens?.test(last) === true && args[0]?.pieces.length !== 1) return { ...NOTHING, path };
    if (this.#dialect.replaces?.test(last) === true) return { ...(args[2] ?? NOTHING), path };
    if (args.some(isTainted) && this.#dialect.passes.test(last)) {
      const first = args.length === 1 ? args[0] : undefined;
      return { ...(first ?? FROM_REQUEST), path };
    }
    return { ...NOTHING, path };
  }

  /** What a text names; of a symbol only its path is kept. */
  #nameOf(value: Value | undefined): string | undefined {
    return known(value) ?? (this.#dialect.tellsCommands === true ? value?.path : undefined);
  }

  /** A string that is run, or an assignment that is as good as a call. */
  act(kind: SinkKind, sink: string, value: Value, at: number): void {
    this.#note(kind, sink, value, at, false);
    if (kind === 'command') this.#tell(commandOf([value]), at);
  }

  /** `$_GET['f'](…)`: only where a text can be called, and what is called is no method or function. */
  #isNamedByRequest(callee: Value): boolean {
    if (this.#dialect.dots || !isTainted(callee)) return false;
    return callee.indexed !== undefined || /^\$[^.]*$/.test(callee.path ?? '');
  }

  #constructorOf(path: string): OwnFunction | undefined {
    if (!/^[A-Z]\w*$/.test(path)) return undefined;
    const { functions } = this.#scopes;
    return functions.get('__construct') ?? functions.get('__init__') ?? functions.get('constructor');
  }

  #calledByValue(callee: Value, args: readonly Value[], at: number): Value {
    if (isTainted(callee)) this.mayAct = true;
    if (isTainted(callee) && args.some(isTainted))
      this.#note('call', callee.path ?? 'what the request names', callee, at, false);
    return args.some(isTainted) ? FROM_REQUEST : NOTHING;
  }

  #sinks(
    path: string,
    last: string,
    args: readonly Value[],
    at: number,
    hidden: boolean,
    base: Value | undefined,
  ): void {
    for (const sink of this.#dialect.sinks.get(last) ?? []) {
      if (sink.of !== undefined && !sink.of.test(path)) continue;
      if (sink.when?.(args) === false) continue;
      const counted = sink.args === undefined ? args : sink.args.flatMap((index) => args[index] ?? []);
      this.#note(sink.kind, path, concat(counted, ' '), at, hidden);
      if (sink.kind === 'command')
        this.#tell(sink.command === undefined ? commandOf(counted) : sink.command(args), at);
    }
    if (this.#dialect.callbacks?.test(last) !== true) return;
    this.#callback(args, at, this.#dialect.calledFirst?.test(last) === true ? 1 : 2);
    if (this.#dialect.tellsCommands === true)
      this.#tellCallback(base === undefined ? args : [...args, base], at);
  }

  /** What a function that is an argument is called with: `array_map('system', ['…'])`, `send(:system, '…')`. */
  #tellCallback(args: readonly Value[], at: number): void {
    for (const [index, arg] of args.entries()) {
      const path = known(arg) ?? arg.origin ?? arg.path ?? '';
      const sink = path.length > 60 ? undefined : this.#sinkOf(path);
      if (sink === undefined) continue;
      const others = args.filter((_, i) => i !== index);
      const texts = others.flatMap((other) => [other, ...(other.items ?? [])]);
      for (const text of texts.slice(0, MAX_FOUND)) {
        if (sink.kind === 'command') this.#tell(commandOf([text]), at);
        else this.#note(sink.kind, path, text, at, false);
      }
      return;
    }
  }

  #sinkOf(path: string): Sink | undefined {
    const name = this.#dialect.ignoresCase === undefined ? path : path.toLowerCase();
    const sinks = this.#dialect.sinks.get(name.slice(name.lastIndexOf('.') + 1)) ?? [];
    return sinks.find(({ kind, of }) => /^(?:command|code)$/.test(kind) && of?.test(name) !== false);
  }

  #tell(text: string | undefined, at: number): void {
    const { commands } = this.found;
    if (this.#dialect.tellsCommands !== true) return;
    if (text === undefined || text.includes('$unknown')) this.lacks = true;
    if (text === undefined || text.length < 4) return;
    this.mayAct = true;
    if (commands.length < MAX_COMMANDS && !commands.some((one) => one.at === at && one.text === text))
      commands.push({ text, at });
  }

  /** `array_map('assert', $_POST)`: the function is an argument, one of the first `places`. */
  #callback(args: readonly Value[], at: number, places: number): void {
    for (const [index, arg] of args.entries()) {
      const others = args.filter((_, i) => i !== index);
      const name = (known(arg) ?? known(arg.items?.find((item) => known(item) !== undefined)))?.toLowerCase();
      const sinks = name === undefined || name.length > 60 ? undefined : this.#dialect.sinks.get(name);
      if (sinks !== undefined) {
        this.mayAct = true;
        const value = concat(others, ' ');
        if (isTainted(value))
          this.#note(sinks[0]?.kind ?? 'code', name ?? '', FROM_REQUEST, at, arg.made === true);
      } else if (isTainted(arg) && arg.items === undefined && index < places && others.some(isTainted)) {
        this.#note('call', arg.path ?? 'what the request names', arg, at, false);
        return;
      }
    }
  }

  #note(kind: SinkKind, sink: string, value: Value, at: number, hidden: boolean): void {
    this.mayAct = true;
    const { flows, code } = this.found;
    if (isTainted(value)) {
      const twin = flows.some((flow) => flow.at === at && flow.kind === kind);
      if (!twin && flows.length < MAX_FOUND) flows.push({ kind, sink, at, value, hidden });
      return;
    }
    const text = kind === 'code' ? known(value) : undefined;
    if (kind === 'code' && text === undefined && this.#dialect.tellsCommands === true) this.lacks = true;
    if (text === undefined || text.length < 8 || code.some((carried) => carried.at === at)) return;
    if (code.length < MAX_FOUND) code.push({ text, at });
  }

  #fold(name: string, args: readonly Value[], base: Value | undefined): Value | undefined {
    if (this.#dialect.fold === undefined) return undefined;
    for (const arg of base === undefined ? args : [...args, base])
      this.#work -= arg.pieces.reduce((sum, piece) => sum + lengthOf(piece), 8);
    if (this.#work < 0) return undefined;
    const folded = this.#dialect.fold(name, args, base);
    if (folded === undefined) return undefined;
    const texts = typeof folded === 'string' ? [folded] : folded;
    for (const text of texts) this.#work -= text.length;
    return typeof folded === 'string'
      ? constant(folded, true)
      : list(texts.map((text) => constant(text, true)));
  }
}

/** Whether a call may mean a function of the text's own, rather than a method of the same name of anything else. */
function isOwn(path: string): boolean {
  const dot = path.indexOf('.');
  if (dot < 0 || /^(?:\$?this|self|cls|static|parent|me|super)\./i.test(path)) return true;
  return dot === path.lastIndexOf('.') && !path.startsWith('$');
}

function lengthOf(piece: Value['pieces'][number]): number {
  return typeof piece === 'string' ? piece.length : 0;
}

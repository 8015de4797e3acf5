import { codeOnly } from '../../program-text/code-only.ts';
import type { StaticContext } from '../../program-text/static/context.ts';
import { Expression } from '../../program-text/static/expression.ts';
import { ProgramNames } from '../../program-text/static/names.ts';
import type { StaticValue } from '../../program-text/static/value.ts';
import { type CallShape, type Loads, SHAPES } from './dynamic-shapes.ts';

/** A call whose target is a value rather than a plain text in its place. */
export interface DynamicCall {
  readonly loads: Loads;
  /** The call as far as a name tells it: `importlib.import_module(name)`. */
  readonly what: string;
  /** What it loads or runs; of a command, its words follow. */
  readonly value: StaticValue;
  readonly rest: readonly StaticValue[];
  /** A file of that name is looked for beside the program. */
  readonly beside: boolean;
  readonly at: number;
}

/** Calls of one file that are looked at. */
const MAX_CALLS = 1000;
const MAX_WORK = 500_000;
const LITERAL = /^(?:\[\s{0,10})?[fbru]{0,2}["'`]/;
const IMPORTED =
  /(?:\b(?:const|let|var|import)\s{1,10}(?:\*\s{0,5}as\s{0,5})?(\{[^{}]{1,400}\}|[\w$]{1,60})\s{0,10}(?:=\s{0,10}(?:\w{1,40}\(\s{0,5})?require\(\s{0,5}|from\s{1,10})["']([\w:/-]{1,60})["'])|^[ \t]{0,40}from[ \t]{1,10}([\w.]{1,60})[ \t]{1,10}import[ \t(]{1,10}([\w, \t]{1,400})|^[ \t]{0,40}import[ \t]{1,10}([\w.]{1,60})[ \t]{1,10}as[ \t]{1,10}(\w{1,60})/gm;

/** The calls in a program's text that load, run or evaluate what a value names, in the order of the text. */
export function dynamicCalls(
  source: string,
  around: Omit<StaticContext, 'names' | 'work'>,
): readonly DynamicCall[] {
  const { language } = around;
  const shapes = SHAPES[language] ?? [];
  const code = codeOnly(source, language);
  const found: DynamicCall[] = [];
  let context: StaticContext | undefined;
  let imported: ReadonlyMap<string, string> | undefined;
  for (const shape of shapes) {
    for (const match of code.matchAll(shape.call)) {
      if (found.length >= MAX_CALLS) break;
      if (isDefinition(code, match.index)) continue;
      if (shape.from !== undefined) {
        imported ??= importedNames(source);
        if (!isFrom(shape.from, match, source, imported)) continue;
      }
      context ??= { ...around, work: { left: MAX_WORK }, names: new ProgramNames(source, code, language) };
      const call = readCall(source, match, shape, context);
      if (call !== undefined) found.push(call);
    }
  }
  return found.sort((one, other) => one.at - other.at);
}

function readCall(
  source: string,
  match: RegExpMatchArray & { index: number },
  { loads, argument = 0, beside = false, from }: CallShape,
  context: StaticContext,
): DynamicCall | undefined {
  const start = match.index + match[0].length;
  // Commands in plain text are found by `programCommands`, wherever they stand.
  const isShown = loads === 'command' && argument === 0 && isReadElsewhere(match[0], source, start);
  const expression = new Expression(source, start, context);
  const values = expression.arguments();
  const value = values.at(argument);
  if (value === undefined || isPlainImport(loads, value, match[0])) return undefined;
  // What a text is turned into stands nowhere.
  if (isShown && (value.kind !== 'text' || value.plain === true || source.includes(value.text)))
    return undefined;
  const end = Math.min(expression.at, start + 200);
  const object =
    from === undefined
      ? ''
      : (/[\w$]{1,60}\.$/.exec(source.slice(Math.max(0, match.index - 61), match.index))?.[0] ?? '');
  const name = object + match[0].replace(/\)?\s*\(?\s*$/, '').replace(/\s+/g, ' ');
  const given = source.slice(start, end).trim();
  if (given === '') return undefined;
  const what = `${name}(${given}${end < expression.at ? '…' : ''})`;
  return { loads, what, value, rest: values.slice(argument + 1), beside, at: match.index };
}

function isReadElsewhere(call: string, source: string, start: number): boolean {
  return !/create_subprocess/.test(call) && LITERAL.test(source.slice(start, start + 20));
}

/** An import by a plain text is no news: `importsOf` has it, or it is an installed library. */
function isPlainImport(loads: Loads, value: StaticValue, call: string): boolean {
  if (value.kind !== 'text' || value.plain !== true) return false;
  if (loads !== 'file') return loads === 'module' || loads === 'method';
  return /^(?:include|require)/.test(call) && !/^[./]/.test(value.text);
}

/** `def exec(…)`, `function require(…)`: no call. */
function isDefinition(code: string, at: number): boolean {
  return /\b(?:def|function|sub|async)\s{1,10}$/.test(code.slice(Math.max(0, at - 20), at));
}

/** The names that modules, or what they hold, go by in a text: name to module. */
function importedNames(source: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [, bound, module, pythonModule, listed, aliased, alias] of source.matchAll(IMPORTED)) {
    for (const part of (bound ?? listed ?? alias ?? '').replace(/[{}]/g, '').split(',', 100)) {
      const name = part
        .trim()
        .split(/\s+as\s+|\s*:\s*/)
        .at(-1);
      if (name !== undefined && name !== '' && names.size < 1000)
        names.set(name, module ?? pythonModule ?? aliased ?? '');
    }
  }
  return names;
}

function isFrom(
  modules: RegExp,
  match: RegExpMatchArray & { index: number },
  source: string,
  imported: ReadonlyMap<string, string>,
): boolean {
  const before = source.slice(Math.max(0, match.index - 120), match.index);
  if (!before.endsWith('.')) {
    const name = /^[\w$]{1,60}/.exec(match[0])?.[0] ?? '';
    return modules.test(imported.get(name) ?? '');
  }
  const object = /(?<![\w$.])([\w$]{1,60})\.$/.exec(before)?.[1];
  if (object !== undefined) return modules.test(imported.get(object) ?? object);
  const required = /require\(\s{0,5}["']([\w:/-]{1,60})["']\s{0,5}\)\.$/.exec(before)?.[1];
  return required !== undefined && modules.test(required);
}

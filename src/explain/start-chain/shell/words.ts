import type { CommandExpansionPart, ParameterExpansionPart, Word, WordPart } from 'unbash';
import type { RunConfig } from '../../../image/config.ts';
import type { ImageTree } from '../../../image/tree/image-tree.ts';
import { oneLine } from '../../printable.ts';
import type { Argument } from '../chain.ts';
import { globFiles } from './file-globs.ts';
import { applyOperation } from './parameter-operations.ts';
import { escapePattern } from './pattern.ts';
import { type Positional, type Scope, variable } from './scope.ts';

/** What a word is worked out from. */
export interface WordContext {
  readonly scope: Scope;
  /** Which of the scope's cases of positional parameters. */
  readonly positional: Positional;
  readonly tree: ImageTree;
  readonly config: RunConfig;
  /** True where what nothing sets shall count as empty, as it is unless whoever starts the container sets it. */
  readonly unsetIsEmpty?: boolean;
  /** What a command substitution prints, where that is known. */
  readonly substituted: (part: CommandExpansionPart, context: WordContext) => string | undefined;
}

/** Longest value that a word may come to. */
const MAX_VALUE = 64 * 1024;
const MAX_FIELDS = 4096;

/** What a part of a word comes to: one text, or several separate words (`"$@"`); undefined: not known. */
type PartValue = { readonly text: string } | { readonly list: readonly Argument[] } | undefined;

/** The words that one word of a command becomes: split and expanded as a shell does, as far as known. */
export function expandWord(word: Word, context: WordContext): readonly Argument[] {
  if (word.parts === undefined) return [{ text: short(word.text), value: word.value }];
  const unknown: Argument = { text: short(word.text) };
  if (isAllArguments(word)) {
    const { args } = context.positional;
    return args ?? [unknown];
  }
  let text = '';
  let pattern = '';
  let globs = false;
  let splits = false;
  for (const part of word.parts) {
    const value = partValue(part, context);
    if (value === undefined) return [unknown];
    if ('list' in value) {
      if (value.list.some((argument) => argument.value === undefined)) return [unknown];
      text += value.list.map((argument) => argument.value).join(' ');
      splits = true;
      continue;
    }
    const unquoted =
      part.type === 'SimpleExpansion' ||
      part.type === 'ParameterExpansion' ||
      part.type === 'CommandExpansion';
    if (unquoted) splits = true;
    if (part.type === 'Glob') globs = true;
    text += value.text;
    pattern += part.type === 'Glob' ? value.text : escapePattern(value.text);
    if (text.length > MAX_VALUE) return [unknown];
  }
  if (globs) {
    if (splits && /\s/.test(text)) return [unknown];
    const files = globFiles(context.tree, pattern, context.scope.cwd);
    // Nothing in the image matches: a mount may.
    if (files === undefined || files.length === 0) return [unknown];
    return files.map((file) => ({ text: file, value: file }));
  }
  if (!splits) return [{ text: short(word.text), value: text }];
  const fields = text.split(/[ \t\n]+/).filter((field) => field !== '');
  if (fields.length > MAX_FIELDS) return [unknown];
  return fields.map((field) => ({ text: fields.length === 1 ? short(word.text) : field, value: field }));
}

/** The value of a word where no splitting happens: an assignment, a pattern, `case WORD in`. */
export function wordValue(word: Word, context: WordContext, asPattern = false): string | undefined {
  if (word.parts === undefined) {
    return asPattern && /["'\\]/.test(word.text) ? escapePattern(word.value) : word.value;
  }
  let text = '';
  for (const part of word.parts) {
    const value = partValue(part, context);
    if (value === undefined) return undefined;
    if ('list' in value) {
      if (value.list.some((argument) => argument.value === undefined)) return undefined;
      text += value.list.map((argument) => argument.value).join(' ');
    } else {
      const quoted =
        part.type === 'SingleQuoted' || part.type === 'DoubleQuoted' || part.type === 'AnsiCQuoted';
      text += asPattern && quoted ? escapePattern(value.text) : value.text;
    }
    if (text.length > MAX_VALUE) return undefined;
  }
  return text;
}

/** True for the words that stand for all positional parameters, each its own word. */
export function isAllArguments(word: Word): boolean {
  return word.text === '"$@"' || word.text === '$@' || word.text === '$*' || word.text === '"${@}"';
}

function partValue(part: WordPart, context: WordContext): PartValue {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
    case 'Glob':
      return { text: part.value };
    case 'DoubleQuoted':
    case 'LocaleString': {
      let text = '';
      for (const child of part.parts) {
        const value = partValue(child, context);
        if (value === undefined) return undefined;
        if ('list' in value) {
          if (value.list.some((argument) => argument.value === undefined)) return undefined;
          text += value.list.map((argument) => argument.value).join(' ');
        } else text += value.text;
        if (text.length > MAX_VALUE) return undefined;
      }
      return { text };
    }
    case 'SimpleExpansion':
      return parameter(part.text.slice(1), context);
    case 'ParameterExpansion':
      return expansion(part, context);
    case 'CommandExpansion': {
      const text = context.substituted(part, context);
      return text === undefined ? undefined : { text };
    }
    default:
      return undefined;
  }
}

function parameter(name: string, context: WordContext): PartValue {
  const { scope, positional } = context;
  const { args } = positional;
  if (name === '@' || name === '*') return args === undefined ? undefined : { list: args };
  if (name === '#') return args === undefined ? undefined : { text: String(args.length) };
  if (name === '0') return scope.name.value === undefined ? undefined : { text: scope.name.value };
  if (name === 'BASH_SOURCE' && scope.name.value !== undefined) return { text: scope.name.value };
  if (/^\d+$/.test(name)) {
    if (args === undefined) return undefined;
    const argument = args[Number(name) - 1];
    if (argument === undefined) return { text: '' };
    return argument.value === undefined ? undefined : { text: argument.value };
  }
  const value = variable(scope, name);
  if (value != null) return { text: value };
  return context.unsetIsEmpty === true && isUnset(name, context) ? { text: '' } : undefined;
}

/** Set by the runtime or the shell, not by the image: never taken for unset. */
const FROM_OUTSIDE =
  /^(?:HOME|HOSTNAME|PWD|OLDPWD|UID|EUID|USER|LOGNAME|TERM|SHLVL|RANDOM|IFS|PPID|container)$/;

/** True for a name that neither the image nor the script sets, nor the runtime or the shell. */
function isUnset(name: string, { scope }: WordContext): boolean {
  return (
    variable(scope, name) === undefined &&
    /^[A-Za-z_]\w*$/.test(name) &&
    !scope.opaque &&
    !FROM_OUTSIDE.test(name)
  );
}

function expansion(part: ParameterExpansionPart, context: WordContext): PartValue {
  if (part.prefix !== undefined) return undefined;
  if (part.index !== undefined) {
    const list = part.index.text === '@' || part.index.text === '0';
    return list && part.parameter === 'BASH_SOURCE' ? parameter('BASH_SOURCE', context) : undefined;
  }
  const value = parameter(part.parameter, context);
  if (part.operation === undefined) return value;
  if (value === undefined && !isUnset(part.parameter, context)) return undefined;
  if (value !== undefined && 'list' in value) return undefined;
  const text = applyOperation(part.operation, value?.text, (word, asPattern) =>
    wordValue(word, context, asPattern),
  );
  return text === undefined ? undefined : { text };
}

function short(text: string): string {
  return oneLine(text, 500);
}

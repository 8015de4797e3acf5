import type { Word, WordPart } from 'unbash';
import { oneLine } from '../../printable.ts';
import type { Argument } from '../chain.ts';
import { Fields } from './fields.ts';
import { globFiles } from './file-globs.ts';
import { hasHole, knownPart } from './holes.ts';
import { calculated, expansion, isUnset, listOf, parameter } from './parameters.ts';
import { escapePattern } from './pattern.ts';
import { argumentText, type PartValue, type WordContext, withHoles } from './word-context.ts';

/** Longest value that a word may come to. */
const MAX_VALUE = 64 * 1024;
const MAX_FIELDS = 4096;

/** The words that one word of a command becomes: split and expanded as a shell does, as far as known. */
export function expandWord(word: Word, context: WordContext): readonly Argument[] {
  const written = short(context.holes.shown(word.text));
  if (word.parts === undefined) return [argumentOf(word.value, written, true)];
  const unknown: Argument = { text: written };
  const list = listOf(word, context, written, expandWord);
  if (list !== undefined) return list;
  const inner: WordContext = { ...context, keepsHoles: true };
  const fields = new Fields();
  let pattern = '';
  let globs = false;
  let open = false;
  for (const part of word.parts) {
    const value = partValue(part, inner);
    const text = textOf(value, inner);
    if (text === undefined) return [unknown];
    const splits = value !== undefined && ('list' in value || isSplit(part));
    if (hasHole(text) && (splits || part.type === 'Literal')) open = true;
    if (part.type === 'Glob') globs = true;
    if (splits) fields.split(text);
    else fields.add(text);
    pattern += part.type === 'Glob' ? text : escapePattern(text);
    if (pattern.length > MAX_VALUE) return [unknown];
  }
  const words = fields.done();
  if (globs) {
    if (words.length > 1 || words.some(hasHole)) return [unknown];
    const files = globFiles(context, pattern, context.scope.cwd);
    // Nothing in the image matches: a mount may.
    if (files === undefined || files.length === 0) return [unknown];
    const { cwd } = context.scope;
    return files.map((file) => {
      const value =
        pattern.startsWith('/') || !file.startsWith(`${cwd}/`) ? file : file.slice(cwd.length + 1);
      return { text: value, value };
    });
  }
  if (words.length > MAX_FIELDS) return [unknown];
  const alone = words.length === 1;
  return words.map((field) => argumentOf(field, wordFor(field, alone ? written : undefined, context), open));
}

/** A word for a person: as written, unless more is known of it than that tells. */
function wordFor(field: string, written: string | undefined, { holes }: WordContext): string {
  const shown = short(holes.shown(field));
  if (written !== undefined && (!hasHole(field) || knownPart(field) === '')) return written;
  if (shown === written?.replace(/["']/g, '')) return written;
  return hasHole(field) && /\s/.test(knownPart(field)) ? `"${shown}"` : shown;
}

/** One word: `field` is its value, which may have holes, `text` the word for a person. */
export function argumentOf(field: string, text: string, open = false): Argument {
  if (!hasHole(field)) return { text, value: field };
  return { text, partly: field, ...(open ? { open } : {}) };
}

/** The value of a word where no splitting happens: an assignment, a pattern, `case WORD in`. */
export function wordValue(word: Word, context: WordContext, asPattern = false): string | undefined {
  if (word.parts === undefined) {
    const value = withHoles(word.value, context);
    return asPattern && value !== undefined && /["'\\]/.test(word.text) ? escapePattern(value) : value;
  }
  let text = '';
  for (const part of word.parts) {
    const value = textOf(partValue(part, context), context);
    if (value === undefined) return undefined;
    const quoted =
      part.type === 'SingleQuoted' || part.type === 'DoubleQuoted' || part.type === 'AnsiCQuoted';
    text += asPattern && quoted ? escapePattern(value) : value;
    if (text.length > MAX_VALUE) return undefined;
  }
  return text;
}

/** The value of a word, with holes for what is not known of it; undefined where it is too long. */
export function wordText(word: Word, context: WordContext): string | undefined {
  return wordValue(word, { ...context, keepsHoles: true });
}

/** What unquoted expansions give is split at blanks. */
function isSplit({ type }: WordPart): boolean {
  return type === 'SimpleExpansion' || type === 'ParameterExpansion' || type === 'CommandExpansion';
}

function textOf(value: PartValue, context: WordContext): string | undefined {
  if (value === undefined) return undefined;
  if (!('list' in value)) return value.text;
  const words = value.list.map((argument) => argumentText(argument, context));
  return words.includes(undefined) ? undefined : words.join(' ');
}

function partValue(part: WordPart, context: WordContext): PartValue {
  const value = partOf(part, context);
  if (value !== undefined && 'text' in value) {
    const text = withHoles(value.text, context);
    return text === undefined ? undefined : { text };
  }
  if (value !== undefined || context.keepsHoles !== true) return value;
  const unset =
    part.type === 'SimpleExpansion'
      ? isUnset(part.text.slice(1), context)
      : part.type === 'ParameterExpansion' &&
        part.operation?.type !== 'Default' &&
        isUnset(part.parameter, context);
  return { text: context.holes.of(part.text, unset) };
}

function partOf(part: WordPart, context: WordContext): PartValue {
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
        const value = textOf(partValue(child, context), context);
        if (value === undefined) return undefined;
        text += value;
        if (text.length > MAX_VALUE) return undefined;
      }
      return { text };
    }
    case 'SimpleExpansion':
      return parameter(part.text.slice(1), context);
    case 'ParameterExpansion':
      return expansion(part, context, wordValue);
    case 'CommandExpansion': {
      const text = context.substituted(part, context);
      return text === undefined ? undefined : { text };
    }
    case 'ArithmeticExpansion': {
      const value = part.expression === undefined ? undefined : calculated(part.expression, context);
      return value === undefined ? undefined : { text: String(value) };
    }
    default:
      return undefined;
  }
}

function short(text: string): string {
  return oneLine(text, 500);
}

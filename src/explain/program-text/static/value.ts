/** What an expression of a program comes to, as far as its text alone says so. */
export type StaticValue =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** True for one plain literal that nothing is put into. */
      readonly plain?: boolean;
    }
  | { readonly kind: 'list'; readonly words: readonly StaticValue[] }
  /** What the file at a path holds. */
  | { readonly kind: 'content'; readonly path: StaticValue }
  | {
      readonly kind: 'unknown';
      /** Goes on after "it is not known: ". */
      readonly why: string;
      /** True where the image sets no such variable, so that a default comes in its place. */
      readonly unset?: boolean;
    };

const MAX_STATIC_TEXT = 16_000;

export function text(value: string): Extract<StaticValue, { kind: 'text' }> {
  return { kind: 'text', text: value.slice(0, MAX_STATIC_TEXT) };
}

export function unknown(why: string): Extract<StaticValue, { kind: 'unknown' }> {
  return { kind: 'unknown', why };
}

/** What the text alone does not tell. */
export const COMPUTED = unknown('it is put together while the program runs');

/** Two values, one after the other: texts or lists. */
export function joined(left: StaticValue, right: StaticValue): StaticValue {
  if (left.kind === 'unknown') return unknown(left.why);
  if (right.kind === 'unknown') return unknown(right.why);
  if (left.kind === 'text' && right.kind === 'text') return text(left.text + right.text);
  if (left.kind === 'list' && right.kind === 'list')
    return { kind: 'list', words: [...left.words, ...right.words] };
  return COMPUTED;
}

/** What the file at a path holds; Perl's path may say in front of it what it is opened for. */
export function opened(path: StaticValue): StaticValue {
  if (path.kind !== 'text') return path;
  return { kind: 'content', path: text(path.text.replace(/^\s*<\s*/, '')) };
}

/** The texts of all values, or the first of them that is none. */
export function allTexts(values: readonly StaticValue[]): readonly string[] | StaticValue {
  const texts: string[] = [];
  for (const value of values) {
    if (value.kind === 'text') texts.push(value.text);
    else return value.kind === 'unknown' ? unknown(value.why) : COMPUTED;
  }
  return texts;
}

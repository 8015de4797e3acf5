/** Line numbers of one text, for many look-ups; the text is gone through with the first of them. */
export class LineIndex {
  readonly text: string;
  #starts: readonly number[] | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** The number, from 1, of the line that an index lies on. */
  lineAt(index: number): number {
    return this.#lineOf(index) + 1;
  }

  /**
   * Where the line begins that an index lies on, or ends: of what begins with a line's end, that is the next one.
   * Nothing is gone through for it, however long the line is.
   */
  lineStart(index: number): number {
    const line = this.#lineOf(this.text[index] === '\n' ? index + 1 : index);
    return this.#starts?.[line] ?? 0;
  }

  #lineOf(index: number): number {
    this.#starts ??= startsOf(this.text);
    let low = 0;
    let high = this.#starts.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= index) low = middle;
      else high = middle;
    }
    return low;
  }
}

function startsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

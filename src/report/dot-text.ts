import { visible } from '../base/visible.ts';

const MAX_LABEL = 80;

/** Text from an image as a short label on one line. */
export function dotLabel(text: string): string {
  const plain = visible(text.replace(/\s+/g, ' '));
  return plain.length > MAX_LABEL ? `${plain.slice(0, MAX_LABEL)}…` : plain;
}

/** A quoted string of Graphviz's DOT language; a newline begins a line of the label. */
export function dotQuoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

import { visible as visibleText } from '../base/visible.ts';

/** Text from an image on one line: tabs as a space, everything else that is not plain text as a visible escape. */
export function visible(text: string): string {
  return visibleText(text.replaceAll('\t', ' '));
}

/** `visible`, with runs of white space as one space, and cut at `max` characters. */
export function oneLine(text: string, max = 2000): string {
  const start = text.length > max * 4 ? text.slice(0, max * 4) : text;
  const line = visible(start.replace(/\s+/g, ' ').trim());
  const whole = start.length === text.length && line.length <= max;
  return whole ? line : `${line.slice(0, max)}…`;
}

import { unescaped } from './escapes.ts';
import type { Step } from './step.ts';

export const ECHO = {
  echo: (step: Step) => written(step, echo(step.args)),
  printf: (step: Step) => written(step, printf(step.args)),
};

/** Text written as numbers; a single escape is only how a bell or a colour is written. */
const ESCAPED = /(?:\\(?:x[0-9a-fA-F]{2}|0?[0-7]{2,3})){4}/;

function written(step: Step, text: string | undefined): string | undefined {
  return ESCAPED.test(step.args.join(' ')) ? step.decoded('escapes', text) : text;
}

function echo(args: readonly string[]): string {
  let at = 0;
  let escapes = false;
  let newline = true;
  while (/^-[neE]+$/.test(args[at] ?? '')) {
    if (args[at]?.includes('e')) escapes = true;
    if (args[at]?.includes('n')) newline = false;
    at++;
  }
  const text = args.slice(at).join(' ');
  return (escapes ? unescaped(text) : text) + (newline ? '\n' : '');
}

function printf(args: readonly string[]): string | undefined {
  const [format, ...values] = args[0] === '--' ? args.slice(1) : args;
  if (format === undefined) return undefined;
  let next = 0;
  const once = (): string =>
    unescaped(format).replace(/%(%|-?\d{0,3}[sb])/g, (_match, what: string) => {
      if (what === '%') return '%';
      const value = values[next++] ?? '';
      return what.endsWith('b') ? unescaped(value) : value;
    });
  let text = once();
  // printf uses its format again until the values are used up.
  for (let round = 0; round < 1000; round++) {
    if (next === 0 || next >= values.length) break;
    text += once();
  }
  return text;
}

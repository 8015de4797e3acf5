import type { Machine } from './machine.ts';

/** The token that closes the bracket at a token; the last one where none does. */
export function closingAt(machine: Machine, at: number): number {
  return Math.min(machine.closes.get(at) ?? machine.end, machine.end);
}

/**
 * The tokens of the block behind the next `:` of Python: the rest of its line, or the lines that are further in than the one at
 * hand. The cursor is behind it afterwards.
 */
export function pythonBlock(machine: Machine): { readonly start: number; readonly end: number } {
  toColon(machine);
  const start = machine.at;
  const { indent } = machine;
  const isInline = machine.token.kind !== 'line';
  while (!machine.done) {
    const { kind, text } = machine.token;
    if (kind === 'line') {
      if (isInline) break;
      let last = machine.at;
      while (last + 1 < machine.end && machine.tokens[last + 1]?.kind === 'line') last++;
      if ((machine.tokens[last]?.indent ?? 0) <= indent || last + 1 >= machine.end) break;
      machine.at = last + 1;
    } else
      machine.at =
        kind === 'mark' && /^[([{]$/.test(text) ? closingAt(machine, machine.at) + 1 : machine.at + 1;
  }
  machine.at = Math.min(machine.at, machine.end);
  return { start, end: machine.at };
}

/** Behind the `:` that begins a block. */
function toColon(machine: Machine): void {
  while (!machine.done && machine.token.kind !== 'line') {
    if (machine.take(':')) return;
    const isOpen = machine.token.kind === 'mark' && /^[([{]$/.test(machine.token.text);
    machine.at = isOpen ? closingAt(machine, machine.at) + 1 : machine.at + 1;
  }
}

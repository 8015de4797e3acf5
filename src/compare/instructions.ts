import type { Instruction } from '../explain/explanation.ts';
import type { InstructionChange } from './difference.ts';

/** Above so many pairs to look at, order within the middle no longer counts. */
const MAX_PAIRS = 4_000_000;

/** The instructions of the two, as a list of what was taken out and put in, in reading order. */
export function compareInstructions(
  before: readonly Instruction[],
  after: readonly Instruction[],
): readonly InstructionChange[] {
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && before[start]?.text === after[start]?.text) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end)?.text === after.at(-1 - end)?.text) end++;
  const old = before.slice(start, before.length - end);
  const fresh = after.slice(start, after.length - end);
  if (old.length * fresh.length > MAX_PAIRS) return withoutOrder(old, fresh);
  return withOrder(old, fresh);
}

/** Longest common subsequence, by the table of lengths of common endings. */
function withOrder(old: readonly Instruction[], fresh: readonly Instruction[]): readonly InstructionChange[] {
  const width = fresh.length + 1;
  const lengths = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = fresh.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        old[i]?.text === fresh[j]?.text ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const changes: InstructionChange[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < fresh.length) {
    const [was, is] = [old[i], fresh[j]];
    if (was !== undefined && is !== undefined && was.text === is.text) {
      i++;
      j++;
    } else if (was !== undefined && (is === undefined || at(i + 1, j) >= at(i, j + 1))) {
      changes.push(changeOf('removed', was));
      i++;
    } else if (is !== undefined) {
      changes.push(changeOf('added', is));
      j++;
    }
  }
  return changes;
}

function withoutOrder(
  old: readonly Instruction[],
  fresh: readonly Instruction[],
): readonly InstructionChange[] {
  const had = new Set(old.map(({ text }) => text));
  const has = new Set(fresh.map(({ text }) => text));
  return [
    ...old.filter(({ text }) => !has.has(text)).map((one) => changeOf('removed', one)),
    ...fresh.filter(({ text }) => !had.has(text)).map((one) => changeOf('added', one)),
  ];
}

function changeOf(how: InstructionChange['how'], { text, layer }: Instruction): InstructionChange {
  return { how, text, ...(layer === undefined ? {} : { layerNumber: layer + 1 }) };
}

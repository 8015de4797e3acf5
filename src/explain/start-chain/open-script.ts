import { NOT_FURTHER, UNKEPT_TEXT } from '../explanation.ts';
import { MAX_DEPTH } from './budget.ts';
import type { Argument, Chain, Following, Place, Program } from './chain.ts';

/**
 * Opens a file that a shell reads and hands its text to `read`. A file that is being read already, or was read
 * with the same arguments, is not read again; neither is one that too many others lead to.
 */
export function openScript(
  chain: Chain,
  script: Program,
  args: readonly Argument[],
  read: (text: string, place: Place) => Following,
): Following {
  const { budget } = chain;
  const { path, node } = script;
  if (path === undefined || node === undefined) return { children: [] };
  const key = keyOf(chain, path, args);
  if (budget.open.has(path) || budget.followed.has(key)) {
    return { children: [], unknown: 'already followed above' };
  }
  if (budget.depth >= MAX_DEPTH) {
    return {
      children: [],
      unknown: `${MAX_DEPTH} scripts lead here, one from the other: ${NOT_FURTHER}`,
    };
  }
  const text = chain.text(node.path);
  if (text === undefined) return { children: [], unknown: UNKEPT_TEXT };
  budget.open.add(path);
  budget.followed.add(key);
  budget.depth++;
  try {
    return read(text, placeInFile(chain, script, 1));
  } finally {
    budget.depth--;
    budget.open.delete(path);
  }
}

/** Whether a file was read, or is being read, without arguments. */
export function wasOpened(chain: Chain, path: string): boolean {
  return chain.budget.open.has(path) || chain.budget.followed.has(keyOf(chain, path, []));
}

/** What is read where the image's own settings do not lead is read again where they do. */
function keyOf({ budget }: Chain, path: string, args: readonly Argument[]): string {
  return `${budget.notTaken > 0 ? 'not taken' : ''}\0${path}\0${args.map((argument) => argument.value ?? argument.text).join('\0')}`;
}

/** A line of a file of the image. */
export function placeInFile(chain: Chain, file: Program, line: number): Place {
  const layer = file.node?.contentLayer;
  const instruction = layer === undefined ? undefined : chain.instructionOf(layer);
  return {
    file: file.path ?? file.what,
    line,
    ...(layer === undefined ? {} : { layer }),
    ...(instruction === undefined ? {} : { instruction }),
  };
}

import { LOCAL_MARK } from '../content/jar/zip-entries.ts';
import { shellEnd } from './shell-end.ts';

/** A shell that is told nothing which changes how it reads. */
const SHELL = /^\S{0,200}\/(?:env (?:-S )?)?(?:ba|da|a|k|mk|z)?sh(?: -[abefhluvx]{1,10}){0,3}$/;
const PYTHON = /\bpython[\d.]{0,8}\b/;
const NEWLINE = 0x0a;

/** What is kept of a script. */
export interface ScriptText {
  readonly text: Buffer;
  /** What runs it may read on behind that. */
  readonly isCut: boolean;
}

/**
 * What is read of a script with something else behind it, such as an archive: all before the place where whoever runs it reads no
 * further. Undefined where nothing is known of that, and it is not a shell's.
 *
 * @param bytes the script, or its beginning
 * @param max how much may be kept
 */
export function scriptText(interpreter: string, bytes: Buffer, max: number): ScriptText | undefined {
  const start = bytes.subarray(0, max);
  const end = scriptEnd(interpreter, start);
  if (end !== undefined) return { text: start.subarray(0, end), isCut: false };
  return SHELL.test(interpreter) ? { text: start.subarray(0, textEnd(start)), isCut: true } : undefined;
}

/** Where whoever runs a script reads no further, whatever stands behind; undefined where that is not known. */
export function scriptEnd(interpreter: string, bytes: Buffer): number | undefined {
  if (SHELL.test(interpreter)) return shellEnd(bytes);
  return PYTHON.test(interpreter) ? zipStart(bytes) : undefined;
}

/** Python looks for a zip first. Where there is none, `PK` outside of a comment is no Python, and nothing is run. */
function zipStart(bytes: Buffer): number | undefined {
  const at = bytes.indexOf(LOCAL_MARK);
  const before = at === -1 ? '' : bytes.toString('latin1', 0, Math.min(at, 64 * 1024));
  return before.length === at && /^(?:#[^\n]*\n|\n)+$/.test(before) ? at : undefined;
}

/** Up to a line with NULs, of which no text is made; at a line's end in any case. */
function textEnd(bytes: Buffer): number {
  const nul = bytes.indexOf(0);
  const before = nul === -1 ? bytes : bytes.subarray(0, nul);
  return before.lastIndexOf(NEWLINE) + 1 || before.length;
}

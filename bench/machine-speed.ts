import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { median } from './measure.ts';

/** In megabytes (10^6) of unpacked bytes a second, on one core. */
export interface MachineSpeed {
  readonly gunzip: number;
  readonly sha256: number;
  /** A table looked up for each byte in plain JavaScript, which is what the byte pass and the detectors do most. */
  readonly javascript: number;
}

const SAMPLE_BYTES = 32 * 1024 * 1024;
const ROUNDS = 5;

/**
 * How fast the machine is just now at what every tool must do that verifies an image, and at what only this one does: by
 * this alone are seconds of one machine to be held against those of another, and ratios of one hour against another's.
 */
export function machineSpeed(): MachineSpeed {
  const program = Buffer.alloc(SAMPLE_BYTES);
  const file = openSync(process.execPath, 'r');
  readSync(file, program, 0, SAMPLE_BYTES, 0);
  closeSync(file);
  const packed = gzipSync(program);
  return {
    gunzip: speedOf(() => gunzipSync(packed)),
    sha256: speedOf(() => createHash('sha256').update(program).digest()),
    javascript: speedOf(() => walk(program)),
  };
}

const STATES = Uint16Array.from({ length: 65_536 }, (_, at) => (at * 40_503) & 0xff00);

/** The state that a made-up automaton of 256 states ends in. */
function walk(bytes: Uint8Array): number {
  let state = 0;
  for (let at = 0; at < bytes.length; at++) state = STATES[state | (bytes[at] ?? 0)] ?? 0;
  return state;
}

function speedOf(run: () => unknown): number {
  const speeds = Array.from({ length: ROUNDS }, () => {
    const start = process.hrtime.bigint();
    run();
    return SAMPLE_BYTES / 1e6 / (Number(process.hrtime.bigint() - start) / 1e9);
  });
  return median(speeds);
}

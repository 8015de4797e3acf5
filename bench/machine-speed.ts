import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { median } from './measure.ts';

/** In megabytes (10^6) of unpacked bytes a second, on one core. */
export interface MachineSpeed {
  readonly gunzip: number;
  readonly sha256: number;
}

const SAMPLE_BYTES = 32 * 1024 * 1024;
const ROUNDS = 5;

/**
 * How fast the machine is just now at what every tool must do that verifies an image: by this alone are seconds of one
 * machine to be held against those of another.
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
  };
}

function speedOf(run: () => unknown): number {
  const speeds = Array.from({ length: ROUNDS }, () => {
    const start = process.hrtime.bigint();
    run();
    return SAMPLE_BYTES / 1e6 / (Number(process.hrtime.bigint() - start) / 1e9);
  });
  return median(speeds);
}

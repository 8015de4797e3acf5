import { availableParallelism, totalmem } from 'node:os';
import { formatBytes, plural } from '../../base/quantities.ts';
import { ownPackage, toolVersion } from '../version.ts';
import { type Diagnosis, type DoctorCheck, fail, ok, warn } from './doctor-check.ts';

/** Workers hold one file each, and Node itself wants its share. */
const LITTLE_MEMORY = 1_000_000_000;

/** Versions, the processor and its memory. */
export const checkMachine: DoctorCheck = () => {
  const memory = process.constrainedMemory();
  // Node answers 0, or far more than there is, where nothing bounds it.
  const limit = memory > 0 && memory < totalmem() ? memory : totalmem();
  const room = `${plural(availableParallelism(), 'core')}, ${formatBytes(limit)} of memory`;
  return Promise.resolve([
    ok('clearpull', toolVersion()),
    nodeVersion(process.versions.node),
    limit < LITTLE_MEMORY
      ? warn('machine', room, 'Large images may need more; read fewer layers at a time: --jobs 1')
      : ok('machine', `${process.platform}/${process.arch}, ${room}`),
  ]);
};

/** Against the `engines` of package.json, which are alternatives of the form `^22.1.2` or `>=26`. */
export function nodeVersion(version: string): Diagnosis {
  const { engines } = ownPackage();
  const fits = engines.node.split('||').some((range) => satisfies(version, range.trim()));
  if (fits) return ok('Node.js', version);
  return fail('Node.js', `${version}, which is not supported`, `Install one of ${engines.node}.`);
}

function satisfies(version: string, range: string): boolean {
  const [major = 0, minor = 0, patch = 0] = numbers(version);
  const [least = 0, leastMinor = 0, leastPatch = 0] = numbers(range);
  const atLeast =
    major > least ||
    (major === least && (minor > leastMinor || (minor === leastMinor && patch >= leastPatch)));
  return atLeast && (range.startsWith('>=') || major === least);
}

function numbers(text: string): readonly number[] {
  return text
    .replace(/^\D+/, '')
    .split('.')
    .map((part) => Number.parseInt(part, 10));
}

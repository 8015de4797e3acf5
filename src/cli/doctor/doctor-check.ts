import type { RegistryOptions } from '../../source/index.ts';
import type { Io } from '../io.ts';
import type { OptionSpec } from '../options/option-spec.ts';

/** One line of what `doctor` found. */
export interface Diagnosis {
  /** What was looked at: `Node.js`, `cache`. */
  readonly name: string;
  /** `warn`: it works, but not as it could. `fail`: it does not. */
  readonly status: 'ok' | 'warn' | 'fail';
  /** What was found; no secret is ever in it. */
  readonly text: string;
  /** What to do about it. */
  readonly todo?: string;
}

export interface Patient {
  readonly io: Io;
  /** Undefined when there can be none. */
  readonly cacheFolder: string | undefined;
  /** `none`, or the file that the user named. */
  readonly config: string | undefined;
  readonly options: readonly OptionSpec[];
  readonly registry: RegistryOptions;
  /** Registries that the user named; no other is asked. */
  readonly registries: readonly string[];
}

/** Looks at one thing. Never throws for what it finds. */
export type DoctorCheck = (patient: Patient) => Promise<readonly Diagnosis[]>;

export function ok(name: string, text: string): Diagnosis {
  return { name, status: 'ok', text };
}

export function warn(name: string, text: string, todo: string): Diagnosis {
  return { name, status: 'warn', text, todo };
}

export function fail(name: string, text: string, todo: string): Diagnosis {
  return { name, status: 'fail', text, todo };
}

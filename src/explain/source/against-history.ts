import type { ImageConfig } from '../../image/config.ts';
import { instructionsOf } from '../history/instructions.ts';
import { type ProvidedDockerfile, type Sourced, withSource } from './with-source.ts';

/** Holds a Dockerfile against the history of a configuration, instruction by instruction. */
export function againstHistory(config: ImageConfig, provided: ProvidedDockerfile): Sourced {
  return withSource(instructionsOf(config).instructions, provided);
}

import type { Instruction } from '../explanation.ts';
import { type Alignment, align } from './align.ts';
import { parseDockerfile } from './parse-dockerfile.ts';
import { type StageChain, Stages } from './stage-chain.ts';

/** A stage of a Dockerfile, laid beside the history. */
export interface FittedStage {
  readonly stages: Stages;
  readonly stage: StageChain;
  readonly alignment: Alignment;
}

export interface FitInput {
  /** Rows of the history, from the first. */
  readonly rows: readonly Instruction[];
  /** Build arguments that are known. */
  readonly args: ReadonlyMap<string, string>;
  /** Stage that was built, where it is known. */
  readonly target?: string;
  /** How many rows can be the base's at most, where its layers are known. */
  readonly mostBaseRows?: number;
}

/** Stages of one Dockerfile that are tried. */
const MAX_STAGES = 50;

/**
 * The stage of a Dockerfile that agrees best with the history, of equal ones the last; undefined when it has none that could
 * be compared.
 */
export function fitStage(
  text: string,
  { rows, args, target, mostBaseRows }: FitInput,
): FittedStage | undefined {
  const stages = new Stages(parseDockerfile(text), args);
  const names = target === undefined ? stages.names.slice(-MAX_STAGES).reverse() : [target];
  let best: FittedStage | undefined;
  for (const name of names) {
    const stage = stages.chain(name);
    if (stage === undefined) continue;
    const alignment = align({
      instructions: stage.instructions,
      rows,
      args,
      ...(stage.from.toLowerCase() === 'scratch' ? { baseRows: 0 } : {}),
      ...(mostBaseRows === undefined ? {} : { mostBaseRows }),
    });
    if (alignment === undefined) continue;
    const fitted = { stages, stage, alignment };
    if (best === undefined || badness(fitted) < badness(best)) best = fitted;
  }
  return best;
}

/** 0 when all agrees; a stage with few instructions agrees easily, so agreement counts too. */
export function badness({ alignment }: FittedStage): number {
  const agreeing = alignment.pairs.filter(
    ({ status }) => status !== 'missing' && status !== 'extra' && status !== 'differs',
  );
  return alignment.cost - agreeing.length * 0.25;
}

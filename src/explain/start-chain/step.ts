import type { ElfStep, StartStep, StartStepKind } from '../explanation.ts';
import { visible } from '../printable.ts';
import { saysOf } from '../says.ts';
import type { Chain, Place, Program } from './chain.ts';

export interface StepParts {
  readonly what: string;
  readonly command: string;
  readonly kind: StartStepKind;
  readonly place: Place;
  readonly program?: Program;
  readonly runs?: string | undefined;
  readonly unknown?: string | undefined;
  readonly cwd?: string | undefined;
  readonly elf?: ElfStep | undefined;
  /** The program stands for something in it. */
  readonly withoutSays?: boolean;
  readonly children?: readonly StartStep[];
}

/** Builds a step: the layer is that of the file it runs, else that of the file it is written in. */
export function makeStep(chain: Chain, parts: StepParts): StartStep {
  const { place, program } = parts;
  const layer = program?.node?.contentLayer ?? place.layer;
  const says = saysOf(program?.node?.entry.content);
  const instruction = program?.node === undefined ? place.instruction : chain.instructionOf(layer ?? -1);
  return {
    what: visible(parts.what),
    command: parts.command,
    kind: parts.kind,
    ...(parts.runs === undefined ? {} : { runs: parts.runs }),
    ...(program?.path === undefined ? {} : { path: program.path }),
    ...(parts.cwd === undefined ? {} : { cwd: parts.cwd }),
    ...(place.line === undefined ? {} : { line: place.line }),
    file: place.file,
    ...(layer === undefined ? {} : { layer }),
    ...(instruction === undefined ? {} : { instruction }),
    ...(place.when === undefined ? {} : { when: place.when }),
    ...(place.taken === undefined ? {} : { taken: place.taken }),
    ...(parts.unknown === undefined ? {} : { unknown: parts.unknown }),
    ...(says === undefined || parts.withoutSays === true ? {} : { says }),
    ...(parts.elf === undefined ? {} : { elf: parts.elf }),
    children: parts.children ?? [],
  };
}

import type { BuildInfo } from '../image/build-info.ts';
import type { HistoryRow } from '../image/config.ts';
import type { Builder } from './history/builder.ts';
import type { InstructionMismatch } from './instruction-content/mismatch.ts';
import type { ProgramLanguage } from './program-text/program-language.ts';

/** How far an instruction can be believed to be what stood in the Dockerfile. */
export type Certainty = 'exact' | 'normalised' | 'partly-lost' | 'contradicted';

/** One instruction, won back from one row of the history (or, for ONBUILD, from the configuration). */
export interface Instruction {
  /** As a Dockerfile would say it, on one line: `RUN apt-get update`, `COPY dir:… in /app`. */
  readonly text: string;
  /** `FROM`, `RUN`, `COPY` …; `UNKNOWN` when the row does not say. */
  readonly keyword: string;
  /** Index into the configuration's history; absent where no row stands behind it. */
  readonly row?: number;
  readonly source?: HistoryRow;
  /** Index of the layer that it made. */
  readonly layer?: number;
  readonly certainty: Certainty;
  /** What is lost or wrong, when not exact. */
  readonly note?: string;
  /** What wrote the row. */
  readonly builder?: Builder;
  /** In what its layer does not fit it; absent where it does, or was not compared. */
  readonly mismatches?: readonly InstructionMismatch[];
}

export interface BaseImage {
  /** Reference as written, for instance `docker.io/library/debian:bookworm-slim`. */
  readonly name?: string;
  readonly digest?: string;
  /** Where the claim stands. */
  readonly claimedBy: 'annotation' | 'label' | 'none';
  /** What the layers say of the claim, where there is one. */
  readonly claim?: BaseClaim;
  /** Known images whose layers are the lowest ones of this image, those with the most layers first; never empty. */
  readonly chain?: readonly KnownBase[];
  /** Labels that it has from the image below it, where that one's are known; sorted. */
  readonly inheritedLabels?: readonly string[];
}

export const CLAIM_VERDICTS = ['confirmed', 'unproven', 'contradicted'] as const;

export interface BaseClaim {
  readonly verdict: (typeof CLAIM_VERDICTS)[number];
  /** One sentence. */
  readonly why: string;
}

/** `lowest-layers`: a base. `all-layers`: it has them all and no other, under another configuration. `image`: it is it. */
export const COVERS = ['lowest-layers', 'all-layers', 'image'] as const;

/** A known image all of whose layers are the lowest ones of this image. */
export interface KnownBase {
  /** In full, with the tag that says most: `docker.io/library/debian:bookworm-20260908-slim`. */
  readonly name: string;
  /** Its further tags. */
  readonly alsoTagged: readonly string[];
  /** How many layers it has. */
  readonly layers: number;
  /** What agrees: the digests of the content, or of the compressed bytes. */
  readonly matchedBy: 'diff-ids' | 'blobs';
  readonly covers: (typeof COVERS)[number];
  /** Digest of its manifest. */
  readonly digest?: string;
  /** `YYYY-MM-DD`. */
  readonly created?: string;
  /** How many later builds of the same line the catalogue knows. */
  readonly newer: number;
  /** What it was built from: `build` as its own build says, `tag` as a list says of its tag, which may have moved. */
  readonly source?: {
    readonly repository: string;
    readonly commit: string;
    readonly path: string;
    readonly by: 'build' | 'tag';
  };
  /** The day that the catalogue's knowledge is of, `YYYY-MM-DD`. */
  readonly seen: string;
}

/** One thing that can run when the container starts. */
export interface StartStep {
  /** What runs: a file's path, a shell builtin's or a program's name. */
  readonly what: string;
  /** The command as written, on one line. */
  readonly command: string;
  readonly kind: StartStepKind;
  /** What a command with variables in it comes to, where that is known: `nginx -g 'daemon off;'` for `exec "$@"`. */
  readonly runs?: string;
  /** The file it runs, once found, with leading slash. */
  readonly path?: string;
  /** The folder it is run in, where that is known and not the image's own working directory. */
  readonly cwd?: string;
  /** Line of the script that the command stands on. */
  readonly line?: number;
  /** The file that the line is in, with leading slash; or ENTRYPOINT, CMD, HEALTHCHECK, ONBUILD. */
  readonly file: string;
  /** Index of the layer that `path` is in, or for a command without a file, the layer of `file`. */
  readonly layer?: number;
  /** The instruction that made that layer or, for ENTRYPOINT and the like, that instruction. */
  readonly instruction?: string;
  /** The condition it stands behind, as written. */
  readonly when?: string;
  /**
   * Whether the image's own ENV, CMD and USER lead here; absent when they do not decide it, or when `when` is
   * absent.
   */
  readonly taken?: boolean;
  /** Why it cannot be followed further, if so. */
  readonly unknown?: string;
  /** What the program or archive says of itself, one phrase: `Go program example.com/x v1.2.3`. A claim. */
  readonly says?: string;
  /** Of a compiled program: what it needs to run. */
  readonly elf?: ElfStep;
  readonly children: readonly StartStep[];
}

/** Why a script cannot be followed of which only the search of all bytes saw anything; part of `StartStep.unknown`. */
export const UNKEPT_TEXT = 'its text was not kept';

/** In `StartStep.unknown`: a value would tell which program, file or text it is. */
export const FROM_VARIABLE = 'comes from a variable';

/** In `StartStep.unknown`: what bounds the start chain left out. */
export const TOO_DEEP = 'nested too deeply to follow';
export const TOO_MUCH = 'too much to follow: not read';
export const NOT_LISTED = 'the rest is not listed';
/** Not left out by a bound: nothing leads there. */
export const NOT_TAKEN = 'by the image’s own settings it is not run, so it is not followed here';
export const NOT_FURTHER = 'not followed further';
const LEFT_OUT = [TOO_DEEP, TOO_MUCH, NOT_LISTED, NOT_FURTHER];

/** Whether a bound kept something of a step's affairs out of the chain. */
export function isLeftOut({ unknown }: StartStep): boolean {
  return unknown !== undefined && LEFT_OUT.some((reason) => unknown.includes(reason));
}

/** How a compiled program is linked, and what it is linked with. */
export interface ElfStep {
  /** `static`: it names neither loader nor libraries. */
  readonly linked: 'static' | 'dynamic';
  /** The dynamic loader, as the file names it. */
  readonly interpreter?: string;
  readonly interpreterFound?: boolean;
  /** RUNPATH or RPATH as written. */
  readonly runpath?: string;
  /** The libraries that it names itself, each with where it resolves; without `path`, it is not in the image. */
  readonly libraries: readonly { readonly name: string; readonly path?: string }[];
  readonly language?: 'go' | 'rust';
  /** What its compiler wrote into it; made visible. */
  readonly build?: BuildInfo;
  readonly packer?: 'upx';
}

export type StartStepKind = 'elf' | 'script' | 'builtin' | 'applet' | 'program' | 'pipeline' | 'missing';

/** A text that a shell is told to run by something else than a file of its own: `sh -c TEXT`, `eval TEXT`. */
export interface SpokenText {
  /** Parts that are not known stand as they are written: `$X`. */
  readonly text: string;
  /** Where another language's interpreter is told it: that language. */
  readonly language?: ProgramLanguage;
  /** Where it comes from, as in a step. */
  readonly file: string;
  readonly line?: number;
}

export interface Explanation {
  readonly instructions: readonly Instruction[];
  /** Instruction for each layer by index; undefined where the history has none. */
  readonly instructionOfLayer: readonly (Instruction | undefined)[];
  readonly base: BaseImage;
  /** The reconstructed Dockerfile. */
  readonly dockerfile: string;
  readonly startChain: readonly StartStep[];
  /** What the start hands to shells; for detectors, no report has it. */
  readonly spoken?: { readonly texts: readonly SpokenText[]; readonly cut: boolean };
  /** Contradictions between history and layers, one sentence each. */
  readonly notes: readonly string[];
}

import type { ImageView } from '../detector.ts';
import type { Evidence, Severity } from '../finding.ts';

/** One way in which a service lets in whoever can reach it. */
export interface OpenDoor {
  /** What anybody can do, as the end of "… lets": `anybody in as the administrator without a password`. */
  readonly lets: string;
  /** When the service starts with the container; one less when it is only there. */
  readonly severity: Severity;
  readonly evidence: readonly [Evidence, ...Evidence[]];
}

/** What is known of one service: how it is told, and where its doors stand. */
export interface Service {
  readonly name: string;
  /** File names of the programs that are the service. */
  readonly programs: readonly string[];
  /** File names that `doors` wants to read; `*.cnf` for an ending. */
  readonly files: readonly string[];
  readonly fix: string;
  /** What its own data files hold where a door stands open in them: literals for the byte pass, and file names. */
  readonly data?: { readonly literals: readonly string[]; readonly files: readonly string[] };
  doors(found: ServiceView): readonly OpenDoor[];
}

/** The image as one service's table sees it. */
export interface ServiceView {
  readonly view: ImageView;
  /** Every text of the merged tree under one of the service's file names. */
  readonly files: readonly ServiceFile[];
  /** Command lines of the start chain and of ENTRYPOINT and CMD that run the service. */
  readonly commands: readonly ServiceCommand[];
  /** Where the literals of `Service.data` stand in files of those names that no later layer took away. */
  readonly data: readonly Evidence[];
  /** A variable of ENV. */
  variable(name: string): ServiceVariable | undefined;
}

export interface ServiceFile {
  /** Without leading slash. */
  readonly path: string;
  readonly text: string;
  /** Evidence on one of its lines, from 1. */
  at(line: number, excerpt: string): Evidence;
}

export interface ServiceCommand {
  readonly text: string;
  readonly evidence: Evidence;
}

export interface ServiceVariable {
  readonly value: string;
  readonly evidence: Evidence;
}

import type { RunConfig } from '../../../src/image/config.ts';
import type { Files } from '../../../test/detection/image-case.ts';

/** What is hidden, before anybody has hidden it. All inert. */
export type Payload = CommandPayload | FilePayload | ProgramPayload;

/** What an image is for where that does not matter. */
export const NGINX: RunConfig = { Cmd: ['nginx', '-g', 'daemon off;'] };

interface Base {
  /** Row of the table. */
  readonly class: string;
  readonly name: string;
  /** Any of these rules names it rightly. */
  readonly rules: readonly string[];
  /** Only the ways to hide it can be seen. */
  readonly unknown?: true;
}

/** Shell commands that a container runs. */
export interface CommandPayload extends Base {
  readonly kind: 'command';
  readonly text: string;
  /** Files that they need. */
  readonly beside?: Files;
}

/** A text that does its work by lying in its place. */
export interface FilePayload extends Base {
  readonly kind: 'file';
  readonly path: string;
  readonly text: string;
  readonly mode?: number;
  /** Other files and settings without which it does nothing: an sshd, a web server. */
  readonly beside?: Files;
  readonly config?: RunConfig;
  /** Once removed it does nothing any more and need not be asked about: a key, a setting. */
  readonly onlyInPlace?: boolean;
}

/** A compiled program, here an ELF header and strings. */
export interface ProgramPayload extends Base {
  readonly kind: 'program';
  readonly bytes: Buffer;
}

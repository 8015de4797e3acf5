import type { BuiltImage, BuiltIndex } from '../../../testkit/image.ts';
import type { CommandPayload, FilePayload, Payload, ProgramPayload } from './payload.ts';

/** An image, or several under one name. */
export type Built = BuiltImage | BuiltIndex;

/** Makes it when it is needed: there are many. */
export type Build = () => Built;

/**
 * A way to hide. It has a part for each kind of payload that can be hidden so; the others are no cases of it.
 * A part gives nothing for a payload that would no longer do its work.
 */
export interface Evasion {
  /** Row of the table. */
  readonly name: string;
  /** Honest images do it as well, so that it must not make anything of an honest payload. */
  readonly alsoHonest?: true;
  /** A sign by itself, whatever is hidden. */
  readonly hides?: true;
  readonly command?: (payload: CommandPayload) => Build | undefined;
  readonly file?: (payload: FilePayload) => Build | undefined;
  readonly program?: (payload: ProgramPayload) => Build | undefined;
}

/** A payload hidden so; undefined where that is no case. */
export function hide(payload: Payload, evasion: Evasion): Build | undefined {
  if (payload.unknown === true && evasion.hides !== true) return undefined;
  switch (payload.kind) {
    case 'command':
      return evasion.command?.(payload);
    case 'file':
      return evasion.file?.(payload);
    case 'program':
      return evasion.program?.(payload);
  }
}

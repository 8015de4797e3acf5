import type { Decision } from '../assess/assessment.ts';
import type { Digest } from '../base/digest.ts';
import type { Finding, Severity } from '../detect/finding.ts';
import type { StartStep } from '../explain/explanation.ts';
import type { Package } from '../explain/packages/package.ts';
import type { EntryKind } from '../image/layer-facts.ts';
import type { Platform } from '../image/platform.ts';
import type { HostUse, HostUseKind } from './hosts.ts';

/** What `--fail-on` can name, the most telling first. */
export const CHANGE_KINDS = [
  'worse-verdict',
  'new-finding',
  'worse-finding',
  'new-start-step',
  'new-host',
  'new-program',
  'changed-program',
  'new-package',
  'changed-package',
  'new-port',
  'user',
  'environment',
  'configuration',
  'instructions',
  'files',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** One of the two images. */
export interface Side {
  readonly reference: string;
  readonly digest: Digest;
  readonly platform: Platform;
  readonly created?: string;
  readonly distribution?: string;
  /** Compressed bytes, as far as known. */
  readonly size: number;
  readonly layers: number;
  readonly decision: Decision;
  /** False when not every byte was read: then something may have changed unseen. */
  readonly complete: boolean;
}

/** A layer of one of the images, by its number from 1, and the instruction that made it. */
export interface Origin {
  readonly layerNumber: number;
  readonly instruction?: string;
}

export interface NewHost extends HostUse {
  /** The use that the older image had of it, where that was a lesser one. */
  readonly before?: HostUseKind;
}

export interface WorseFinding {
  readonly finding: Finding;
  readonly before: { readonly severity: Severity; readonly confidence: Finding['confidence'] };
}

export const ASPECTS = ['content', 'kind', 'mode', 'owner', 'target'] as const;
export type Aspect = (typeof ASPECTS)[number];

export interface FileChange {
  readonly path: string;
  readonly how: 'added' | 'changed' | 'removed';
  /** Of a changed one: in what. */
  readonly aspects: readonly Aspect[];
  readonly kind: EntryKind;
  /** In the newer image, but for a removed file. */
  readonly size: number;
  readonly sizeBefore?: number;
  readonly mode: number;
  readonly modeBefore?: number;
  /** In the newer image; of a removed file in the older. */
  readonly origin: Origin;
}

export interface ProgramChange extends FileChange {
  /** It runs at start, or is read by what does. */
  readonly atStart: boolean;
  readonly setuid: boolean;
}

export interface Totals {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Size of what was added and changed less what that was before and what was removed. */
  readonly bytes: number;
}

export interface FileDifference extends Totals {
  /** Most changes first; folders to the second level. */
  readonly folders: readonly (Totals & { readonly folder: string })[];
  /** By layer of the newer image, for what was added and changed. */
  readonly layers: readonly (Totals & Origin)[];
  /** In the tree's order. */
  readonly listed: readonly FileChange[];
  /** How many more there are. */
  readonly unlisted: number;
}

export interface ValueChange {
  readonly name: string;
  /** Absent: not set. */
  readonly before?: string;
  readonly after?: string;
}

export interface InstructionChange {
  readonly how: 'added' | 'removed';
  readonly text: string;
  /** In the image that has it. */
  readonly layerNumber?: number;
}

/** What two images differ in; everything that a report about it prints. Pure: the same images, the same result. */
export interface Difference {
  readonly before: Side;
  readonly after: Side;
  /** True when nothing differs that is compared. */
  readonly same: boolean;
  /** The kinds of change there are, in the order of `CHANGE_KINDS`. */
  readonly kinds: readonly ChangeKind[];
  /** Layers that both begin with. */
  readonly sharedLayers: number;
  /** Where the decisions differ: why the newer one is as it is. */
  readonly verdict?: {
    readonly before: Decision;
    readonly after: Decision;
    readonly reasons: readonly string[];
  };
  readonly findings: {
    readonly new: readonly Finding[];
    readonly worse: readonly WorseFinding[];
    readonly gone: readonly Finding[];
  };
  readonly startSteps: { readonly new: readonly StartStep[]; readonly gone: readonly StartStep[] };
  readonly hosts: { readonly new: readonly NewHost[]; readonly gone: readonly HostUse[] };
  readonly programs: readonly ProgramChange[];
  /** Programs beyond those listed. */
  readonly unlistedPrograms: number;
  readonly packages: {
    readonly new: readonly Package[];
    readonly changed: readonly (Package & { readonly before: string })[];
    readonly gone: readonly Package[];
  };
  readonly ports: { readonly new: readonly string[]; readonly gone: readonly string[] };
  readonly environment: readonly ValueChange[];
  readonly configuration: readonly ValueChange[];
  readonly instructions: readonly InstructionChange[];
  readonly files: FileDifference;
  /** What a reader has to know about the comparison, one sentence each. */
  readonly notes: readonly string[];
}

import type { Limits } from '../base/limits.ts';
import type { Image } from '../image/image.ts';
import type { Platform } from '../image/platform.ts';
import type { Places } from './place.ts';

/** What the user asked for: `oci:PATH`, `registry:REF`, a bare path or reference. */
export interface Target {
  /** As typed. */
  readonly text: string;
  /** The scheme in front, if one of the known ones stands there. */
  readonly scheme?: string;
  /** What follows the scheme; the whole text without one. */
  readonly name: string;
  /** What to call it, where `name` is a temporary file: `stdin`. */
  readonly shown?: string;
}

/** What is piped in. */
export interface StandardInput {
  readonly isTerminal: boolean;
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface SourceOptions {
  /** Which platform of a multi-platform image; `all` for every one. */
  readonly platform: Platform | 'all';
  /** True when the user named the platform, false when it is the machine's. */
  readonly platformGiven: boolean;
  readonly limits: Limits;
  readonly registry: RegistryOptions;
  /** A folder for temporary files; made when first needed, inside clearpull's cache folder. */
  readonly scratchFolder: string;
  /** What the target `-` means; without it there is none. */
  readonly stdin?: StandardInput;
  /** Where DOCKER_HOST and the like are looked up; default the process's own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** containerd's `root` folder; default `/var/lib/containerd`. */
  readonly containerdRoot?: string;
  readonly signal?: AbortSignal;
  /** Folders and archives that are open already for this target; `openTarget` shares them among providers. */
  readonly places?: Places;
}

export interface RegistryOptions {
  readonly username?: string;
  readonly password?: string;
  /** PEM text of certificate authorities to trust besides the system's. */
  readonly caCertificates?: string;
  /** Do not verify TLS certificates, and speak plain HTTP where TLS is refused. */
  readonly insecure: boolean;
  /** Milliseconds without a byte before a request is given up. */
  readonly timeout: number;
  /** Folder of Docker's config.json; default `$DOCKER_CONFIG` or `~/.docker`. */
  readonly dockerConfigFolder?: string;
}

export interface OpenedSource {
  /** One image for each image in the place and each platform asked for; never empty. */
  readonly images: readonly Image[];
  /** Frees what was opened and removes temporary files. */
  close(): Promise<void>;
}

/** One kind of place that images come from. A new one is a folder and a line in `providers.ts`. */
export interface SourceProvider {
  readonly id: string;
  /** Schemes that force it: `oci`, `oci-archive` … */
  readonly schemes: readonly string[];
  readonly title: string;
  /** True when its targets are folders or files, so that `-` may stand for one. */
  readonly local?: true;
  /**
   * Opens the target, or answers undefined when an unschemed target is not of its kind (then the next
   * provider in the list is asked). With one of its own schemes it throws instead.
   */
  open(target: Target, options: SourceOptions): Promise<OpenedSource | undefined>;
}

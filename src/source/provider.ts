import type { Digest } from '../base/digest.ts';
import type { Limits } from '../base/limits.ts';
import type { Image } from '../image/image.ts';
import type { Platform } from '../image/platform.ts';
import type { Clock } from './clock.ts';
import type { Places } from './place.ts';
import type { ProxySettings } from './registry/proxy/proxy-settings.ts';

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
  /**
   * Milliseconds without a byte, or with hardly any, before a request is given up. Nor does one request wait
   * longer, in all, because the registry asks for patience.
   */
  readonly timeout: number;
  /** Other hosts to ask before a registry itself. */
  readonly mirrors?: readonly RegistryMirror[];
  /** Layers downloaded at the same time; default 4. */
  readonly downloads?: number;
  /** Manifests and configurations that were fetched before. */
  readonly documents?: DocumentCache;
  /** Told of what makes a check slower, or changes whom it asks. */
  readonly onNotice?: (notice: RegistryNotice) => void;
  readonly clock?: Clock;
  /** Proxies to go through; default none. */
  readonly proxies?: ProxySettings;
  /** Where certificates for single registries are kept, the first that has any counts; default nowhere. */
  readonly certificateFolders?: readonly string[];
  /** Folder of Docker's config.json; default `$DOCKER_CONFIG` or `~/.docker`. */
  readonly dockerConfigFolder?: string;
  /** Ask nobody: whatever would contact a registry or another machine throws `unreachable` instead. */
  readonly offline?: boolean;
}

/** A host that is asked before a registry, for what that registry holds. */
export interface RegistryMirror {
  /** Whose mirror it is: `docker.io`. */
  readonly registry: string;
  /** Host, and port where one is given. */
  readonly host: string;
  /** Stands in front of each repository's name there: `hub/`, or nothing. */
  readonly prefix: string;
  /** Plain HTTP was asked for. */
  readonly plainHttp: boolean;
}

/** Documents by the digest of their bytes; what it gives back has that digest. */
export interface DocumentCache {
  read(digest: Digest): Promise<Buffer | undefined>;
  write(digest: Digest, bytes: Buffer): Promise<void>;
}

export type RegistryNotice =
  /** A request is repeated after so many milliseconds, because of this status or a broken connection. */
  | {
      readonly kind: 'waiting';
      readonly host: string;
      readonly status: number | undefined;
      readonly milliseconds: number;
    }
  /** A mirror is not asked any more; `why` in words. */
  | { readonly kind: 'mirror-left'; readonly host: string; readonly why: string };

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

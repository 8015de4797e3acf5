import type { IncomingHttpHeaders } from 'node:http';
import type { Blob, BuiltImage, BuiltIndex } from './image.ts';

export interface RegistrySwitches {
  readonly tls?: {
    readonly key: string;
    readonly cert: string;
    /** Asks for a client certificate, and takes any or none. */
    readonly requestCert?: boolean;
    readonly rejectUnauthorized?: boolean;
  };
  /** Wants this login: as basic authentication, or at its token server. */
  readonly login?: { readonly username: string; readonly password: string };
  /** `token` hands out tokens to anyone, or to `login` alone. */
  readonly auth?: 'basic' | 'token';
  /** Requests that one token is good for; default any number. */
  readonly tokenUses?: number;
  /** `expires_in` of tokens; default left out. */
  readonly tokenLifetime?: number;
  /** A refresh token that the token server takes instead of the login. */
  readonly identityToken?: string;
  /** Answers the first so many requests for manifests and blobs with this status. */
  readonly failFirst?: {
    readonly count: number;
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
  };
  /** Answers the first so many requests for a token with this status. */
  readonly failTokens?: { readonly count: number; readonly status: number };
  /** Answers a request for a token with blanks, one at a time and without end. */
  readonly trickleTokens?: boolean;
  /** Headers of every answer about manifests, such as Docker Hub's `ratelimit-remaining`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Called after each HEAD of a manifest was answered, for instance to move a tag. */
  readonly afterHead?: () => void;
  /** Breaks the connection in the middle of a blob, the first so many times. */
  readonly cutBlobs?: number;
  /** Where `cutBlobs` cuts: after so many bytes of each answer; default in the middle. */
  readonly cutAfter?: number;
  /** Changes a byte of what follows a Range. */
  readonly changeRest?: boolean;
  /** Answers Range with this status, or with the wrong part. */
  readonly oddRange?: 416 | 'wrong-part';
  /** Ignores Range. */
  readonly noRange?: boolean;
  /** Says another digest for manifests than they have. */
  readonly lieAboutDigest?: boolean;
  /** Changes a byte of every manifest fetched. */
  readonly changeManifests?: boolean;
  /** Leaves Docker-Content-Digest out. */
  readonly noDigestHeader?: boolean;
  /** Sends blobs elsewhere: the function makes the address from the path, or none to answer it here. */
  readonly redirectBlobs?: (path: string) => string | undefined;
  /** Knows the referrers API; without it, the answer is 404. `paged`: one referrer a page. */
  readonly referrers?: 'all' | 'paged';
  /** Refuses whatever would be written with this status. */
  readonly refuseWrites?: number;
  /** Where it sends uploads; default a path of its own. */
  readonly uploadLocation?: (path: string) => string;
  /** Called after each PUT of a manifest. */
  readonly afterPut?: (name: string) => void;
  /** Answers HEAD with 405. */
  readonly noHead?: boolean;
  /** Has no manifest by digest, whatever it says of tags. */
  readonly hideManifests?: boolean;
  /** Answers manifests with a web page. */
  readonly html?: boolean;
  /** Answers blobs with a web page. */
  readonly htmlBlobs?: boolean;
  /** Appends so many bytes to every blob. */
  readonly extraBytes?: number;
  /** Announces so many more bytes of every blob than it sends. */
  readonly wrongLength?: number;
  /** Takes requests for blobs and never answers. */
  readonly silentBlobs?: boolean;
  /** Sends so many bytes of every blob that is longer, and then nothing more. */
  readonly stallBlobs?: number;
  /** Sends blobs so many bytes at a time. */
  readonly trickleBlobs?: number;
  /** Answers blobs only after this. */
  readonly holdBlobs?: Promise<void>;
  /** Content-Type of every manifest instead of its own. */
  readonly contentType?: string;
}

export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Whose client certificate was shown. */
  readonly client?: string;
}

export interface TestRegistry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** With protocol. */
  readonly origin: string;
  /** Every request in order, those to the token server included. */
  readonly requests: readonly SeenRequest[];
  /** Answers under way. */
  answering(): number;
  /** `METHOD /path` of every request. */
  log(): string[];
  /** Puts an image or index under `repository:tag`; without a tag only by its digest. */
  put(repository: string, image: BuiltImage | BuiltIndex, tag?: string): void;
  /** Puts single blobs, manifests among them, and tags the first one. */
  putBlobs(repository: string, blobs: readonly Blob[], tag?: string): void;
  /** What a tag is at. */
  tagged(repository: string, tag: string): string | undefined;
  /** Takes away what has the digest, and every tag of it. */
  remove(repository: string, digest: string): void;
  /** Changes the switches from here on. */
  set(switches: RegistrySwitches): void;
  close(): Promise<void>;
}

export interface Repository {
  readonly tags: Map<string, Blob>;
  readonly blobs: Map<string, Blob>;
}

/** What a test registry remembers. */
export interface State {
  switches: RegistrySwitches;
  readonly repositories: Map<string, Repository>;
  /** Uses left. */
  readonly tokens: Map<string, number>;
  failed: number;
  failedTokens: number;
  cut: number;
  origin: string;
}

import type { Dispatcher } from 'undici';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly signal?: AbortSignal;
  /**
   * True when a registry, not the user, named the host: then it must be neither a metadata service nor, unless
   * the registry is on this machine itself, this machine. What its name resolves to counts; where a proxy looks it
   * up, only the name or address itself can.
   */
  readonly guarded: boolean;
}

export interface HttpResponse extends Pick<Dispatcher.ResponseData, 'statusCode' | 'headers' | 'body'> {
  /** What answered, after all redirects. */
  readonly url: URL;
}

/** Sends single requests: no redirects, no retries. */
export interface Transport {
  send(request: HttpRequest): Promise<HttpResponse>;
  close(): Promise<void>;
}

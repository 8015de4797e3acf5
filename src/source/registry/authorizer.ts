import { type Challenge, parseChallenges } from './challenge.ts';
import type { Credentials } from './credential.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { Asked } from './refusal.ts';
import { basicAuthorization, fetchToken, type Token } from './token.ts';

export interface AuthorizerOptions {
  /** `repository:NAME:pull`. */
  readonly scope: string;
  /** Asked once, and only when the registry wants to know who is there. */
  readonly credentials: () => Promise<Credentials | undefined>;
  /** Sends a request to a token server, following redirects and retrying. */
  readonly send: (request: HttpRequest) => Promise<HttpResponse>;
  /** For messages. */
  readonly asked: Asked;
  /** Milliseconds of patience with a token server that trickles. */
  readonly timeout: number;
  readonly now?: () => number;
}

/** Remembers how one registry wants to be asked for one repository, and the token for it until it expires. */
export class Authorizer {
  readonly #options: AuthorizerOptions;
  readonly #now: () => number;
  #credentials: Promise<Credentials | undefined> | undefined;
  #challenge: Challenge | undefined;
  #token: Promise<Token> | undefined;
  /** The header made from the token. */
  #current: string | undefined;
  #loggedIn = false;

  constructor(options: AuthorizerOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** The Authorization header for the next request; undefined while nothing was asked for. */
  async header(base: URL, signal?: AbortSignal): Promise<string | undefined> {
    const challenge = this.#challenge;
    if (challenge === undefined) return undefined;
    this.#credentials ??= this.#options.credentials();
    const credentials = await this.#credentials;
    this.#loggedIn = credentials !== undefined;
    if (challenge.scheme === 'basic') {
      return credentials?.kind === 'password' ? basicAuthorization(credentials) : undefined;
    }
    const known = this.#token;
    const expired = known !== undefined && (await known).expires <= this.#now();
    // While this one looked, another may have fetched a new one.
    if (expired && this.#token === known) this.#token = undefined;
    this.#token ??= this.#fetch({
      challenge,
      credentials,
      base,
      ...(signal === undefined ? {} : { signal }),
    });
    this.#current = `Bearer ${(await this.#token).value}`;
    return this.#current;
  }

  /** True once there was something to log in with. */
  get loggedIn(): boolean {
    return this.#loggedIn;
  }

  /**
   * Takes in a 401. True when asking again makes sense: `used`, the header that was refused, was none, or a token
   * that may have expired. What another host answered, to which the registry at `base` redirected, does not count:
   * it must not choose where credentials are sent.
   */
  refused(response: HttpResponse, base: URL, used: string | undefined): boolean {
    if (response.url.origin !== base.origin) return false;
    const challenges = parseChallenges(response.headers['www-authenticate']);
    const challenge =
      challenges.find(({ scheme }) => scheme === 'bearer') ??
      challenges.find(({ scheme }) => scheme === 'basic');
    if (challenge === undefined) return false;
    this.#challenge = challenge;
    if (used === undefined) return true;
    // Another request may have fetched a new one already.
    if (used === this.#current) this.#token = undefined;
    return challenge.scheme === 'bearer';
  }

  async #fetch(query: {
    challenge: Challenge;
    credentials: Credentials | undefined;
    base: URL;
    signal?: AbortSignal;
  }): Promise<Token> {
    const { scope, asked, timeout } = this.#options;
    try {
      return await fetchToken(this.#options.send, { ...query, scope, asked, timeout }, this.#now);
    } catch (error) {
      // The next request may try again.
      this.#token = undefined;
      throw error;
    }
  }
}

import { ClearpullError } from '../../base/errors.ts';
import type { Reference } from '../../image/reference.ts';
import { type Clock, REAL_CLOCK } from '../clock.ts';
import { offlineError } from '../offline.ts';
import type { RegistryOptions } from '../provider.ts';
import { credentialsFor } from './credentials.ts';
import { endpointOf } from './endpoint.ts';
import { type Answer, type Ask, RegistryHost } from './host.ts';
import { mirrorsOf } from './mirror.ts';
import { discard } from './redirect.ts';
import { type Asked, isWebPage } from './refusal.ts';
import { Slots } from './slots.ts';

const DEFAULT_DOWNLOADS = 4;

/**
 * Asks for one repository: its mirrors in their order, and for what none of them gives, the registry itself.
 * Answers of any status are returned; what has no answer throws `unreachable`.
 */
export class RegistryClient {
  readonly #mirrors: RegistryHost[];
  /** Mirrors that are asked no more. */
  readonly #left: RegistryHost[] = [];
  readonly #registry: RegistryHost;
  readonly options: RegistryOptions;
  readonly clock: Clock;
  /** Ends every request that has no signal of its own. */
  readonly signal: AbortSignal | undefined;
  /** Layers that may be downloaded at the same time. */
  readonly downloads: Slots;

  constructor(
    reference: Reference,
    options: RegistryOptions,
    { signal, writes = false }: { readonly signal?: AbortSignal | undefined; readonly writes?: boolean } = {},
  ) {
    if (options.offline === true) throw offlineError(`the registry ${reference.registry}`);
    this.options = options;
    this.clock = options.clock ?? REAL_CLOCK;
    this.signal = signal;
    this.downloads = new Slots(options.downloads ?? DEFAULT_DOWNLOADS);
    // What is written is compared with what is there, which only the registry itself can tell.
    const mirrors = writes ? [] : mirrorsOf(reference, options);
    this.#mirrors = mirrors.map((host) => new RegistryHost(host, options));
    const registry = {
      endpoint: endpointOf(reference.registry, options.insecure),
      registry: reference.registry,
      repository: reference.repository,
      reference,
      isMirror: false,
      writes,
      credentials: () => credentialsFor(reference.registry, options),
    };
    this.#registry = new RegistryHost(registry, options);
  }

  /** For messages: the registry, and what was asked for. */
  get asked(): Asked {
    return this.#registry.asked;
  }

  async ask(ask: Ask): Promise<Answer> {
    const withSignal = { ...(this.signal === undefined ? {} : { signal: this.signal }), ...ask };
    // Some may be left on the way.
    const mirrors = this.#mirrors.slice();
    for (const mirror of mirrors) {
      const answer = await this.#askMirror(mirror, withSignal);
      if (answer !== undefined) return answer;
    }
    return this.#registry.ask(withSignal);
  }

  /** Asks a mirror no more, because of what it did. Does nothing to the registry itself. */
  leaveMirror({ host }: Pick<Asked, 'host'>, why: string): void {
    const at = this.#mirrors.findIndex((mirror) => mirror.asked.host === host);
    const [left] = at === -1 ? [] : this.#mirrors.splice(at, 1);
    if (left === undefined) return;
    this.#left.push(left);
    this.options.onNotice?.({ kind: 'mirror-left', host, why });
  }

  async close(): Promise<void> {
    const hosts = [...this.#mirrors, ...this.#left, this.#registry];
    await Promise.all(hosts.map((host) => host.close()));
  }

  /** What the mirror has; undefined for anything else. One that cannot be had is left for good. */
  async #askMirror(mirror: RegistryHost, ask: Ask): Promise<Answer | undefined> {
    try {
      const answer = await mirror.ask(ask);
      const has = answer.statusCode === 200 || answer.statusCode === 206;
      if (has && !isWebPage(answer.headers)) return answer;
      await discard(answer);
      if (has || answer.statusCode === 429 || answer.statusCode >= 500) {
        this.leaveMirror(
          mirror.asked,
          has ? 'it answered with a web page' : `it answered ${answer.statusCode}`,
        );
      }
      return undefined;
    } catch (error) {
      if (!(error instanceof ClearpullError) || error.code === 'interrupted') throw error;
      this.leaveMirror(mirror.asked, error.message);
      return undefined;
    }
  }
}

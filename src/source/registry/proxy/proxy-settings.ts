/** A proxy as the user wrote it; a password may be in it, so it is never shown. */
export interface ProxySetting {
  /** `[http[s]://][USER:PASSWORD@]HOST[:PORT]`. */
  readonly address: string;
  /** Where it stands: `HTTPS_PROXY`. */
  readonly from: string;
}

/** The proxies between this machine and registries. */
export interface ProxySettings {
  /** For registries asked over HTTPS. */
  readonly https?: ProxySetting;
  /** For those asked over plain HTTP. */
  readonly http?: ProxySetting;
  /** Hosts that are asked directly, as in NO_PROXY. */
  readonly noProxy?: string;
  /** True when registries on this machine are to be asked through the proxy as well. */
  readonly evenThisMachine?: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The settings in HTTPS_PROXY, HTTP_PROXY and NO_PROXY. In small letters they count more, as for curl; an empty one
 * counts as none. HTTP_PROXY in capitals is not believed in a CGI program, where a request's `Proxy` header sets it.
 */
export function proxySettings(env: Environment): ProxySettings {
  const https = settingOf(env, 'https_proxy', 'HTTPS_PROXY');
  const http = settingOf(env, 'http_proxy', ...(env['REQUEST_METHOD'] === undefined ? ['HTTP_PROXY'] : []));
  const noProxy = env['no_proxy'] || env['NO_PROXY'];
  return {
    ...(https === undefined ? {} : { https }),
    ...(http === undefined ? {} : { http }),
    ...(noProxy === undefined ? {} : { noProxy }),
  };
}

function settingOf(env: Environment, ...names: readonly string[]): ProxySetting | undefined {
  const from = names.find((name) => env[name]?.trim());
  return from === undefined ? undefined : { address: env[from]?.trim() ?? '', from };
}

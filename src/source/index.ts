export { DAEMONS } from './daemon/address.ts';
export { parseTarget, SCHEMES } from './parse-target.ts';
export type {
  DocumentCache,
  OpenedSource,
  RegistryMirror,
  RegistryNotice,
  RegistryOptions,
  SourceOptions,
  SourceProvider,
  StandardInput,
  Target,
} from './provider.ts';
export { openTarget, PROVIDERS } from './providers.ts';
export { certificateFolders } from './registry/certificate-folders.ts';
export { hostCertificates } from './registry/host-certificates.ts';
export { parseMirror } from './registry/mirror.ts';
export { pingRegistry } from './registry/ping.ts';
export { checkProxy } from './registry/proxy/choose-proxy.ts';
export { proxyBefore } from './registry/proxy/proxy-before.ts';
export { type ProxySettings, proxySettings } from './registry/proxy/proxy-settings.ts';
export { type Attachment, attachTo } from './registry/push/attach.ts';
export type { Referrer } from './registry/push/push-referrer.ts';
export { nameOfHost } from './registry/refusal.ts';
export { openRepository, type RegistryRepository } from './registry/repository.ts';
export { type Selected } from './select.ts';

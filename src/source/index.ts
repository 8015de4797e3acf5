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
export { parseMirror } from './registry/mirror.ts';
export { pingRegistry } from './registry/ping.ts';
export { nameOfHost } from './registry/refusal.ts';
export { openRepository, type RegistryRepository } from './registry/repository.ts';
export { type Selected } from './select.ts';

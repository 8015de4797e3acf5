export { parseTarget, SCHEMES } from './parse-target.ts';
export type {
  OpenedSource,
  RegistryOptions,
  SourceOptions,
  SourceProvider,
  StandardInput,
  Target,
} from './provider.ts';
export { openTarget, PROVIDERS } from './providers.ts';
export { pingRegistry } from './registry/ping.ts';

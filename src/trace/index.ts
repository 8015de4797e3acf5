export type { Claim } from './claim.ts';
export { collectClaims } from './discovery/collect.ts';
export type { GivenFile } from './discovery/given-file.ts';
export { providedDockerfile } from './provenance/provided-dockerfile.ts';
export { trace } from './trace.ts';
export * from './trace-link.ts';

export type { Claim } from './claim.ts';
export { collectClaims } from './discovery/collect.ts';
export type { GivenFile } from './discovery/given-file.ts';
export { providedDockerfile } from './provenance/provided-dockerfile.ts';
export { checkSignatures } from './signature/check-signatures.ts';
export type { Trust, TrustKey, TrustRoot, WantedSigner } from './signature/trust.ts';
export { trace } from './trace.ts';
export * from './trace-link.ts';

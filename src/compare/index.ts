export type { Package, PackageManager } from '../explain/packages/package.ts';
export type { Packages } from '../explain/packages/packages.ts';
export { compareImages } from './compare.ts';
export * from './difference.ts';
export { FAILS_ON, type FailsOn, failsOn, parseFailsOn } from './fails-on.ts';
export { HOST_USES, type HostUse, type HostUseKind } from './hosts.ts';
export { type ImageProfile, type ProfileInput, profileOf } from './image-profile.ts';

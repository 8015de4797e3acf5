/** Package managers of systems whose lists are compared between images. */
export type PackageManager = 'dpkg' | 'apk';

/** Every kind of package that is looked for: by the system's package managers first, then of languages. */
export type PackageKind = PackageManager | 'rpm' | 'pip' | 'npm' | 'gem' | 'go' | 'rust' | 'java';

/** Those whose database lists all that they installed; of others, what shows is known. */
export const SYSTEM_KINDS: readonly PackageKind[] = ['dpkg', 'apk', 'rpm'];

/** Whether a package database is a distribution's, which lists programs of the whole system. */
export function isSystemKind(kind: string): boolean {
  return SYSTEM_KINDS.some((one) => one === kind);
}

export interface PackageOf<Kind extends PackageKind> {
  readonly manager: Kind;
  /** With the architecture where dpkg has the package for several: `libc6:i386`; `group:artifact` of Java. */
  readonly name: string;
  /** Empty where it does not show. */
  readonly version: string;
}

export type Package = PackageOf<PackageManager>;
export type AnyPackage = PackageOf<PackageKind>;
export type SystemPackage = Omit<Package, 'manager'>;

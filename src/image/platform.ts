import { z } from 'zod';

/** OCI image-spec, image-index.md, "platform". */
export const platformSchema = z.object({
  os: z.string(),
  architecture: z.string(),
  variant: z.string().optional(),
  'os.version': z.string().optional(),
});

export type Platform = z.infer<typeof platformSchema>;

/** `os/architecture[/variant]`, as `--platform` takes it. */
export function formatPlatform(platform: Platform): string {
  return [platform.os, platform.architecture, platform.variant].filter(Boolean).join('/');
}

/** The names that other worlds use for what Go, and so OCI, calls GOARCH. */
const ARCHITECTURE_ALIASES: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  x64: 'amd64',
  aarch64: 'arm64',
  i386: '386',
  ia32: '386',
  armhf: 'arm',
};

/** Those that images are made for: alone, none of them says which image is meant. */
const SYSTEMS: ReadonlySet<string> = new Set(['linux', 'windows', 'darwin', 'macos', 'freebsd']);

/** Parses `os/architecture[/variant]`, or an architecture alone for Linux; undefined when it is neither. */
export function parsePlatform(text: string): Platform | undefined {
  const parts = text.toLowerCase().split('/');
  if (parts.length > 3 || parts.some((part) => !/^[\w.-]+$/.test(part))) return undefined;
  if (parts.length === 1 && SYSTEMS.has(text.toLowerCase())) return undefined;
  const [os, architecture, variant] = parts.length === 1 ? ['linux', parts[0]] : parts;
  if (os === undefined || architecture === undefined) return undefined;
  return withVariant(os, ARCHITECTURE_ALIASES[architecture] ?? architecture, variant);
}

/** The platform of the machine that clearpull runs on; containers on macOS and Windows run Linux images. */
export function hostPlatform(architecture: string): Platform {
  return withVariant('linux', ARCHITECTURE_ALIASES[architecture] ?? architecture, undefined);
}

/** True when an image for `offered` serves a request for `wanted`. No variant wanted means any variant. */
export function platformMatches(offered: Platform, wanted: Platform): boolean {
  const a = withVariant(offered.os, offered.architecture, offered.variant);
  return (
    a.os === wanted.os &&
    a.architecture === wanted.architecture &&
    (wanted.variant === undefined || a.variant === wanted.variant)
  );
}

function withVariant(os: string, architecture: string, variant: string | undefined): Platform {
  // arm64 has one variant in use, v8, which is written or left out at will.
  const known = architecture === 'arm64' && variant === 'v8' ? undefined : variant;
  return known === undefined ? { os, architecture } : { os, architecture, variant: known };
}

/** The rooms of src/, each of which may import only rooms to its left (ARCHITECTURE.md). */
export const ROOMS = [
  'base',
  'image',
  'source',
  'analyze',
  'catalog',
  'explain',
  'detect',
  'trace',
  'campaign',
  'audit',
  'assess',
  'compare',
  'report',
  'store',
  'app',
  'cli',
] as const;
export type Room = (typeof ROOMS)[number];

/** External packages that a room may use. Anything else needs a line here, and so a thought. */
export const PACKAGES: Readonly<Record<Room, readonly string[]>> = {
  base: [],
  image: ['zod'],
  source: ['undici', 'zod'],
  analyze: ['unbash'],
  catalog: ['zod'],
  explain: ['unbash', 'yaml'],
  detect: [
    '@noble/hashes',
    '@scure/base',
    '@secretlint/secretlint-rule-preset-recommend',
    'bcryptjs',
    'jsonc-parser',
    // For expressions that an image's scripts hold; loaded late.
    're2js',
    'yaml',
    'unbash',
  ],
  // Loaded only when there is a signature to check.
  trace: [
    '@sigstore/bundle',
    '@sigstore/core',
    '@sigstore/protobuf-specs',
    '@sigstore/verify',
    'cborg',
    're2js',
  ],
  campaign: [],
  audit: [],
  assess: ['zod', 'yaml'],
  compare: [],
  report: ['zod', 'string-width'],
  store: [],
  // YARA-X is loaded only where a file may match a rule.
  app: ['@virustotal/yara-x', 'piscina', 'yaml', 'zod'],
  cli: ['commander', 'string-width', 'yaml', 'zod'],
};

/** Node modules that reach outside of the process, and the rooms that may use them. */
export const OUTSIDE: readonly string[] = [
  'node:fs',
  'node:fs/promises',
  'node:net',
  'node:tls',
  'node:http',
  'node:https',
  'node:http2',
  'node:dns',
  'node:dgram',
  'node:child_process',
  'node:worker_threads',
];
export const MAY_REACH_OUTSIDE: readonly Room[] = ['source', 'store', 'app', 'cli'];

/** Rooms that are pure: they may use nothing of Node but these. */
export const PURE: Readonly<Partial<Record<Room, readonly string[]>>> = {
  image: [],
  catalog: [],
  explain: [],
  // Inflating and deciphering what a script hides, with the password that it holds, is arithmetic on bytes in memory.
  // `node:module` loads the rules for secrets and bcrypt late, and nothing else.
  detect: ['node:zlib', 'node:crypto', 'node:module'],
  trace: ['node:crypto'],
  campaign: [],
  assess: [],
  compare: [],
  // `node:module` loads string-width late, and nothing else.
  report: ['node:util', 'node:crypto', 'node:module'],
};

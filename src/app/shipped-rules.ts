import { fileURLToPath } from 'node:url';

/** The rules that ship with clearpull, two folders up in `src`, in `dist` and in a bundle. */
export const SHIPPED_RULES = fileURLToPath(new URL('../../rules/yara', import.meta.url));

import type { FuzzTarget } from './fuzz-target.ts';
import { catalogTarget } from './targets/catalog.ts';
import { elfTarget } from './targets/elf.ts';
import { gzipTarget } from './targets/gzip.ts';
import { imageTarget } from './targets/image.ts';
import { jarTarget } from './targets/jar.ts';
import { jsonTarget } from './targets/json.ts';
import { nestedTarget } from './targets/nested.ts';
import { programTarget } from './targets/program.ts';
import { shellTarget } from './targets/shell.ts';
import { statementTarget } from './targets/statement.ts';
import { tarTarget } from './targets/tar.ts';
import { zstdTarget } from './targets/zstd.ts';

export const FUZZ_TARGETS: readonly FuzzTarget[] = [
  tarTarget,
  gzipTarget,
  zstdTarget,
  jsonTarget,
  shellTarget,
  programTarget,
  statementTarget,
  elfTarget,
  jarTarget,
  nestedTarget,
  imageTarget,
  catalogTarget,
];

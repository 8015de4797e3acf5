import { type Packing, unpacked } from '../../text/decode/codings.ts';
import { asText } from './as-text.ts';
import { MAX_OUTPUT, type Step } from './step.ts';

/** What unpacks, of bytes that the layers' pass has unpacked already or of what comes in. */
export const UNPACKERS = {
  gunzip: gzip,
  zcat: gzip,
  gzip: (step: Step) => (isTold(step) ? gzip(step) : undefined),
  'zlib-flate': zlib,
  pigz: zlib,
  unzstd: zstd,
  zstdcat: zstd,
  zstd: (step: Step) => (isTold(step) ? zstd(step) : undefined),
  xzcat: xz,
  unxz: xz,
  xz: (step: Step) => (isTold(step) ? xz(step) : undefined),
  bzcat: bzip2,
  bunzip2: bzip2,
  bzip2: (step: Step) => (isTold(step) ? bzip2(step) : undefined),
  brotli: (step: Step) =>
    isTold(step) ? step.decoded('brotli', unpack(step.fromFile(), 'brotli')) : undefined,
};

/** `-d`: what packs by itself. */
function isTold({ args }: Step): boolean {
  return args.some((arg) => /^-[a-z]*d/.test(arg));
}

function gzip(step: Step): string | undefined {
  return step.decoded('gzip', step.inside(step.file()) ?? unpack(step.fromFile(), 'gzip'));
}

function zlib(step: Step): string | undefined {
  const { input } = step;
  return step.decoded('zlib', step.inside(step.file()) ?? unpack(input, 'zlib') ?? unpack(input, 'gzip'));
}

function zstd(step: Step): string | undefined {
  return step.decoded('zstd', step.inside(step.file()) ?? unpack(step.fromFile(), 'zstd'));
}

function xz(step: Step): string | undefined {
  return step.decoded('xz', step.inside(step.file()));
}

function bzip2(step: Step): string | undefined {
  return step.decoded('bzip2', step.inside(step.file()));
}

function unpack(text: string | undefined, packing: Packing): string | undefined {
  return text === undefined
    ? undefined
    : asText(unpacked(Buffer.from(text, 'latin1'), packing, { most: MAX_OUTPUT }));
}

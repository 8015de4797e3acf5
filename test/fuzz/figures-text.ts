import { availableParallelism } from 'node:os';
import { formatBytes, formatCount } from '../../src/base/quantities.ts';
import type { CampaignResult } from './campaign.ts';
import { FOUND } from './found.ts';

const INTRODUCTION = `# Fuzzing

\`npm run fuzz -- --seconds N --seed N\` makes inputs, most of them nearly sound, and checks of each, twice, that
nothing throws past the boundary, that the result is the same however the bytes arrive and however often it is
asked for, that a heap of 512 MiB is enough, that no input takes more than 90 seconds of processor time, and what each target adds:
the merged tree is the naive implementation's (tar), the bytes are those that zlib gives (gzip, zstd), every report
of a whole image is free of what a terminal would obey (image). What it finds goes into \`test/fuzz/found.ts\` and is
tried again by every \`npm test\`, together with a few hundred new inputs.
`;

/** The figures of a campaign as Markdown, and what was found so far. */
export function figuresText(
  { figures, found, seconds, peakMiB, heapMiB }: CampaignResult,
  { seed }: { readonly seed: number },
): string {
  const total = [...figures.values()].reduce((sum, { inputs }) => sum + inputs, 0);
  const rows = [...figures].map(([name, one]) => {
    const open = found.filter(({ target }) => target === name).length;
    const fixed = FOUND.filter(({ target }) => target === name).length;
    const slowest = `${(one.slowest[0] / 1000).toFixed(2)} s`;
    return `| ${name} | ${formatCount(one.inputs)} | ${formatBytes(one.bytes)} | ${slowest} | ${open} | ${fixed} |`;
  });
  return [
    INTRODUCTION,
    `The last run: seed ${seed}, ${formatCount(total)} inputs in ${Math.round(seconds)} s on one of ${availableParallelism()} cores` +
      ` (shared with other work), Node ${process.version}. Peak memory of the process ${Math.round(peakMiB)} MiB,` +
      ` heap after a collection at most ${Math.round(heapMiB)} MiB.`,
    '',
    '| target | inputs | bytes | slowest | found in this run | found and fixed before |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
    '## Found and fixed',
    '',
    ...FOUND.map(({ target, what }) => `- **${target}**: ${what}`),
    '',
  ].join('\n');
}

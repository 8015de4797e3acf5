import type { Compared } from './compare.ts';

export interface ImageResult {
  readonly image: string;
  /** Different images compared. */
  readonly images: number;
  /** Whose Dockerfile of that commit has other instructions than the history. */
  readonly other: number;
  readonly compared: readonly Compared[];
}

/** The figures as Markdown. */
export function reportOf(results: readonly ImageResult[], commits: readonly string[]): string {
  const measured = results.filter(({ images }) => images > 0);
  const all = measured.flatMap(({ compared }) => compared);
  const carried = all.filter((one) => one.carried);
  const equal = carried.filter((one) => one.equal);
  const over = all.filter((one) => one.overclaimed);
  const images = measured.reduce((sum, { images: count }) => sum + count, 0);
  const other = results.reduce((sum, result) => sum + result.other, 0);
  return `${[
    '# How well Dockerfiles come back',
    'Made by `npm run bench:dockerfile`, which holds what `clearpull explain` wins back from the histories of ' +
      "Docker's official images against the Dockerfiles that they were built from. It reads checkouts of " +
      '`docker-library/repo-info` (histories), `docker-library/official-images` (which commit built which tag) ' +
      'and the repositories of the Dockerfiles; none of that is part of clearpull.',
    `Read: ${commits.join(', ')}.`,
    [
      '| | |',
      '|---|---|',
      `| names in the library | ${measured.length} |`,
      `| different images | ${images} |`,
      `| instructions | ${all.length} |`,
      `| of which the history can carry | ${carried.length} |`,
      `| of which equal | ${equal.length} (${percent(equal.length, carried.length)}) |`,
      `| lines that claim more than they may | ${over.length} |`,
      `| images left out: their Dockerfile has other instructions | ${other} |`,
    ].join('\n'),
    'Equal: the same after white space, with variables replaced and quotes taken away, since builders record ' +
      'ENV, LABEL and the like so. `COPY` and `ADD` of the classic builder are not counted as carried: it records a ' +
      'checksum for the names. A line claims too much when it is called exact and its text differs, or normalised ' +
      'and its meaning does.',
    'These histories are of the classic builder (early 2018): no bulk copy of histories by BuildKit, buildah or kaniko ' +
      'could be had offline, so those are only tested, not measured. The listings leave out the shell in front of each ' +
      'row, which is put back, and most of the configuration, which is filled in from the rows: what is measured is ' +
      'the text of the rows. ENV called contradicted is of images whose environment the listings do not give.',
    '## By instruction',
    byKeyword(all),
    '## By image',
    [
      '| Image | Images | Instructions | Carried | Equal |',
      '|---|---|---|---|---|',
      ...measured.map(rowOf),
    ].join('\n'),
    '## What did not come back',
    missing(measured),
  ].join('\n\n')}\n`;
}

function byKeyword(all: readonly Compared[]): string {
  const rows = [...Map.groupBy(all, ({ keyword }) => keyword)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([keyword, ones]) => {
      const carried = ones.filter((one) => one.carried);
      const count = (name: string) => ones.filter(({ certainty }) => certainty === name).length;
      const equal = carried.filter((one) => one.equal).length;
      return `| ${keyword} | ${ones.length} | ${carried.length} | ${equal} | ${count('exact')} | ${count('normalised')} | ${count('partly-lost')} | ${count('contradicted')} |`;
    });
  return [
    '| | All | Carried | Equal | exact | normalised | partly lost | contradicted |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function rowOf({ image, images, compared }: ImageResult): string {
  const carried = compared.filter((one) => one.carried);
  return `| ${image} | ${images} | ${compared.length} | ${carried.length} | ${carried.filter((one) => one.equal).length} |`;
}

/** Only names and kinds: the texts are other people's. */
function missing(results: readonly ImageResult[]): string {
  const rows = results.flatMap(({ image, compared }) =>
    compared
      .filter((one) => one.carried && !one.equal)
      .map(({ keyword, certainty }) => `${image}: ${keyword}, told as ${certainty}`),
  );
  const counted = [...Map.groupBy(rows, (row) => row)].map(([row, same]) => `- ${row} (${same.length})`);
  return counted.length === 0 ? 'Nothing.' : counted.join('\n');
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(2)} %`;
}

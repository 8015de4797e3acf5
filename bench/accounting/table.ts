import type { Measured } from './measure.ts';

const MAX_NAMED = 10;

/** The table as Markdown. */
export function reportOf(measured: readonly Measured[], left: readonly string[]): string {
  const rows = measured.map((one) => {
    const databases = one.databases.map(({ kind, packages }) => `${kind} (${packages})`).join(', ');
    const listed = one.listed === 0 ? '' : `${one.listed}`;
    const share = one.listed === 0 ? '' : `${((100 * one.accountedListed) / one.listed).toFixed(2)} %`;
    const tool = one.changedForTool === undefined ? '' : `${one.changedForTool.length}`;
    return `| ${one.name} | ${databases} | ${one.programs} | ${one.accounted} | ${one.withoutDigest} | ${one.changed.length} | ${tool} | ${listed} | ${share} |`;
  });
  const parts = [
    '# What accounts for the programs of real package managers',
    'Made by `npm run bench:accounting`. Programs are what clearpull looks at: ELF programs and libraries, scripts, installed Python modules, Java archives. *Listed by the tool* are those that the package manager’s own tool lists (`dpkg-query -L`, `rpm -qal`; for apk a second reader of its database: apk itself is in none of the registries looked through (Debian bookworm, PyPI, npm), so that `apk audit` was not run), and the share of them that clearpull accounts for, or calls changed as the tool does. *Changed for the tool* is `dpkg --verify` and `rpm -V`.',
    [
      '| Root | Databases (packages) | Programs | Accounted for | Without digest | Changed | Changed for the tool | Listed by the tool | Share |',
      '|---|---|---|---|---|---|---|---|---|',
      ...rows,
    ].join('\n'),
    ...measured.flatMap(remarks),
    ...(left.length === 0 ? [] : [`Left out:\n\n${left.map((line) => `- ${line}`).join('\n')}`]),
    '`npm run bench:accounting -- NAME=ROOTFS.tar.gz` takes further root file systems, for instance Alpine’s minirootfs. A Java archive counts as a program; what it or a Go or Rust program says of itself is shown and accounts for nothing.',
  ];
  return `${parts.join('\n\n')}\n`;
}

function remarks({ name, unlisted, missed, changed, changedForTool }: Measured): readonly string[] {
  const different = changedForTool === undefined ? [] : symmetric(changed, changedForTool);
  return [
    ...listOf(`${name}: listed by nothing`, unlisted),
    ...listOf(`${name}: listed by the tool, but not for clearpull`, missed),
    ...listOf(`${name}: changed for one of the two only`, different),
  ];
}

function listOf(title: string, paths: readonly string[]): readonly string[] {
  if (paths.length === 0) return [];
  const more = paths.length > MAX_NAMED ? ` and ${paths.length - MAX_NAMED} more` : '';
  return [
    `${title}: ${paths
      .slice(0, MAX_NAMED)
      .map((path) => `\`${path}\``)
      .join(', ')}${more}.`,
  ];
}

function symmetric(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...a.filter((one) => !b.includes(one)), ...b.filter((one) => !a.includes(one))];
}

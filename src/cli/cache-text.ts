import { formatBytes, formatCount, plural } from '../base/quantities.ts';
import { visible } from '../base/visible.ts';
import type { CacheUsage } from '../store/cache-usage.ts';
import type { Pruned } from '../store/prune-cache.ts';
import type { Verified } from '../store/verify-cache.ts';

type TextOrJson = 'text' | 'json';

const KINDS: Readonly<Record<string, string>> = {
  blob: 'which blob is which layer',
  facts: 'what is in each layer',
  texts: 'scripts and settings',
  marks: 'where words were found',
  seen: 'what detectors saw',
  accounts: 'what accounts for programs',
  rules: 'what rules matched',
  ruleset: 'rules, taken apart',
  left: 'left over, prune removes it',
  compiled: "clearpull's own compiled code",
};

/** What `cache df` prints. */
export function usageText(folder: string, usage: CacheUsage, format: TextOrJson): string {
  const { layers, files, bytes, kinds, oldest } = usage;
  const since = oldest === undefined ? undefined : new Date(oldest).toISOString();
  if (format === 'json') {
    const { oldest: _, ...rest } = usage;
    return json({ folder, ...rest, ...(since === undefined ? {} : { oldest: since }) });
  }
  if (files === 0) return `${visible(folder)}: empty\n`;
  const age = since === undefined || layers === 0 ? '' : `, the oldest since ${since.slice(0, 10)}`;
  const rows = kinds.map(
    ({ kind, files: count, bytes: size }) =>
      `  ${(KINDS[kind] ?? kind).padEnd(30)}${plural(count, 'file').padStart(13)}${formatBytes(size).padStart(11)}`,
  );
  return [
    `${visible(folder)}: ${plural(layers, 'layer')} known${age}`,
    ...rows,
    `  ${'together'.padEnd(30)}${plural(files, 'file').padStart(13)}${formatBytes(bytes).padStart(11)}`,
    '',
  ].join('\n');
}

/** What `cache prune` prints. */
export function prunedText(folder: string, pruned: Pruned, dryRun: boolean, format: TextOrJson): string {
  if (format === 'json') return json({ folder, dryRun, ...pruned });
  const { removed, removedBytes, kept, keptBytes } = pruned;
  const gone = `${plural(removed, 'file')} (${formatBytes(removedBytes)})`;
  const left = `${formatCount(kept)} (${formatBytes(keptBytes)})`;
  return dryRun
    ? `${visible(folder)}: would remove ${gone} and keep ${left}.\n`
    : `${visible(folder)}: removed ${gone}, kept ${left}.\n`;
}

/** What `cache verify` prints. */
export function verifiedText(folder: string, verified: Verified, format: TextOrJson): string {
  if (format === 'json') return json({ folder, ...verified });
  const { checked, damaged, removed } = verified;
  if (damaged.length === 0)
    return `${visible(folder)}: ${plural(checked, 'record')} checked, none is damaged.\n`;
  return [
    `${visible(folder)}: ${plural(checked, 'record')} checked, ${formatCount(damaged.length)} damaged, ` +
      `${formatCount(removed)} of them removed:`,
    ...damaged.map((path) => `  ${visible(path)}`),
    'They will be made again when they are needed. If this happens again, the disk may be failing.',
    '',
  ].join('\n');
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

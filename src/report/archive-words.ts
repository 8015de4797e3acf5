import type { Coverage } from '../assess/assessment.ts';
import { formatBytes, plural } from '../base/quantities.ts';

/** A sentence about the archives that were opened; undefined where there are none. */
export function archivesOpened({
  archives,
  files,
  bytes,
}: NonNullable<Coverage['nested']>): string | undefined {
  if (archives === 0) return undefined;
  const were = archives === 1 ? 'was' : 'were';
  return `${plural(archives, 'archive')} inside ${were} opened: ${plural(files, 'file')}, ${formatBytes(bytes)} unpacked.`;
}

/** A sentence about those that could not be looked into, or not wholly. */
export function archivesOpaque(count: number, bytes: number | undefined): string {
  const amount = bytes === undefined ? '' : ` (${formatBytes(bytes)} as they are stored)`;
  return `${plural(count, 'archive')} inside could not be looked into, or not to the end${amount}; anything may be in there:`;
}

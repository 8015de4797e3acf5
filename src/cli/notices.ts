import { formatDuration } from '../base/quantities.ts';
import { nameOfHost, type RegistryNotice } from '../source/index.ts';

/** Milliseconds; shorter waits nobody needs to be told of. */
const WORTH_TELLING = 1000;

/**
 * The lines for a run of notices. Several layers that wait for one registry at the same time are told of once: of a
 * wait that ends with one that was told, give or take a second, there is nothing new to say.
 */
export function noticeTexts(ticks: () => number): (notice: RegistryNotice) => string | undefined {
  const told = new Map<string, number>();
  return (notice) => {
    const text = noticeText(notice);
    if (text === undefined || notice.kind !== 'waiting') return text;
    const end = ticks() + notice.milliseconds;
    if (end <= (told.get(notice.host) ?? Number.NEGATIVE_INFINITY) + WORTH_TELLING) return undefined;
    told.set(notice.host, end);
    return text;
  };
}

/** A sentence for the log, which makes it `visible`; undefined for what is not worth one. */
export function noticeText(notice: RegistryNotice): string | undefined {
  const host = nameOfHost(notice.host);
  if (notice.kind === 'mirror-left') {
    return `The mirror ${host} is asked no more: ${notice.why}`;
  }
  const { status, milliseconds } = notice;
  if (milliseconds < WORTH_TELLING) return undefined;
  const what =
    status === 429
      ? `${host} allows no more requests for now`
      : status === undefined
        ? `The connection to ${host} broke`
        : `${host} answered ${status}`;
  return `${what}; trying again in ${formatDuration(milliseconds)}.`;
}

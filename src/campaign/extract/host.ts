import { findPools, parseHostPort } from '../../detect/pools/find-pools.ts';
import { isAddress, remoteOf } from '../../detect/text/remote.ts';
import type { CampaignIndicator } from '../indicator.ts';
import { isPublicHost } from './known-hosts.ts';

/** Sites where anybody leaves texts and files, or shortens addresses: one page is somebody's own, the host is not. */
const SHARED = /from a paste or throw-away file site|behind a URL shortener/;

/** `203.0.113.18` written as one number, as some scripts do. */
const DECIMAL = /^\d{8,10}$/;

/** The host, or the page on a shared one, that a download or a remote shell leads to; undefined for public ones. */
export function ownPlace(text: string): CampaignIndicator | undefined {
  const remote = remoteOf(text);
  if (remote === undefined || remote.local) return undefined;
  const host = normalHost(remote.host);
  if (host === undefined || isPublicHost(host)) return undefined;
  if (SHARED.test(remote.suspicious ?? '')) {
    const page = text.trim().replace(/^[a-z][a-z0-9+.-]{1,12}:\/\//i, '');
    const path = page.slice(page.search(/[/?]/));
    return page.search(/[/?]/) === -1 || path.length < 2 ? undefined : { kind: 'url', value: host + path };
  }
  return { kind: 'host', value: host };
}

/** A pool as an indicator: a known one is public and joins nothing, any other is a host of their own. */
export function poolPlace(text: string): CampaignIndicator | undefined {
  const known = findPools(text).find(({ reason, apex }) => reason !== 'look-alike' && apex !== undefined);
  if (known?.apex !== undefined) return { kind: 'public-pool', value: known.apex };
  return ownPlace(parseHostPort(text)?.host ?? '');
}

function normalHost(host: string): string | undefined {
  if (DECIMAL.test(host)) {
    const number = Number(host);
    if (number > 0xffff_ffff) return undefined;
    return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
  }
  if (isAddress(host)) return host;
  const name = host.replace(/\.$/, '');
  return /^(?:[a-z0-9_-]{1,63}\.){1,20}[a-z0-9-]{2,63}$/.test(name) ? name : undefined;
}

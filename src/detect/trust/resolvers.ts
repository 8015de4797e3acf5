import { lines } from '../text/lines.ts';
import type { LookedAt } from '../text/looked-at.ts';
import { remoteOf } from '../text/remote.ts';

export interface OddResolver {
  readonly address: string;
  readonly line: number;
  readonly excerpt: string;
}

/** Resolvers for everybody, by the documentation of those who run them. */
const PUBLIC = new Set([
  // Cloudflare
  '1.1.1.1',
  '1.0.0.1',
  '1.1.1.2',
  '1.0.0.2',
  '1.1.1.3',
  '2606:4700:4700::1111',
  '2606:4700:4700::1001',
  // Google
  '8.8.8.8',
  '8.8.4.4',
  '2001:4860:4860::8888',
  '2001:4860:4860::8844',
  // Quad9
  '9.9.9.9',
  '9.9.9.10',
  '149.112.112.112',
  '2620:fe::fe',
  '2620:fe::9',
  // OpenDNS
  '208.67.222.222',
  '208.67.220.220',
  '2620:119:35::35',
  // Level 3, Verisign, Yandex, AdGuard, CleanBrowsing, Control D, Hurricane Electric
  '4.2.2.1',
  '4.2.2.2',
  '4.2.2.3',
  '4.2.2.4',
  '64.6.64.6',
  '64.6.65.6',
  '77.88.8.8',
  '77.88.8.1',

  '94.140.14.14',
  '94.140.15.15',
  '185.228.168.9',
  '185.228.169.9',
  '76.76.2.0',
  '76.76.10.0',
  '74.82.42.42',
  // AliDNS, DNSPod, 114DNS, Baidu
  '223.5.5.5',
  '223.6.6.6',
  '119.29.29.29',
  '114.114.114.114',
  '114.114.115.115',
  '180.76.76.76',
  // DNS.WATCH, UncensoredDNS, Mullvad
  '84.200.69.80',
  '84.200.70.40',
  '91.239.100.100',
  '194.242.2.2',
]);
const LINE = /^\s*nameserver\s+([\da-f.:]{3,45})\s*(?:[#;].*)?$/i;

/** Name servers that a text writes into resolv.conf(5) and that are neither near nor for everybody. */
export function oddResolvers({ units }: LookedAt): readonly OddResolver[] {
  return units.flatMap(({ text, line, target }) => {
    if (target?.replace(/^\/+/, '') !== 'etc/resolv.conf') return [];
    const found: OddResolver[] = [];
    for (const one of lines(text)) {
      const address = LINE.exec(one.text)?.[1]?.toLowerCase();
      if (address === undefined || PUBLIC.has(address) || found.length >= 20) continue;
      const remote = remoteOf(address.includes(':') ? `[${address}]` : address);
      if (remote === undefined || remote.local || /^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./.test(address))
        continue;
      found.push({ address, line: line ?? one.number, excerpt: one.text.trim() });
    }
    return found;
  });
}

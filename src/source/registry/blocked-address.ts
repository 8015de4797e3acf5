import { BlockList, isIP } from 'node:net';

/**
 * Where clouds put the service that hands out a machine's credentials, and link-local addresses, among which most
 * of those are. A registry must not be able to send us there.
 */
const METADATA = new BlockList();
METADATA.addSubnet('169.254.0.0', 16, 'ipv4');
METADATA.addSubnet('fe80::', 10, 'ipv6');
METADATA.addAddress('fd00:ec2::254', 'ipv6');
METADATA.addAddress('fd20:ce::254', 'ipv6');
METADATA.addAddress('100.100.100.200', 'ipv4');
METADATA.addAddress('168.63.129.16', 'ipv4');
METADATA.addAddress('192.0.0.192', 'ipv4');
// Link-local IPv4 addresses as a NAT64 reaches them (RFC 6052).
METADATA.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');

/** What clouds call that service. A proxy looks names up by itself, so there only the name tells. */
const METADATA_NAMES = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'instance-data',
  'instance-data.ec2.internal',
  'metadata.tencentyun.com',
]);

/** This machine. Only a registry on it may send us to another port of it. */
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addSubnet('0.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');
LOOPBACK.addAddress('::', 'ipv6');

/** True for a metadata service's name or IP address, and for a link-local one, with or without brackets. */
export function isBlockedHost(host: string): boolean {
  return isIn(METADATA, host) || METADATA_NAMES.has(host.toLowerCase().replace(/\.$/, ''));
}

/** True for `localhost`, a name below it (RFC 6761), and an IP address of this machine, with or without brackets. */
export function isThisMachine(host: string): boolean {
  return isLoopbackAddress(host) || /^(?:.*\.)?localhost\.?$/i.test(host);
}

/** True for an IP address, with or without brackets, of this machine; false for names. */
export function isLoopbackAddress(host: string): boolean {
  return isIn(LOOPBACK, host);
}

function isIn(list: BlockList, host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '');
  const family = isIP(address);
  // A BlockList compares IPv4-mapped IPv6 addresses with its IPv4 rules as well.
  return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

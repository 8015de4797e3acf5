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

/** This machine. Only a registry on it may send us to another port of it. */
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addSubnet('0.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');
LOOPBACK.addAddress('::', 'ipv6');

/** True for the IP address, with or without brackets, of a metadata service or link; false for names. */
export function isBlockedAddress(host: string): boolean {
  return isIn(METADATA, host);
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

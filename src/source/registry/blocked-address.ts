import { BlockList, isIP } from 'node:net';

/**
 * Link-local addresses, where clouds put the service that hands out a machine's credentials. A registry must not
 * be able to send us there.
 */
const BLOCKED = new BlockList();
BLOCKED.addSubnet('169.254.0.0', 16, 'ipv4');
BLOCKED.addSubnet('fe80::', 10, 'ipv6');
BLOCKED.addAddress('fd00:ec2::254', 'ipv6');

/** True for a blocked IP address, with or without the brackets of a URL; false for names. */
export function isBlockedAddress(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '');
  const family = isIP(address);
  // A BlockList compares IPv4-mapped IPv6 addresses with its IPv4 rules as well.
  return family !== 0 && BLOCKED.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

import { BlockList, isIP } from 'node:net';

/** A host and its port, as a URL names them. */
export interface HostAndPort {
  /** Without brackets, in lower case. */
  readonly host: string;
  readonly port: string;
}

/**
 * What NO_PROXY means, as Go's tools read it (golang.org/x/net/http/httpproxy), so that an image is fetched on the
 * way that Docker and Podman take: entries between commas or spaces; `*` for every host; an address or a network
 * (`10.0.0.0/8`) for hosts written as addresses; `example.com` for that host and all below; `.example.com` and
 * `*.example.com` for those below alone; each but networks with a `:port` when only that one is meant. What is none
 * of these matches nothing.
 */
export function noProxyMatcher(text: string): (target: HostAndPort) => boolean {
  const rules = text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map(ruleOf);
  return (target) => rules.some((rule) => rule(target));
}

type Rule = (target: HostAndPort) => boolean;

function ruleOf(entry: string): Rule {
  if (entry === '*') return () => true;
  const network = networkOf(entry);
  if (network !== undefined) return ({ host }) => isInside(network, host);
  const { host: name, port } = splitPort(entry);
  const isPort = (target: HostAndPort): boolean => port === '' || port === target.port;
  if (isIP(name) !== 0) {
    const address = new BlockList();
    address.addAddress(name, isIP(name) === 4 ? 'ipv4' : 'ipv6');
    return (target) => isPort(target) && isInside(address, target.host);
  }
  const suffix = name.replace(/^\*?\./, '');
  if (suffix === '') return () => false;
  const itself = suffix === name;
  return (target) => {
    const host = target.host.replace(/\.$/, '');
    return isPort(target) && (host.endsWith(`.${suffix}`) || (itself && host === suffix));
  };
}

function networkOf(entry: string): BlockList | undefined {
  const [address = '', bits = '', ...more] = entry.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0 || !/^\d{1,3}$/.test(bits)) return undefined;
  if (Number(bits) > (family === 4 ? 32 : 128)) return undefined;
  const list = new BlockList();
  list.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
  return list;
}

function isInside(list: BlockList, host: string): boolean {
  const family = isIP(host);
  return family !== 0 && list.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

/** `host:443`, `[::1]:443`, `[::1]`, `::1`, `host`. */
function splitPort(entry: string): HostAndPort {
  if (isIP(entry) !== 0) return { host: entry, port: '' };
  const [, host = entry, port = ''] = /^(.*?)(?::(\d{1,5}))?$/.exec(entry) ?? [];
  return { host: host.replace(/^\[|\]$/g, ''), port };
}

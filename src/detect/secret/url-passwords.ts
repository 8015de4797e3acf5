import type { FoundSecret } from './door.ts';
import { isPlaceholder } from './placeholder.ts';

const SCHEME =
  /(?:https?|ftps?|mongodb(?:\+srv)?|mysqlx?|mariadb|postgres(?:ql)?|amqps?|rediss?|smtps?|ldaps?)$/i;
const REST = /:\/\/([^\s:/@'"<>]{0,128}):([^\s/@'"<>]{3,256})@([^\s/:'"?#@<>,]{1,256})/y;
const MAX_URLS = 20_000;

/** Hosts of one machine or one network: what stands there opens nothing to a stranger. */
const OWN =
  /^(?:localhost|[\w-]{1,63}|127\.\S+|10\.\S+|192\.168\.\S+|169\.254\.\S+|\[?::1\]?)$|\.(?:local|localdomain|internal|lan|svc|test|invalid|example|example\.(?:com|org|net))$|^example\.(?:com|org|net)$/i;
/** A name or the beginning of `[2001:db8::1]`; `][host][` is what a usage line says. */
const HOST = /^\[?[\p{L}\p{N}._-]+\]?$/u;
const COMMON =
  /^(?:pass(?:w(?:or)?d)?|pw|pwd|secret|token|user(?:name)?|admin|root|test|guest|postgres|mysql|redis|mongo(?:db)?|changeit|1234\d*|foo|bar|baz|foobar|abc|hunter2|doe|xxx+|basic|[a-z])$/i;

/** Passwords in the addresses of databases, repositories and the like: `postgres://user:password@host/`. */
export function urlPasswords(text: string): readonly FoundSecret[] {
  const found: FoundSecret[] = [];
  let urls = 0;
  for (let at = text.indexOf('://'); at >= 0 && urls < MAX_URLS; at = text.indexOf('://', at + 3), urls++) {
    REST.lastIndex = at;
    const match = REST.exec(text);
    if (match === null || !SCHEME.test(text.slice(Math.max(0, at - 12), at))) continue;
    const [, user = '', password = '', host = ''] = match;
    if (user === password || COMMON.test(password) || isPlaceholder(password) || /[$%{}|\\`]/.test(password))
      continue;
    // `…e.com@Hdr=Value` in a help text names no host.
    if (!HOST.test(host)) continue;
    const start = at + 4 + user.length;
    found.push({
      door: 'password',
      what: `the password of ${user === '' ? 'an account' : user} at ${host}`,
      start,
      end: start + password.length,
      ...(OWN.test(host) && { harmless: 'the host lies in the network of the container' }),
    });
  }
  return found;
}

import type { FoundSecret } from './door.ts';
import { isPlaceholder } from './placeholder.ts';

const AUTH =
  /"(auth|identitytoken|registrytoken)"[ \t\r\n]{0,20}:[ \t\r\n]{0,20}"([A-Za-z0-9+/=._-]{8,4000})"/g;

/** Logins of registries as Docker, Podman and Kubernetes keep them: `{"auths": {"host": {"auth": "…"}}}`. */
export function dockerLogins(text: string): readonly FoundSecret[] {
  if (!text.includes('"auth') && !text.includes('registrytoken') && !text.includes('identitytoken'))
    return [];
  return [...text.matchAll(AUTH)].flatMap((match): readonly FoundSecret[] => {
    const [whole, key = '', value = ''] = match;
    if (key === 'auth') {
      const [user, password = ''] = Buffer.from(value, 'base64').toString().split(/:(.*)/s, 2);
      if (user === undefined || !/^[\x21-\x7e]{1,300}$/.test(user) || !/^[\x20-\x7e]{3,}$/.test(password))
        return [];
      if (isPlaceholder(password) || user === password) return [];
    } else if (isPlaceholder(value)) return [];
    const start = match.index + whole.length - 1 - value.length;
    return [{ door: 'registry', what: 'a login of a registry', start, end: start + value.length }];
  });
}

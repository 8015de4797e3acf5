import type { FoundSecret } from './door.ts';
import { isPlaceholder } from './placeholder.ts';

const VALUE =
  /(?:^|[\s{,])"?(client-key-data|token|password)"?[ \t]{0,20}:[ \t]{0,20}["']?([A-Za-z0-9+/=._~!@#$%^&*-]{6,8000})/g;
const TOKEN = /^eyJ[A-Za-z0-9_-]{10,4000}\.eyJ[A-Za-z0-9_-]{10,8000}\.[A-Za-z0-9_-]{10,2000}\s*$/;
const TOKEN_FILE = /(?:^|\/)(?:var\/)?run\/secrets\/kubernetes\.io\/serviceaccount\/token$/;

/** What a kubeconfig logs in with: a client's key, a token, a password. */
export function kubeconfigLogins(text: string): readonly FoundSecret[] {
  if (!/\bkind"?[ \t]{0,20}:[ \t]{0,20}"?Config\b/.test(text) || !/\bclusters\b/.test(text)) return [];
  return [...text.matchAll(VALUE)].flatMap((match): readonly FoundSecret[] => {
    const [whole, key = '', value = ''] = match;
    if (isPlaceholder(value) || /^(?:null|true|false)$/.test(value)) return [];
    if (key === 'client-key-data' && !Buffer.from(value, 'base64').includes('PRIVATE KEY-----')) return [];
    const start = match.index + whole.length - value.length;
    const kind = { 'client-key-data': 'the key of a client', token: 'a token', password: 'a password' }[key];
    return [
      {
        door: 'cluster',
        what: `${kind ?? 'a login'} of a Kubernetes cluster`,
        start,
        end: start + value.length,
      },
    ];
  });
}

/** The token of a pod's account, at the place where the cluster mounts it. */
export function serviceAccountToken(path: string, text: string): readonly FoundSecret[] {
  if (!TOKEN_FILE.test(path) || !TOKEN.test(text)) return [];
  return [
    {
      door: 'cluster',
      what: 'the token of a Kubernetes service account',
      start: 0,
      end: text.trimEnd().length,
    },
  ];
}

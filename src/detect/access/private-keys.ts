import type { ImageView } from '../detector.ts';
import type { Evidence, Finding } from '../finding.ts';
import { privateKeysIn, SSH_ACCOUNT_KEY, SSH_HOST_KEY } from '../pem/private-keys.ts';
import { evidenceAt, sshServer } from './place.ts';

/** One finding for the private keys of SSH that the image carries, also those that a later layer removes. */
export function privateKeyFindings(view: ImageView): readonly Finding[] {
  const hosts: Evidence[] = [];
  const accounts: Evidence[] = [];
  for (const { path, entry } of view.tree.nodes.values()) {
    const ofHost = SSH_HOST_KEY.test(path);
    if ((!ofHost && !SSH_ACCOUNT_KEY.test(path)) || entry.kind !== 'file' || entry.size === 0) continue;
    if (ofHost) hosts.push(evidenceAt(view, path, 1, 'a host key of SSH'));
    else {
      const [key] = privateKeysIn(view.text(path) ?? '').filter(({ sealed }) => !sealed);
      if (key === undefined) continue;
      accounts.push(
        evidenceAt(view, path, 1, `a private key of SSH without a passphrase (${key.type || 'PKCS #8'})`),
      );
    }
  }
  for (const { path, entry, layer, goneIn } of view.tree.gone) {
    if (entry.kind !== 'file' || entry.size === 0 || goneIn === layer || !SSH_HOST_KEY.test(path)) continue;
    hosts.push({ path: `/${path}`, layer, excerpt: 'a host key of SSH', goneIn });
  }
  const [first, ...rest] = [...accounts, ...hosts].slice(0, 50);
  if (first === undefined) return [];
  const server = sshServer(view);
  const inUse = hosts.some(({ goneIn }) => goneIn === undefined) && server === 'starts';
  const what =
    accounts.length > 0
      ? `${first.path} is a private key without a passphrase: whoever has the image can log in wherever it is accepted`
      : 'Every container of this image shows the same SSH host key, and whoever has the image can pretend to be one';
  return [
    {
      rule: 'access/private-key',
      title: 'Private key that others have too',
      category: 'access',
      severity: accounts.length > 0 || inUse ? 'medium' : 'low',
      confidence: 'high',
      why: `${what}.`,
      fix: 'Take the keys out of the layer that brings them, and make or mount them when the container starts (ssh-keygen -A).',
      attack: 'T1552.004',
      evidence: [first, ...rest],
    },
  ];
}

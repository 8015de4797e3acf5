import type { ImageView } from '../detector.ts';
import type { Evidence, Finding } from '../finding.ts';
import { evidenceAt, sshServer } from './place.ts';

const HOST_KEY = /^etc\/(?:ssh\/ssh_host_\w{1,20}_key|dropbear\/dropbear_\w{1,20}_host_key)$/;
const ACCOUNT_KEY =
  /^(?:root|home\/[^/]{1,100}|var\/lib\/[^/]{1,100}|var\/[^/]{1,100}|opt\/[^/]{1,100})\/\.ssh\/[^/]{1,100}$/;
const BEGINS = /^-----BEGIN (?:OPENSSH |RSA |EC |DSA )?PRIVATE KEY-----/m;
const ENCRYPTED = /Proc-Type: 4,ENCRYPTED|bcrypt/;

/** One finding for the private keys of SSH that the image carries, also those that a later layer removes. */
export function privateKeyFindings(view: ImageView<never>): readonly Finding[] {
  const hosts: Evidence[] = [];
  const accounts: Evidence[] = [];
  for (const { path, entry } of view.tree.nodes.values()) {
    if (entry.kind !== 'file' || entry.size === 0) continue;
    if (HOST_KEY.test(path)) hosts.push(evidenceAt(view, path, 1, 'a host key of SSH'));
    else if (ACCOUNT_KEY.test(path)) {
      const text = view.text(path) ?? '';
      const match = BEGINS.exec(text);
      // An OpenSSH key with a passphrase names its cipher inside of the base64.
      const sealed =
        ENCRYPTED.test(text) || ENCRYPTED.test(Buffer.from(text.slice(36, 200), 'base64').toString('latin1'));
      if (match !== null && !sealed) accounts.push(evidenceAt(view, path, 1, match[0]));
    }
  }
  for (const { path, entry, layer, goneIn } of view.tree.gone) {
    if (entry.kind !== 'file' || entry.size === 0 || goneIn === layer || !HOST_KEY.test(path)) continue;
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

import type { RuleInfo } from '../detector.ts';
import type { Door } from './door.ts';

const REVOKE =
  'Revoke it where it was issued: whoever has the image has it, and a later layer that removes it does not call it back. Hand secrets in at run time, or to the build with RUN --mount=type=secret.';
const LEAVES =
  'Placeholders, variables, documentation and rule packs; in tests, examples and files that packages bring it is only a note.';

function rule(
  id: string,
  title: string,
  description: string,
  most: 'medium' | 'high',
  attack = 'T1552.001',
): RuleInfo {
  return {
    id,
    title,
    category: 'secret',
    severity: ['info', most],
    description,
    leaves: LEAVES,
    fix: REVOKE,
    attack,
  };
}

export const RULE_OF: Readonly<Record<Door, RuleInfo>> = {
  cloud: rule(
    'secret/cloud',
    'Key to a cloud account',
    'A key or token of a cloud provider (AWS, Google, Azure, Cloudflare, DigitalOcean …) or of what guards such keys (Vault, Terraform). Strangers who read it mine on the account that pays.',
    'high',
  ),
  cluster: rule(
    'secret/cluster',
    'Login to a Kubernetes cluster',
    'A kubeconfig with a client’s key, token or password, or the token of a service account: whoever reads it can start pods there.',
    'high',
  ),
  registry: rule(
    'secret/registry',
    'Login to a registry',
    'A login of a registry of images or packages: with it other images and packages can be read, and often replaced.',
    'high',
  ),
  account: rule(
    'secret/token',
    'Token of a service',
    'A token that acts for somebody at GitHub, GitLab, Slack, OpenAI and the like.',
    'high',
  ),
  key: rule(
    'secret/private-key',
    'Private key that others have too',
    'A private key without a passphrase, outside of the places where SSH keeps its own (see access/private-key): of a certificate, a signer or a client.',
    'medium',
    'T1552.004',
  ),
  password: rule(
    'secret/password',
    'Password of a server',
    'A password for a server of another machine: in the address of a database or repository, in .netrc or .pgpass.',
    'medium',
  ),
};

export const SECRET_RULES: readonly RuleInfo[] = Object.values(RULE_OF);

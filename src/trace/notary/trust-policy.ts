import { ClearpullError } from '../../base/errors.ts';
import { at, isFields, listAt, textAt } from '../fields.ts';
import { type DistinguishedName, parseName } from './distinguished-name.ts';

export type StoreType = 'ca' | 'signingAuthority' | 'tsa';
export const STORE_TYPES: readonly StoreType[] = ['ca', 'signingAuthority', 'tsa'];

/** What can be wrong with a signature besides that its bytes do not hold. */
export type Validation = 'authenticity' | 'authenticTimestamp' | 'expiry' | 'revocation';
/** Whether it makes the signature fail, is only told, or not looked at. */
export type Action = 'enforce' | 'log' | 'skip';

/** One policy of a document (notaryproject/specifications, trust-store-trust-policy.md, "OCI Trust Policy"). */
export interface TrustPolicy {
  readonly name: string;
  /** Repositories in full (`docker.io/library/registry`), or `*`. */
  readonly scopes: readonly string[];
  readonly skip: boolean;
  readonly actions: Readonly<Record<Validation, Action>>;
  readonly timestampAlways: boolean;
  readonly stores: readonly { readonly type: StoreType; readonly name: string }[];
  /** `*`: whoever has a certificate of the stores. */
  readonly identities: '*' | readonly DistinguishedName[];
}

const MAX = 1000;
const LEVELS: Readonly<Record<string, TrustPolicy['actions']>> = {
  strict: {
    authenticity: 'enforce',
    authenticTimestamp: 'enforce',
    expiry: 'enforce',
    revocation: 'enforce',
  },
  permissive: { authenticity: 'enforce', authenticTimestamp: 'log', expiry: 'log', revocation: 'log' },
  audit: { authenticity: 'log', authenticTimestamp: 'log', expiry: 'log', revocation: 'log' },
  skip: { authenticity: 'skip', authenticTimestamp: 'skip', expiry: 'skip', revocation: 'skip' },
};
const SUBJECT = 'x509.subject:';

/** The policies of a `trustpolicy.json`. Throws `usage`, naming the `file` and what is wrong with it. */
export function readTrustPolicies(json: unknown, file: string): readonly TrustPolicy[] {
  const fail = (why: string): never => {
    throw new ClearpullError('usage', `The trust policy ${file} cannot be used: ${why}.`, {
      hint: 'It is what "notation policy show" prints (notaryproject/specifications, trust-store-trust-policy.md).',
    });
  };
  if (at(json, 'version') !== '1.0') return fail('its version is not 1.0');
  const policies = listAt(json, MAX, 'trustPolicies').map((policy) => readPolicy(policy, fail));
  if (policies.length === 0) return fail('it has no policy');
  const scopes = policies.flatMap((policy) => policy.scopes);
  const twice = scopes.find((scope, i) => scopes.indexOf(scope) !== i);
  if (twice !== undefined) return fail(`two of its policies are for "${twice}"`);
  return policies;
}

/** The one policy that is for a repository; undefined where none is. Of an image without one: that for everything. */
export function policyFor(policies: readonly TrustPolicy[], repository?: string): TrustPolicy | undefined {
  const exact = policies.find(({ scopes }) => repository !== undefined && scopes.includes(repository));
  return exact ?? policies.find(({ scopes }) => scopes.includes('*'));
}

function readPolicy(policy: unknown, fail: (why: string) => never): TrustPolicy {
  const name = textAt(policy, 'name') ?? fail('a policy has no name');
  const refuse = (why: string): never => fail(`"${name}" ${why}`);
  const scopes = texts(policy, 'registryScopes');
  if (scopes.length === 0) refuse('has no registryScopes');
  if (scopes.some((scope) => scope.includes('*')) && scopes.join() !== '*')
    refuse('has "*" beside other scopes');
  const level = textAt(policy, 'signatureVerification', 'level') ?? '';
  const actions = Object.hasOwn(LEVELS, level) ? LEVELS[level] : undefined;
  if (actions === undefined) return refuse(`has the level "${level}", not strict, permissive, audit or skip`);
  const skip = level === 'skip';
  if (skip && scopes.includes('*')) refuse('skips everything');
  const timestamp = at(policy, 'signatureVerification', 'verifyTimestamp') ?? 'always';
  if (timestamp !== 'always' && timestamp !== 'afterCertExpiry') refuse('has another verifyTimestamp');
  return {
    name,
    scopes,
    skip,
    actions: { ...actions, ...overrides(policy, skip, refuse) },
    timestampAlways: timestamp === 'always',
    stores: skip ? [] : storesOf(policy, refuse),
    identities: skip ? [] : identitiesOf(policy, refuse),
  };
}

function overrides(
  policy: unknown,
  skip: boolean,
  refuse: (why: string) => never,
): Readonly<Partial<Record<Validation, Action>>> {
  const override = at(policy, 'signatureVerification', 'override') ?? {};
  if (!isFields(override)) return refuse('has an override that is no object');
  const entries = Object.entries(override).map(([key, action]) => {
    if (skip || key === 'integrity' || !Object.hasOwn(LEVELS['strict'] ?? {}, key)) {
      return refuse(`overrides "${key}", which cannot be`);
    }
    if (action !== 'enforce' && action !== 'log' && !(action === 'skip' && key === 'revocation')) {
      return refuse(`overrides "${key}" with something else than enforce or log`);
    }
    return [key, action] as const;
  });
  return Object.fromEntries(entries);
}

function storesOf(policy: unknown, refuse: (why: string) => never): TrustPolicy['stores'] {
  const stores = texts(policy, 'trustStores').map((store) => {
    const colon = store.indexOf(':');
    const type = STORE_TYPES.find((one) => one === store.slice(0, colon));
    return type === undefined
      ? refuse(`names the store "${store}", which is of no kind`)
      : { type, name: store.slice(colon + 1) };
  });
  return stores.length === 0 ? refuse('has no trustStores') : stores;
}

function identitiesOf(policy: unknown, refuse: (why: string) => never): TrustPolicy['identities'] {
  const identities = texts(policy, 'trustedIdentities');
  if (identities.length === 0) refuse('has no trustedIdentities');
  if (identities.includes('*')) return identities.length === 1 ? '*' : refuse('trusts "*" and others');
  const names = identities.map((identity) => {
    if (!identity.startsWith(SUBJECT)) return refuse(`trusts "${identity}", which is no ${SUBJECT}`);
    const name = parseName(identity.slice(SUBJECT.length));
    return typeof name === 'string' ? refuse(`trusts "${identity}": ${name}`) : name;
  });
  const overlapping = names.some((one, i) => names.some((other, j) => i !== j && includes(one, other)));
  return overlapping ? refuse('trusts one identity that is part of another') : names;
}

function includes(name: DistinguishedName, part: DistinguishedName): boolean {
  return part.every(([type, value]) => name.some(([t, v]) => t === type && v === value));
}

function texts(policy: unknown, key: string): readonly string[] {
  return listAt(policy, MAX, key).filter((one) => typeof one === 'string');
}

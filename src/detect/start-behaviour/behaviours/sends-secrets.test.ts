import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { namesSecret, readForSecret } from './sends-secrets.ts';

/** What secrets and the environment are named with, in pieces. */
const PIECES =
  '169.254.169.254/|169.254.170.2/|metadata.google.internal/|100.100.100.200/|[fd00:ec2::254]/|latest/|user-data|security-credentials|service-accounts/a/token|identity/oauth2|credentials|secrets/kubernetes.io/serviceaccount|/token|.aws/|.docker/|config.json|.kube/|config|.config/gcloud|.azure/|accessTokens|msal|.ssh/|id_rsa|known_hosts|/etc/|shadow|.git-credentials|.netrc|.npmrc|.pypirc|/proc/self/|/proc/1/|environ|AWS_CONTAINER_CREDENTIALS_RELATIVE_URI|json=|body: |dumps(|str(|JSON.stringify(|**|os.environ|process.env|,|)|json_encode(|serialize(|$_ENV|$_SERVER|getenv()|ENV|.to_h|encode_json |\\%ENV| |\n'.split(
    '|',
  );

it('no gate hides the name of a secret or of the environment', () => {
  let found = 0;
  const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 9 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(text, (given) => {
      const expected = readForSecret(given);
      if (expected) found++;
      expect(namesSecret(given)).toBe(expected);
    }),
    { seed: 4, numRuns: 5000 },
  );
  expect(found).toBeGreaterThan(1000);
});

import { ClearpullError } from '../../base/errors.ts';
import { pingRegistry } from '../../source/index.ts';
import { type Diagnosis, type DoctorCheck, fail, ok, warn } from './doctor-check.ts';

const PROXIES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'] as const;

/** Variables that change how registries are spoken to. */
export const checkNetwork: DoctorCheck = ({ io: { env }, registry }) => {
  const lines: Diagnosis[] = [];
  const proxies = PROXIES.filter((name) => env[name]);
  // Values may hold a password.
  if (proxies.length > 0) {
    lines.push(
      warn(
        'proxy',
        `${proxies.join(', ')} set; clearpull goes to registries directly`,
        'Use a mirror that is reachable without a proxy.',
      ),
    );
  }
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    lines.push(
      fail(
        'certificates',
        'NODE_TLS_REJECT_UNAUTHORIZED=0: anybody can pose as a registry',
        'Take it away; give --cacert instead.',
      ),
    );
  }
  const extra = env['NODE_EXTRA_CA_CERTS'];
  const given = [
    ...(registry.caCertificates === undefined ? [] : ['those of --cacert']),
    ...(extra ? [`those of NODE_EXTRA_CA_CERTS, ${extra}`] : []),
  ];
  if (env['SSL_CERT_FILE'] || env['SSL_CERT_DIR']) {
    lines.push(warn('certificates', 'SSL_CERT_FILE and SSL_CERT_DIR do not count', 'Give --cacert instead.'));
  }
  lines.push(ok('certificates', ["Node.js's own list", ...given].join(', and ')));
  return Promise.resolve(lines);
};

/** The registries that the user named. */
export const checkRegistries: DoctorCheck = async ({ registries, registry, io }) => {
  const lines: Diagnosis[] = [];
  for (const host of registries) {
    try {
      const status = await pingRegistry(host, registry, io.signal);
      lines.push(answerLine(host, status, registry.username !== undefined));
    } catch (error) {
      if (!(error instanceof ClearpullError) || io.signal.aborted) throw error;
      const hint = error.hint ?? 'Check its name, and that this machine may reach it.';
      lines.push(fail(host, error.message, hint));
    }
  }
  return lines;
};

function answerLine(host: string, status: number, loggedIn: boolean): Diagnosis {
  if (status < 400 || status === 404) return ok(host, 'answers');
  if (status === 401 || status === 403) {
    return loggedIn
      ? warn(host, 'answers, but does not take the login, or not for this', 'Compare user and password.')
      : ok(host, 'answers; what is not public needs a login');
  }
  if (status === 429)
    return warn(host, 'answers, but allows no more requests for now', 'Try later, or log in.');
  return fail(host, `answers with status ${status}`, 'Is there a registry at that host?');
}

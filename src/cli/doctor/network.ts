import { statSync } from 'node:fs';
import { ClearpullError } from '../../base/errors.ts';
import { hostCertificates, pingRegistry, type RegistryOptions } from '../../source/index.ts';
import { type Diagnosis, type DoctorCheck, fail, ok, warn } from './doctor-check.ts';
import { wayTo } from './proxies.ts';

/** What decides which certificates of registries are believed. */
export const checkTrust: DoctorCheck = ({ io: { env }, registry }) => {
  const lines: Diagnosis[] = [];
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
      lines.push(answerLine(host, status, registry), ...certificateLines(host, registry, io.now()));
    } catch (error) {
      if (!(error instanceof ClearpullError) || io.signal.aborted) throw error;
      const hint = error.hint ?? 'Check its name, and that this machine may reach it.';
      lines.push(fail(host, error.message, hint));
    }
  }
  return lines;
};

function answerLine(host: string, status: number, registry: RegistryOptions): Diagnosis {
  // Where there is no proxy, nobody asks by which way.
  const { https, http } = registry.proxies ?? {};
  const way = https === undefined && http === undefined ? '' : `, asked ${wayTo(host, registry)}`;
  if (status < 400 || status === 404) return ok(host, `answers${way}`);
  if (status === 401 || status === 403) {
    return registry.username !== undefined
      ? warn(host, 'answers, but does not take the login, or not for this', 'Compare user and password.')
      : ok(host, `answers${way}; what is not public needs a login`);
  }
  if (status === 429)
    return warn(host, 'answers, but allows no more requests for now', 'Try later, or log in.');
  return fail(host, `answers with status ${status}`, 'Is there a registry at that host?');
}

/** What the user keeps for the host in a `certs.d` folder. */
function certificateLines(host: string, registry: RegistryOptions, now: Date): readonly Diagnosis[] {
  const { authorities = [], client } =
    hostCertificates(host, registry.certificateFolders ?? [], now.getTime()) ?? {};
  const lines = authorities.map(({ path }) => ok(host, `authority ${path}`));
  if (client === undefined) return lines;
  const shown = `is shown the client certificate ${client.path}`;
  const open = (statSync(client.keyPath).mode & 0o077) !== 0;
  return [
    ...lines,
    open
      ? warn(host, `${shown}, whose key others may read`, `Run: chmod 600 ${client.keyPath}`)
      : ok(host, shown),
  ];
}

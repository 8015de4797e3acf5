import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { run } from './engines.ts';

/** A key and the certificate made for it, as PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

const NEW_KEY = 'req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'.split(' ');

/** A certificate that vouches for itself, valid for two days, made by openssl; `names` as `IP:127.0.0.1,DNS:a.example`. */
export function selfSigned(folder: string, names: string): Identity {
  mkdirSync(folder, { recursive: true });
  const subject = ['-subj', '/CN=test', '-addext', `subjectAltName=${names}`];
  run(
    'openssl',
    [...NEW_KEY, '-x509', '-days', '2', ...subject, '-keyout', 'key.pem', '-out', 'cert.pem'],
    folder,
  );
  return identityIn(folder, 'cert.pem', 'key.pem');
}

/** An authority of its own, which issues certificates for `names` to who is called `name`. */
export interface TestAuthority {
  /** PEM. */
  readonly certificate: string;
  issue(name: string, names: string): Identity;
}

export function testAuthority(folder: string): TestAuthority {
  const { cert: certificate } = selfSigned(folder, 'DNS:authority.example');
  return {
    certificate,
    issue: (name, names) => {
      const [key, request, cert, extensions] = ['key', 'request', 'cert', 'ext'].map(
        (part) => `${name}.${part}`,
      );
      if (key === undefined || request === undefined || cert === undefined || extensions === undefined)
        throw new Error('four names');
      run('openssl', [...NEW_KEY, '-subj', `/CN=${name}`, '-keyout', key, '-out', request], folder);
      writeFileSync(join(folder, extensions), `subjectAltName=${names}\n`);
      const by = ['-CA', 'cert.pem', '-CAkey', 'key.pem', '-CAcreateserial', '-days', '2'];
      run('openssl', ['x509', '-req', '-in', request, ...by, '-extfile', extensions, '-out', cert], folder);
      return identityIn(folder, cert, key);
    },
  };
}

function identityIn(folder: string, cert: string, key: string): Identity {
  return { cert: readFileSync(join(folder, cert), 'utf8'), key: readFileSync(join(folder, key), 'utf8') };
}

/** Whose client certificate was shown on a connection. */
export function clientOf(socket: Socket): { readonly client?: string } {
  const name = socket instanceof TLSSocket ? socket.getPeerCertificate().subject?.CN : undefined;
  return name === undefined ? {} : { client: String(name) };
}

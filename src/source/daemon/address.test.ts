import { describe, expect, it } from 'vitest';
import { DOCKER, daemonAddresses, PODMAN } from './address.ts';

describe('daemonAddresses', () => {
  it('looks where each engine listens by default', () => {
    const env = { XDG_RUNTIME_DIR: '/run/user/7' };
    expect(daemonAddresses(DOCKER, env).slice(0, 2)).toEqual([
      { kind: 'socket', path: '/var/run/docker.sock' },
      { kind: 'socket', path: '/run/user/7/docker.sock' },
    ]);
    expect(daemonAddresses(PODMAN, env)).toEqual([
      { kind: 'socket', path: '/run/user/7/podman/podman.sock' },
      { kind: 'socket', path: '/run/podman/podman.sock' },
    ]);
    expect(daemonAddresses(PODMAN, { DOCKER_HOST: 'unix:///x' })).toHaveLength(1);
  });

  it("takes the variable's word alone", () => {
    const at = (text: string, more = {}) => daemonAddresses(DOCKER, { DOCKER_HOST: text, ...more });
    expect(at('unix:///tmp/d.sock')).toEqual([{ kind: 'socket', path: '/tmp/d.sock' }]);
    expect(at('tcp://10.0.0.1:2375')).toEqual([{ kind: 'host', host: '10.0.0.1:2375' }]);
    expect(at('tcp://d:2376', { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/c' })).toEqual([
      { kind: 'host', host: 'd:2376', certificates: '/c' },
    ]);
    expect(at('')).toEqual(daemonAddresses(DOCKER, {}));
  });

  it.each(['ssh://host', 'npipe:////./pipe/docker', 'tcp://a@b', 'tcp://a/b', 'unix://', 'nonsense'])(
    'refuses %s and says what goes',
    (text) => {
      expect(() => daemonAddresses(DOCKER, { DOCKER_HOST: text })).toThrow(
        expect.objectContaining({ code: 'usage', hint: expect.stringContaining('clearpull -') }),
      );
    },
  );
});

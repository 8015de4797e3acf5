import { describe, expect, it } from 'vitest';
import { profileImage } from '../../testkit/profile.ts';
import { compareImages, type Difference, failsOn, parseFailsOn } from './index.ts';

const ENTRY = { Entrypoint: ['/entry.sh'] };

function diff(
  before: Parameters<typeof profileImage>[0],
  after: Parameters<typeof profileImage>[0],
): Difference {
  return compareImages(profileImage(before), profileImage(after));
}

describe('a comparison of two images', () => {
  it('finds nothing in the same image', () => {
    const image = {
      config: ENTRY,
      layers: [{ 'entry.sh': '#!/bin/sh\nexec app\n', 'bin/sh': { elf: 'sh' } }],
    };
    const difference = diff(image, image);
    expect(difference.same).toBe(true);
    expect(difference.kinds).toEqual([]);
    expect(difference.files.listed).toEqual([]);
    expect(difference.sharedLayers).toBe(1);
    expect(failsOn(difference, parseFailsOn(['any']))).toBe(false);
  });

  it('tells a new start step from one that only moved to another line', () => {
    const difference = diff(
      { config: ENTRY, layers: [{ 'entry.sh': '#!/bin/sh\ncp /a /b\n' }] },
      { config: ENTRY, layers: [{ 'entry.sh': '#!/bin/sh\n\n# moved\ncp /a /b\nchmod 777 /b\n' }] },
    );
    expect(difference.startSteps.new.map(({ command }) => command)).toEqual(['chmod 777 /b']);
    expect(difference.startSteps.gone).toEqual([]);
    expect(difference.kinds).toContain('new-start-step');
  });

  it('finds a step of which the condition is gone', () => {
    const difference = diff(
      { config: ENTRY, layers: [{ 'entry.sh': '#!/bin/sh\nif [ -n "$X" ]; then rm -r /x; fi\n' }] },
      { config: ENTRY, layers: [{ 'entry.sh': '#!/bin/sh\nrm -r /x\n' }] },
    );
    expect(difference.startSteps.new.map(({ command, when }) => [command, when])).toEqual([
      ['rm -r /x', undefined],
    ]);
    expect(difference.startSteps.gone[0]?.when).toContain('$X');
  });

  it('names new outbound hosts with where they are used, and none of comments or of this network', () => {
    const difference = diff(
      {
        config: ENTRY,
        layers: [{ 'entry.sh': '#!/bin/sh\ncurl https://old.example.org/a\n', 'opt/x.sh': '#!/bin/sh\n' }],
        history: [{ created_by: 'RUN curl https://moved.example.org/' }],
      },
      {
        config: { ...ENTRY, Env: ['FEED=https://feed.example.net/v1', 'LOCAL=http://127.0.0.1:80/'] },
        layers: [
          {
            'entry.sh':
              '#!/bin/sh\n# see https://docs.example.com/\ncurl 203.0.113.9/x\nwget moved.example.org/y\n',
            'opt/x.sh': '#!/bin/sh\nU=http://script.example.com/\nV=http://db:5432/\n',
          },
        ],
        history: [{ created_by: 'RUN curl https://moved.example.org/' }],
      },
    );
    expect(difference.hosts.new.map(({ host, use, before }) => [host, use, before])).toEqual([
      ['203.0.113.9', 'start', undefined],
      ['moved.example.org', 'start', 'build'],
      ['feed.example.net', 'environment', undefined],
      ['script.example.com', 'script', undefined],
    ]);
    expect(difference.hosts.gone.map(({ host }) => host)).toEqual(['old.example.org']);
    expect(difference.hosts.new[0]?.suspicious).toBe('from a bare IP address');
  });

  it('reads the packages of dpkg and apk, and leaves out what was removed', () => {
    const status = (...packages: readonly string[]): string =>
      packages
        .map(
          (one) =>
            `Package: ${one.split(' ')[0]}\nStatus: install ok installed\nVersion: ${one.split(' ')[1]}\n`,
        )
        .join('\n');
    const removed = '\nPackage: old\nStatus: deinstall ok config-files\nVersion: 1\n';
    const difference = diff(
      {
        layers: [
          {
            'var/lib/dpkg/status': status('bash 5.1', 'libc6 2.36'),
            'lib/apk/db/installed': 'P:musl\nV:1.2.4\n',
          },
        ],
      },
      {
        layers: [
          {
            'var/lib/dpkg/status': status('bash 5.2', 'curl 7.88') + removed,
            'var/lib/dpkg/status.d/tzdata': 'Package: tzdata\nVersion: 2024a\n',
            'lib/apk/db/installed': 'C:Q1\nP:musl\nV:1.2.5\n',
          },
        ],
      },
    );
    const { packages } = difference;
    expect(packages.new.map(({ name, version }) => `${name} ${version}`)).toEqual([
      'curl 7.88',
      'tzdata 2024a',
    ]);
    expect(packages.changed.map(({ name, before, version }) => [name, before, version])).toEqual([
      ['musl', '1.2.4', '1.2.5'],
      ['bash', '5.1', '5.2'],
    ]);
    expect(packages.gone.map(({ name }) => name)).toEqual(['libc6']);
  });

  it('lists files with the layer they come from, what changed in them, and totals by folder', () => {
    const difference = diff(
      { layers: [{ 'etc/a': { text: 'one', mode: 0o644 }, 'usr/lib/x/y': { text: 'y', mode: 0o644 } }] },
      {
        layers: [
          { 'etc/a': { text: 'one', mode: 0o644 } },
          { 'etc/a': { text: 'one', mode: 0o600 }, 'usr/bin/new': { elf: 'new' } },
        ],
        history: [{ created_by: 'COPY a /' }, { created_by: 'COPY b /' }],
      },
    );
    expect(
      difference.files.listed.map(({ path, how, aspects, origin }) => [
        path,
        how,
        aspects,
        origin.layerNumber,
      ]),
    ).toEqual([
      ['/etc/a', 'changed', ['mode'], 2],
      ['/usr/bin/new', 'added', [], 2],
      ['/usr/lib/x/y', 'removed', [], 1],
    ]);
    expect(difference.files.folders.map(({ folder }) => folder)).toEqual(['/etc', '/usr/bin', '/usr/lib']);
    expect(difference.files.layers.map(({ layerNumber, instruction }) => [layerNumber, instruction])).toEqual(
      [[2, 'COPY b /']],
    );
    expect(difference.programs.map(({ path }) => path)).toEqual(['/usr/bin/new']);
  });

  it('compares user, ports, environment and entry point', () => {
    const difference = diff(
      { config: { User: 'app', ExposedPorts: { '80/tcp': {} }, Env: ['A=1', 'B=2'], Cmd: ['x'] } },
      { config: { User: '', ExposedPorts: { '80/tcp': {}, '22/tcp': {} }, Env: ['A=2'], Cmd: ['x', 'y z'] } },
    );
    expect(difference.configuration).toEqual([
      { name: 'USER', before: 'app', after: 'root' },
      { name: 'CMD', before: 'x', after: "x 'y z'" },
    ]);
    expect(difference.ports.new).toEqual(['22/tcp']);
    expect(difference.environment).toEqual([
      { name: 'A', before: '1', after: '2' },
      { name: 'B', before: '2' },
    ]);
    expect(difference.kinds).toEqual(
      expect.arrayContaining(['user', 'new-port', 'environment', 'configuration']),
    );
  });

  it('shows instructions taken out and put in, in their order', () => {
    const row = (text: string) => ({ created_by: `/bin/sh -c #(nop)  ${text}`, empty_layer: true });
    const difference = diff(
      { history: [row('ENV A=1'), row('ENV B=1'), row('ENV C=1')] },
      { history: [row('ENV A=1'), row('ENV D=1'), row('ENV C=1'), row('ENV E=1')] },
    );
    expect(difference.instructions.map(({ how, text }) => [how, text])).toEqual([
      ['removed', 'ENV B=1'],
      ['added', 'ENV D=1'],
      ['added', 'ENV E=1'],
    ]);
  });

  it('counts what only went away for "any" and for nothing else', () => {
    const difference = diff({ config: { ExposedPorts: { '80/tcp': {} } } }, {});
    expect(difference.same).toBe(false);
    expect(failsOn(difference, parseFailsOn(['any']))).toBe(true);
    expect(failsOn(difference, parseFailsOn(['new-port,user', 'files']))).toBe(false);
  });

  it('is the same each time', () => {
    const before = { config: ENTRY, layers: [{ 'entry.sh': '#!/bin/sh\na\n', b: 'x', c: 'y' }] };
    const after = { config: ENTRY, layers: [{ 'entry.sh': '#!/bin/sh\nb\n', d: 'x', a: 'y' }] };
    expect(JSON.stringify(diff(before, after))).toBe(JSON.stringify(diff(before, after)));
  });
});

describe('--fail-on of a comparison', () => {
  it('says what was meant', () => {
    expect(() => parseFailsOn(['new-hots'])).toThrow('does not know "new-hots"');
  });
});

import { describe, expect, it } from 'vitest';
import type { HistoryRow, ImageConfig, RunConfig } from '../../image/config.ts';
import type { Instruction } from '../explanation.ts';
import { instructionsOf } from './instructions.ts';

const SHA = 'a'.repeat(64);

function read(rows: readonly HistoryRow[], config: RunConfig = {}): readonly Instruction[] {
  return history(rows, config).instructions;
}

function history(rows: readonly HistoryRow[], config: RunConfig = {}) {
  const image: ImageConfig = {
    architecture: 'amd64',
    os: 'linux',
    config,
    rootfs: { diff_ids: [] },
    history: [...rows],
  };
  return instructionsOf(image);
}

/** The one instruction of one row. */
function one(row: HistoryRow, config: RunConfig = {}): Instruction {
  const [instruction] = read([row], config);
  if (instruction === undefined) throw new Error('no instruction');
  return instruction;
}

const buildkit = (created_by: string): HistoryRow => ({ created_by, comment: 'buildkit.dockerfile.v0' });

describe('the classic builder', () => {
  it('reads metadata rows, which have two spaces', () => {
    const row = { created_by: '/bin/sh -c #(nop)  CMD ["nginx" "-g" "daemon off;"]', empty_layer: true };
    const cmd = one(row, { Cmd: ['nginx', '-g', 'daemon off;'] });
    expect(cmd).toMatchObject({
      keyword: 'CMD',
      text: 'CMD ["nginx", "-g", "daemon off;"]',
      certainty: 'exact',
    });
  });

  it('reads COPY with the missing space behind its flags, and says that the name is lost', () => {
    const copy = one({ created_by: `/bin/sh -c #(nop) COPY --chown=app:appdir:${SHA} in /app ` });
    expect(copy.text).toBe(`COPY --chown=app:app dir:${SHA} in /app`);
    expect(copy).toMatchObject({ certainty: 'partly-lost', note: expect.stringContaining('checksum') });
  });

  it('finds instructions behind the SHELL in force', () => {
    const rows = [
      { created_by: '/bin/sh -c #(nop)  SHELL [/bin/bash -o pipefail -c]', empty_layer: true },
      { created_by: '/bin/bash -o pipefail -c #(nop) WORKDIR /app', empty_layer: true },
      { created_by: '/bin/bash -o pipefail -c curl x | tar x' },
    ];
    const read3 = read(rows, { Shell: ['/bin/bash', '-o', 'pipefail', '-c'], WorkingDir: '/app' });
    expect(read3.map(({ text }) => text)).toEqual([
      'SHELL ["/bin/bash", "-o", "pipefail", "-c"]',
      'WORKDIR /app',
      'RUN curl x | tar x',
    ]);
    // The row may have been `WORKDIR $HOME` in the Dockerfile.
    expect(read3.map(({ certainty }) => certainty)).toEqual(['exact', 'normalised', 'exact']);
  });

  it('takes build arguments off a RUN, though their values hold spaces', () => {
    const run = one({ created_by: '|2 A=one two B=x /bin/sh -c make   all' });
    expect(run).toMatchObject({ text: 'RUN make all', certainty: 'normalised' });
  });

  it('keeps blanks inside quotes', () => {
    expect(one({ created_by: "/bin/sh -c echo 'a  b'   &&   true" }).text).toBe("RUN echo 'a  b' && true");
  });
});

describe('BuildKit', () => {
  it('reads RUN and does not claim to know its flags', () => {
    const run = one(buildkit('RUN /bin/sh -c apt-get update # buildkit'));
    expect(run).toMatchObject({ text: 'RUN apt-get update', certainty: 'normalised' });
    expect(run.note).toContain('--mount');
  });

  it('marks a RUN in exec form and a lost here-document script', () => {
    expect(one(buildkit('RUN /x y # buildkit'))).toMatchObject({
      text: 'RUN ["/x", "y"]',
      certainty: 'partly-lost',
    });
    const lost = one(buildkit('RUN /bin/sh -c /dev/pipes/EOF # buildkit'));
    expect(lost).toMatchObject({ certainty: 'partly-lost', note: expect.stringContaining('here-document') });
  });

  it('says of COPY that another stage may be behind it', () => {
    expect(one(buildkit('COPY --chown=1:1 /a /b # buildkit'))).toMatchObject({
      text: 'COPY --chown=1:1 /a /b',
      certainty: 'partly-lost',
    });
  });

  it('writes a shell-form CMD as one, without being sure of it', () => {
    const cmd = one(buildkit('CMD ["/bin/sh" "-c" "nginx -g x"]'), { Cmd: ['/bin/sh', '-c', 'nginx -g x'] });
    expect(cmd).toMatchObject({ text: 'CMD nginx -g x', certainty: 'normalised' });
  });

  it('reads Go maps, lists and structures by the configuration', () => {
    const rows = [
      buildkit('EXPOSE map[443/udp:{} 80/tcp:{}]'),
      buildkit('VOLUME [/my data]'),
      buildkit('HEALTHCHECK &{["CMD" "/x"] "5s" "0s" "0s" "0s" \'\\x03\'}'),
    ];
    const config = {
      ExposedPorts: { '80/tcp': {}, '443/udp': {} },
      Volumes: { '/my data': {} },
      Healthcheck: { Test: ['CMD', '/x'], Interval: 90e9, Retries: 3 },
    };
    expect(read(rows, config).map(({ text }) => text)).toEqual([
      'EXPOSE 443/udp 80',
      'VOLUME ["/my data"]',
      'HEALTHCHECK --interval=1m30s --retries=3 CMD ["/x"]',
    ]);
  });

  it('splits ENV where the configuration says that values end, and quotes them', () => {
    const env = one(buildkit('ENV A=one two B=3'), { Env: ['A=one two', 'B=3'] });
    expect(env).toMatchObject({ text: 'ENV A="one two" B=3', certainty: 'normalised' });
  });

  it('is not sure where an overridden value ends', () => {
    const rows = [buildkit('ENV A=one two'), buildkit('ENV A=1')];
    expect(read(rows, { Env: ['A=1'] })[0]).toMatchObject({
      text: 'ENV A="one two"',
      certainty: 'partly-lost',
    });
  });

  it.each(['HEALTHCHECK --interval=9s CMD ["/x"]', 'SHELL ["/bin/bash", "-c"]'])(
    'buildah leaves out of images in the format of OCI: %s',
    (instruction) => {
      const row = { created_by: `/bin/sh -c #(nop) ${instruction}`, empty_layer: true };
      const buildah = read([
        { created_by: '/bin/sh -c #(nop) USER a', comment: 'FROM x', empty_layer: true },
        row,
      ]);
      const { text, certainty, note } = buildah[1] ?? one(row);
      expect({ text, certainty }).toEqual({ text: instruction, certainty: 'partly-lost' });
      expect(note).toContain("buildah leaves it out of images in OCI's format");
      expect(one(buildkit(instruction)).certainty).toBe('contradicted');
    },
  );

  it('adds ONBUILD, which has no row, from the configuration', () => {
    expect(read([], { OnBuild: ['RUN make'] })[0]).toMatchObject({
      text: 'ONBUILD RUN make',
      keyword: 'ONBUILD',
    });
    expect(read([], { OnBuild: ['RUN make'] })[0]?.row).toBeUndefined();
  });
});

describe('other builders', () => {
  it('keeps what buildah wrote, exec form too', () => {
    const rows = [
      { created_by: '/bin/sh -c #(nop) ENV A=$B/c' },
      { created_by: '/bin/sh -c ["/bin/x", "a b"]' },
    ];
    const [env, run] = read(rows, { Env: ['A=/c'] });
    expect(env).toMatchObject({ text: 'ENV A=$B/c', certainty: 'exact' });
    expect(run).toMatchObject({ text: 'RUN ["/bin/x", "a b"]' });
    expect(history(rows).builders).toEqual(['buildah']);
  });

  it('knows that buildah writes shell forms for /bin/sh whatever SHELL says', () => {
    const rows = [
      { created_by: '/bin/sh -c #(nop) SHELL ["/bin/bash", "-c"]' },
      { created_by: '/bin/sh -c #(nop) CMD nginx -g x' },
    ];
    const config = { Shell: ['/bin/bash', '-c'], Cmd: ['/bin/sh', '-c', 'nginx -g x'] };
    expect(read(rows, config).map(({ certainty }) => certainty)).toEqual(['exact', 'exact']);
  });

  it('gives rows that both write to the builder that wrote the rest', () => {
    const rows = [
      { created_by: `/bin/sh -c #(nop) COPY file:${SHA} in /a ` },
      { created_by: '/bin/sh -c #(nop) WORKDIR /a' },
      { created_by: '/bin/sh -c #(nop) USER x' },
    ];
    expect(history(rows, { WorkingDir: '/a', User: 'x' }).builders).toEqual(['buildah']);
  });

  it('says of a buildah row without a layer where its files went', () => {
    const [run] = read([
      { created_by: '/bin/sh -c make', empty_layer: true },
      { created_by: '/bin/sh -c #(nop) CMD make' },
    ]);
    expect(run?.note).toContain('shares its layer');
  });

  it('takes what kaniko writes no rows for from the configuration', () => {
    const rows = [{ created_by: 'RUN apk add curl', author: 'kaniko' }];
    const texts = read(rows, { Cmd: ['/x'], User: 'app', Env: ['A=1'] }).map(({ text }) => text);
    expect(texts).toEqual(['RUN apk add curl', 'ENV A=1', 'USER app', 'CMD ["/x"]']);
  });

  it.each([
    ['ko', { created_by: 'ko build ko://example.com/x', author: 'ko' }],
    ['Jib', { created_by: 'jib-maven-plugin:3.4', author: 'Jib', comment: 'classes' }],
    ['Bazel', { created_by: 'bazel build ...', author: 'Bazel' }],
    ['Nix', { comment: "store paths: ['/nix/store/abc-x']" }],
    ['docker import', { comment: 'Imported from -' }],
    ['Buildpacks', { created_by: "Layer: 'jre', Created by buildpack: x/java@1" }],
    ['debuerreotype', { created_by: "# debian.sh --arch 'amd64' out/", comment: 'debuerreotype 0.15' }],
  ])('tells that %s used no Dockerfile', (name, row) => {
    expect(one(row)).toMatchObject({ keyword: 'UNKNOWN', note: expect.stringMatching(new RegExp(name)) });
  });

  it('does not take a committed command for an instruction', () => {
    expect(one({ created_by: 'bash' })).toMatchObject({ keyword: 'UNKNOWN', text: 'bash' });
  });
});

describe('rows against the configuration', () => {
  it('marks a row that contradicts it, and notes it', () => {
    const told = history([buildkit('CMD ["/app"]')], { Cmd: ['/miner'] });
    expect(told.instructions[0]).toMatchObject({ text: 'CMD ["/app"]', certainty: 'contradicted' });
    expect(told.notes[0]).toContain('/miner');
  });

  it('compares only the last row of a kind', () => {
    const rows = [buildkit('USER app'), buildkit('USER root')];
    const certainties = read(rows, { User: 'root' }).map(({ certainty }) => certainty);
    expect(certainties).toEqual(['normalised', 'normalised']);
  });

  it.each(['USER [redis]', 'STOPSIGNAL [SIGTERM]'])('reads %s as Docker 17 wrote it', (text) => {
    const row = { created_by: `/bin/sh -c #(nop)  ${text}`, empty_layer: true };
    const told = one(row, { User: 'redis', StopSignal: 'SIGTERM' });
    expect(told).toMatchObject({ text: text.replace(/[[\]]/g, ''), certainty: 'normalised' });
  });

  it('never calls a line exact whose variables may have been replaced, or whose tabs it cannot show', () => {
    expect(one(buildkit('ENV A=1'), { Env: ['A=1'] })).toMatchObject({
      certainty: 'normalised',
      note: expect.stringContaining('variables replaced'),
    });
    const tab = one(buildkit('ENV A=1\t2'), { Env: ['A=1\t2'] });
    expect(tab).toMatchObject({ certainty: 'partly-lost', note: expect.stringContaining('tab') });
  });

  it('lets ENTRYPOINT take an earlier CMD away', () => {
    const rows = [buildkit('CMD ["bash"]'), buildkit('ENTRYPOINT ["/x"]')];
    expect(read(rows, { Entrypoint: ['/x'] }).map(({ certainty }) => certainty)).toEqual(['exact', 'exact']);
  });

  it.each([
    ['USER app', {}],
    ['EXPOSE map[80/tcp:{}]', { ExposedPorts: { '22/tcp': {} } }],
    ['ENV A=1', { Env: ['A=2'] }],
    ['WORKDIR /a', { WorkingDir: '/b' }],
    ['ENTRYPOINT ["/a"]', {}],
  ])('sees that "%s" is not what the image does', (text, config) => {
    expect(one(buildkit(text), config).certainty).toBe('contradicted');
  });
});

it('writes control characters and reordering marks so that they show', () => {
  const text = one({ created_by: '/bin/sh -c a\nUSER root\r\u001b[2J\u202e\u2028x' }).text;
  expect(text).toBe('RUN a\\nUSER root\\r\\x1b[2J\\u202e\\u2028x');
});

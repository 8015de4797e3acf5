import { describe, expect, it } from 'vitest';
import { explainImage, type TestImage } from '../../testkit/explain.ts';

const SHA = 'a'.repeat(64);
const ROOTFS = { created_by: `/bin/sh -c #(nop) ADD file:${SHA} in / ` };

function dockerfile(spec: TestImage): string {
  return explainImage(spec).dockerfile;
}

/** Lines that a builder would take for instructions. */
function instructionLines(text: string): string[] {
  return text.split('\n').filter((line) => /^[A-Z]/.test(line));
}

describe('FROM', () => {
  const base = { 'org.opencontainers.image.base.name': 'docker.io/library/debian:12' };

  it('comes from the annotation before the label', () => {
    const text = dockerfile({
      annotations: { ...base, 'org.opencontainers.image.base.digest': `sha256:${SHA}` },
      config: { Labels: { 'org.opencontainers.image.base.name': 'wrong' } },
    });
    expect(instructionLines(text)).toContain(`FROM docker.io/library/debian:12@sha256:${SHA}`);
  });

  it('says that a label may be inherited', () => {
    const text = dockerfile({ config: { Labels: base } });
    expect(text).toContain('Labels are inherited');
    expect(instructionLines(text)).toContain('FROM docker.io/library/debian:12');
  });

  it('is scratch below a root file system', () => {
    expect(instructionLines(dockerfile({ history: [ROOTFS], layers: [{}] }))[0]).toBe('FROM scratch');
    const alpine = { created_by: 'ADD alpine-minirootfs-3.20.0-x86_64.tar.gz / # buildkit' };
    expect(instructionLines(dockerfile({ history: [alpine], layers: [{}] }))[0]).toBe('FROM scratch');
    const debian = { created_by: '# debian.sh out/', comment: 'debuerreotype 0.15' };
    expect(instructionLines(dockerfile({ history: [debian], layers: [{}] }))).toEqual(['FROM scratch']);
    expect(dockerfile({ history: [debian], layers: [{}] })).toContain('\n# layer 1: debian.sh out/\n');
  });

  it('is not recorded otherwise', () => {
    const text = dockerfile({ history: [{ created_by: '/bin/sh -c make' }], layers: [{}] });
    expect(text).toContain('# FROM: not recorded.');
    expect(instructionLines(text)).toEqual(['RUN make']);
  });

  it('cannot smuggle in another line', () => {
    const text = dockerfile({ annotations: { 'org.opencontainers.image.base.name': 'a\nUSER root' } });
    expect(instructionLines(text)).toEqual(['FROM aUSERroot']);
  });
});

describe('instructions', () => {
  it('break a long RUN at its operators, never inside quotes or parentheses', () => {
    const run =
      '/bin/sh -c set -eux; apt-get update && sh -c "a && b; c" || x=$(d && e); echo \'; f\' && echo done here';
    expect(dockerfile({ history: [{ created_by: run }], layers: [{}] })).toContain(
      [
        'RUN set -eux; \\',
        '    apt-get update \\',
        '    && sh -c "a && b; c" \\',
        '    || x=$(d && e); \\',
        "    echo '; f' \\",
        '    && echo done here\n',
      ].join('\n'),
    );
  });

  it('keep the two semicolons of a case together', () => {
    const run = `/bin/sh -c case "$(uname -m)" in x86_64) a=1 ;; arm) a=2 ;; esac; echo ${'x'.repeat(80)}`;
    expect(dockerfile({ history: [{ created_by: run }], layers: [{}] })).toContain('a=1 ;; \\\n    arm)');
  });

  it('cannot be forged by line breaks in a row', () => {
    const history = [
      { created_by: '/bin/sh -c true\nENTRYPOINT ["/evil"]\r\nUSER root' },
      {
        created_by: `RUN /bin/sh -c ${'true; '.repeat(30)}\nCMD evil # buildkit`,
        comment: 'buildkit.dockerfile.v0',
      },
      { created_by: 'x\nFROM evil', comment: 'y\nFROM evil' },
      { created_by: 'CMD ["a\\nUSER evil"]', comment: 'buildkit.dockerfile.v0' },
    ];
    const text = dockerfile({ history, layers: [{}, {}, {}, {}], config: { Cmd: ['b\nUSER evil'] } });
    expect(instructionLines(text).map((line) => line.split(' ')[0])).toEqual(['RUN', 'RUN', 'CMD']);
    expect(text).toContain('RUN true\\nENTRYPOINT ["/evil"]\\r\\nUSER root');
  });

  it('say once what holds for all of their kind', () => {
    const copy = { created_by: 'COPY a b # buildkit', comment: 'buildkit.dockerfile.v0' };
    const text = dockerfile({ history: [copy, copy], layers: [{}, {}] });
    expect(text.match(/--from/g)).toHaveLength(1);
  });

  it('that no Dockerfile held are comments', () => {
    const text = dockerfile({ history: [{ created_by: 'bazel build ...', author: 'Bazel' }], layers: [{}] });
    expect(text).toContain('It was not built from a Dockerfile.');
    expect(text).toContain('# layer 1: bazel build ...');
    expect(instructionLines(text)).toEqual([]);
  });
});

it('names the builders', () => {
  const text = dockerfile({
    history: [ROOTFS, { created_by: 'COPY a b # buildkit', comment: 'buildkit.dockerfile.v0' }],
    layers: [{}, {}],
  });
  expect(text.split('\n')[0]).toBe(
    "# Reconstructed from the image's history, written by Docker's classic builder, BuildKit.",
  );
});

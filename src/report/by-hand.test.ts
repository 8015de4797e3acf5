import { execFileSync } from 'node:child_process';
import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileAssessment, minerAssessment } from '../../testkit/assessment.ts';
import { breakCommand, copyCommand, lookCommand, shellQuote } from './by-hand.ts';

describe('shellQuote', () => {
  it('gives a shell back what it was given, whatever that is', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        if (text.includes('\0')) return;
        const quoted = shellQuote(text);
        expect(quoted).toMatch(/^[\x20-\x7e]*$/);
        const printed = execFileSync('bash', ['-c', `printf %s ${quoted}`]);
        expect(printed.toString()).toBe(text.toWellFormed());
      }),
      { numRuns: 60 },
    );
  });
});

describe('lookCommand', () => {
  it('reads the place out of the layer', () => {
    const miner = minerAssessment();
    const [binary, script] = miner.findings[0]?.evidence ?? [];
    expect(lookCommand(binary as never, miner)?.join(' ')).toMatch(
      /usr\/local\/bin\/cron \| tail -c \+1048577 \|/,
    );
    expect(lookCommand(script as never, miner)?.join(' ')).toMatch(/catalina\.sh \| sed -n 14p$/);
  });

  it('shows what a build was given out of the history', () => {
    const told = { path: 'ARG', excerpt: 'WALLET=x' };
    expect(lookCommand(told, minerAssessment())?.at(-1)).toBe('.history');
  });

  it('keeps a hostile name from reaching the shell', () => {
    const hostile = hostileAssessment();
    const evidence = hostile.findings[0]?.evidence[2];
    expect(lookCommand(evidence as never, hostile)?.slice(2, 5)).toEqual([
      expect.stringMatching(/^image\//),
      '--',
      String.raw`'-weird '\''name'\'' $(reboot)'`,
    ]);
  });

  it('asks the configuration for what stands there', () => {
    const evidence = { path: 'ENTRYPOINT', excerpt: 'x' };
    expect(lookCommand(evidence, minerAssessment())?.at(-1)).toBe('.config.Entrypoint');
  });
});

describe('an OCI layout in a folder', () => {
  const { image, ...rest } = minerAssessment();
  const inLayout = (reference: string) => ({ ...rest, image: { ...image, reference } });

  it.each([
    ['oci:/tmp/my layout:v1', `'/tmp/my layout/blobs/sha256/`],
    ['./layout/', './layout/blobs/sha256/'],
  ])('%s needs no copy: its layers are files already', (reference, start) => {
    const layout = inLayout(reference);
    const evidence = { path: '/usr/bin/x', layer: 0, line: 2, excerpt: '' };
    expect(copyCommand(layout)).toBeUndefined();
    expect(lookCommand(evidence, layout)?.[2]?.startsWith(start)).toBe(true);
  });

  it('has its configuration found through the manifest', () => {
    const command = lookCommand({ path: 'CMD', excerpt: '' }, inLayout('oci:./layout:v1'));
    expect(command?.join(' ')).toMatch(
      /^jq \.config\.Cmd \.\/layout\/blobs\/\$\(jq -r '.*' \.\/layout\/blobs\/sha256\/[0-9a-f]{12}\*\)$/,
    );
  });
});

describe('what skopeo cannot read from', () => {
  const { image, ...rest } = minerAssessment();
  const evidence = { path: '/usr/bin/a b', layer: 0, line: 2, excerpt: '' };
  const lookAt = (more: Partial<typeof image>) => {
    const assessment = { ...rest, image: { ...image, hasManifest: false, ...more } };
    expect(copyCommand(assessment)).toBeUndefined();
    return lookCommand(evidence, assessment)?.join(' ');
  };

  it('has no commands', () => {
    expect(lookAt({ reference: 'stdin:app:1' })).toBeUndefined();
    expect(lookAt({ reference: 'stdin', bare: 'archive' })).toBeUndefined();
    expect(lookAt({ reference: 'containerd:k8s.io/app:1', hasManifest: true })).toBeUndefined();
  });

  it('is read where it lies when it is a plain root file system', () => {
    expect(lookAt({ reference: 'rootfs:/tmp/r.tar.gz', bare: 'archive' })).toBe(
      "tar -xOf /tmp/r.tar.gz 'usr/bin/a b' | sed -n 2p",
    );
    expect(lookAt({ reference: 'dir:/srv/root', bare: 'folder' })).toBe(
      "cat '/srv/root/usr/bin/a b' | sed -n 2p",
    );
    expect(lookAt({ reference: '-x', bare: 'folder' })).toBe("cat './-x/usr/bin/a b' | sed -n 2p");
  });
});

describe('copyCommand', () => {
  it.each([
    ['docker.io/a/b:1', 'docker://docker.io/a/b:1'],
    ['registry:localhost:5000/a', 'docker://localhost:5000/a'],
    ['oci-archive:/tmp/x:v1', 'oci-archive:/tmp/x:v1'],
    ['/tmp/x.tar', 'oci-archive:/tmp/x.tar'],
    ['docker-daemon:app:1', 'docker-daemon:app:1'],
    ['podman:localhost/app:1', 'containers-storage:localhost/app:1'],
    ['docker-dir:/tmp/x', 'dir:/tmp/x'],
  ])('names %s as skopeo does', (reference, source) => {
    const { image, ...rest } = minerAssessment();
    expect(copyCommand({ ...rest, image: { ...image, reference } })).toEqual([
      'skopeo',
      'copy',
      source,
      'dir:image',
    ]);
  });

  it('takes the platform out of an index', () => {
    const { image, ...rest } = minerAssessment();
    const indexed = { ...rest, image: { ...image, indexDigest: image.digest } };
    expect(copyCommand(indexed)?.slice(1, 5)).toEqual(['--override-os', 'linux', '--override-arch', 'amd64']);
  });
});

describe('breakCommand', () => {
  it('breaks after pipes first, then between words, and never inside one', () => {
    expect(breakCommand(['aaaa', 'bbbb', '|', 'cc', 'dd'], 15)).toEqual(['aaaa bbbb |', 'cc dd']);
    expect(breakCommand(['aaaa', 'bbbb', 'cccc'], 12)).toEqual(['aaaa bbbb \\', 'cccc']);
    expect(breakCommand(['a'.repeat(20)], 12)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { openTestImage } from '../../testkit/explain.ts';
import { sourceTreeOf } from '../../testkit/source-tree.ts';
import type { GitState } from '../source/work-tree/index.ts';
import type { CertifiedSource } from './certified-source.ts';
import { sourceLink } from './source-link.ts';
import type { LinkStatus } from './trace-link.ts';

const REVISION = 'a1b2c3d4e5f6'.repeat(4).slice(0, 40);
const OTHER = 'f'.repeat(40);

function link(
  labels: Record<string, string>,
  git?: Partial<GitState> & Pick<GitState, 'revision'>,
  dockerfile: LinkStatus = 'verified',
) {
  const { image } = openTestImage({ config: { Labels: labels } });
  return sourceLink(
    { image },
    {
      comparison: { tree: sourceTreeOf({}, git), context: '', copies: [] },
      dockerfile,
    },
  );
}

const LABELS = {
  'org.opencontainers.image.source': 'https://git.example.com/a/b',
  'org.opencontainers.image.revision': REVISION,
};

describe('the link to a revision of the source', () => {
  it('is verified when the checkout is at the revision named and its Dockerfile agrees', () => {
    const git = {
      revision: REVISION,
      branches: ['main'],
      tags: ['v1'],
      remotes: ['git@git.example.com:a/b.git'],
    };
    expect(link(LABELS, git)).toMatchObject({
      status: 'verified',
      evidence: [
        'label org.opencontainers.image.source=https://git.example.com/a/b',
        `label org.opencontainers.image.revision=${REVISION}`,
        `commit ${REVISION}`,
        'tag v1',
        'on branch main',
      ],
    });
    expect(link({ ...LABELS, 'org.opencontainers.image.revision': REVISION.slice(0, 8) }, git).status).toBe(
      'verified',
    );
    for (const status of ['contradicted', 'claimed', 'missing'] as const) {
      expect(link(LABELS, git, status).status).toBe('claimed');
    }
  });

  it('is contradicted by a source tree one commit off, and says how to compare with the right one', () => {
    const found = link(LABELS, { revision: OTHER });
    expect(found.status).toBe('contradicted');
    expect(found.reason).toContain(`--revision ${REVISION}`);
  });

  it('says what of the checkout was not looked at or verified', () => {
    const { evidence } = link(LABELS, {
      revision: REVISION,
      head: OTHER,
      changed: ['a', 'b'],
      signed: 'ssh',
      remotes: ['https://elsewhere.example.net/x'],
    });
    expect(evidence.slice(2)).toEqual([
      `commit ${REVISION}`,
      `the checkout stands at ${OTHER}`,
      'on no branch of the checkout',
      'signed (ssh); the signature was not verified',
      'not committed, and not looked at: a, b',
      "the checkout's remote is https://elsewhere.example.net/x, another address than the image names",
    ]);
  });

  it('tells version and time, and whether a tag of the commit is called like the version', () => {
    const labels = {
      ...LABELS,
      'org.opencontainers.image.version': '1.4',
      'org.label-schema.build-date': '2024-01-01',
    };
    const git = { revision: REVISION, tags: ['v1.4'], signedTags: ['v1.4'] };
    const { status, evidence } = link(labels, git);
    expect(status).toBe('verified');
    expect(evidence).toContain('label org.label-schema.build-date=2024-01-01');
    expect(evidence).toContain('tag v1.4, signed; the signature was not verified');
    expect(evidence.at(-1)).toBe('the version is its tag v1.4');
    expect(link(labels, { ...git, tags: ['v1.5'] }).evidence.at(-1)).toBe(
      'no tag of the commit is called 1.4',
    );
    // A version names no source.
    expect(link({ 'org.opencontainers.image.version': '1.4' }).status).toBe('missing');
  });

  it('is missing when the image names no commit, and a mere claim of a plain folder', () => {
    expect(link({}, { revision: REVISION }).status).toBe('missing');
    expect(link({ 'org.opencontainers.image.revision': 'unknown' }, { revision: REVISION }).status).toBe(
      'missing',
    );
    expect(link(LABELS).status).toBe('claimed');
    expect(link({}).status).toBe('missing');
  });

  it('names who says so, and takes nothing that only the base says of itself', () => {
    const git = { revision: REVISION, remotes: ['git@git.example.com:a/b.git'] };
    expect(link(LABELS, git).vouchedBy).toEqual([{ by: 'clearpull' }, { by: 'label' }]);
    const { image } = openTestImage({ config: { Labels: LABELS } });
    expect(sourceLink({ image })).toMatchObject({ status: 'claimed', vouchedBy: [{ by: 'label' }] });
    const words = { image, inherited: Object.keys(LABELS) };
    expect(sourceLink(words)).toMatchObject({ status: 'missing', vouchedBy: [{ by: 'inherited-label' }] });
    const other = { tree: sourceTreeOf({}, { revision: OTHER }), context: '', copies: [] };
    expect(sourceLink(words, { comparison: other, dockerfile: 'verified' }).status).toBe('missing');
  });

  it('takes the word of a certificate, as far as it is about the same source', () => {
    const by = { by: 'signer', who: 'ci' } as const;
    const repository = 'https://git.example.com/a/b';
    const of = (
      certified: CertifiedSource,
      labels: Record<string, string> = {},
      git?: Partial<GitState> & Pick<GitState, 'revision'>,
    ) => {
      const { image } = openTestImage({ config: { Labels: labels } });
      const tree = sourceTreeOf({}, git);
      const given = { comparison: { tree, context: '', copies: [] }, dockerfile: 'verified' } as const;
      return sourceLink({ image }, git === undefined ? undefined : given, [certified]);
    };
    const certified = { repository, revision: REVISION, ref: 'refs/heads/main', by };
    expect(of(certified)).toMatchObject({ status: 'claimed', vouchedBy: [by] });
    expect(of(certified, LABELS)).toMatchObject({ status: 'claimed', vouchedBy: [by, { by: 'label' }] });
    expect(of({ ...certified, revision: OTHER }, LABELS)).toMatchObject({ status: 'contradicted' });
    const foreign = { ...certified, repository: 'https://git.example.com/c', revision: OTHER };
    expect(of(foreign, LABELS)).toMatchObject({ status: 'claimed', vouchedBy: [{ by: 'label' }] });
    const remotes = ['git@git.example.com:a/b.git'];
    expect(of(certified, {}, { revision: REVISION, remotes })).toMatchObject({
      status: 'verified',
      vouchedBy: [{ by: 'clearpull' }, by],
    });
    expect(of(certified, {}, { revision: OTHER, remotes })).toMatchObject({ status: 'contradicted' });
    expect(of(foreign, {}, { revision: REVISION, remotes })).toMatchObject({ status: 'missing' });
  });
});

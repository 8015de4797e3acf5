import { expect, it } from 'vitest';
import { buildImage } from '../../testkit/image.ts';
import { BUILT } from '../../testkit/provenance.ts';
import { traceInput } from '../../testkit/traced-image.ts';
import { type TraceInput, trace } from './index.ts';

it('says where a tag led before, and that index and configuration name different platforms', () => {
  const input = traceInput(buildImage(BUILT));
  const reference = (more: Partial<TraceInput>) => trace({ ...input, ...more }).links[0];
  const digest = `sha256:${'d'.repeat(64)}` as const;
  expect(reference({ tagBefore: [digest] })).toMatchObject({
    status: 'verified',
    reason: expect.stringContaining('The tag has moved'),
  });
  expect(reference({ tagBefore: [digest] })?.evidence).toContain(`the tag led to ${digest} before`);
  const platform = { os: 'linux', architecture: 'arm64' };
  expect(reference({ image: { ...input.image, platform } })).toMatchObject({ status: 'contradicted' });
  const variant = { os: 'linux', architecture: 'amd64', variant: 'v2' };
  expect(reference({ image: { ...input.image, platform: variant } })).toMatchObject({ status: 'verified' });
});

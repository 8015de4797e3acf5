import { expect, it } from 'vitest';
import { configSchema } from './config.ts';

it.each(['Entrypoint', 'Cmd', 'Env', 'Shell', 'OnBuild'])(
  'has no text in %s that nothing could run',
  (field) => {
    const read = (characters: number) =>
      configSchema.safeParse({ config: { [field]: ['x'.repeat(characters)] }, rootfs: {} });
    expect(read(1024 * 1024).success).toBe(true);
    expect(read(1024 * 1024 + 1).error?.issues[0]?.message).toContain('longer than 1048576 characters');
  },
);

it('has no instruction of its history that is longer', () => {
  const history = [{ created_by: `RUN ${'x'.repeat(1024 * 1024)}` }];
  expect(configSchema.safeParse({ history, rootfs: {} }).success).toBe(false);
});

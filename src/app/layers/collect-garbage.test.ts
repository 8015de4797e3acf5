import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { collectGarbage } from './collect-garbage.ts';

function forgotten(): WeakRef<object> {
  return new WeakRef({ large: Buffer.alloc(100_000) });
}

it('lets go at once of what nothing refers to', async () => {
  const ref = forgotten();
  // What a WeakRef was made of stays until the job that made it is over.
  await setImmediate();
  collectGarbage();
  expect(ref.deref()).toBeUndefined();
  expect((globalThis as { gc?: unknown }).gc).toBeUndefined();
});

import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Image } from '../src/image/image.ts';
import { openTarget, parseTarget, type SourceOptions } from '../src/source/index.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { type BuiltImage, buildImage } from './image.ts';
import { type RegistrySwitches, startRegistry, type TestRegistry } from './registry.ts';
import { collect, sourceOptions, type TestFolder, testFolder } from './source-options.ts';
import { validateImage } from './validate-image.ts';

export const LOGIN = { username: 'user', password: 'secret:with:colons' };

/** Three layers, of which the first is 5,000 bytes and more. */
export const BUILT: BuiltImage = buildImage({
  steps: [
    { createdBy: 'COPY a', items: [{ path: 'a', data: 'x'.repeat(5000) }], compression: 'none' },
    { createdBy: 'COPY b', items: [{ path: 'b', data: 'y' }] },
    { createdBy: 'COPY c', items: [{ path: 'c', data: 'z' }], compression: 'zstd' },
  ],
});

/** What a test wants of the options otherwise. */
export type Over = Partial<Omit<SourceOptions, 'registry'>> & {
  readonly registry?: Partial<SourceOptions['registry']>;
};

/** Options with changes to those about registries. */
export function withRegistry(registry: Partial<SourceOptions['registry']>): Over {
  return { registry };
}

export interface RegistryTests {
  /** The pauses of the test under way. */
  readonly clock: () => FakeClock;
  /** A registry with `BUILT` as team/app:1.0, stopped after the test. */
  registryWith(switches?: RegistrySwitches): Promise<TestRegistry>;
  /** Opens a target and validates every image in it. */
  images(text: string, over?: Over): Promise<readonly Image[]>;
  /** The bytes of the first image's first layer. `opened` is called before they are asked for. */
  firstLayer(text: string, over?: Over, opened?: () => void): Promise<Buffer>;
  options(over?: Over): SourceOptions;
}

/** What tests of registries share; to be called once a file. */
export function registryTests(): RegistryTests {
  let folder: TestFolder;
  let clock = fakeClock();
  const started: TestRegistry[] = [];
  beforeAll(async () => {
    folder = await testFolder();
  });
  afterEach(async () => {
    clock = fakeClock();
    await Promise.all(started.splice(0).map((registry) => registry.close()));
  });
  afterAll(() => folder.remove());

  const options = (over: Over = {}): SourceOptions => {
    const base = sourceOptions(folder.path);
    return { ...base, ...over, registry: { ...base.registry, clock, ...over.registry } };
  };
  return {
    clock: () => clock,
    options,
    registryWith: async (switches = {}) => {
      const registry = await startRegistry(switches);
      started.push(registry);
      registry.put('team/app', BUILT, '1.0');
      return registry;
    },
    images: async (text, over) => {
      const source = await openTarget(parseTarget(text), options(over));
      try {
        for (const found of source.images) expect(await validateImage(found)).toEqual([]);
        return source.images;
      } finally {
        await source.close();
      }
    },
    firstLayer: async (text, over, opened) => {
      const source = await openTarget(parseTarget(text), options(over));
      try {
        opened?.();
        const bytes = await source.images[0]?.layers[0]?.open(over?.signal);
        if (bytes?.kind !== 'stream') throw new Error('no stream');
        return await collect(bytes.stream);
      } finally {
        await source.close();
      }
    },
  };
}

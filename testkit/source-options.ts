import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_LIMITS } from '../src/base/limits.ts';
import type { SourceOptions } from '../src/source/provider.ts';

/** A folder of its own for one test or suite, removed by `remove`. */
export interface TestFolder {
  readonly path: string;
  remove(): Promise<void>;
}

export async function testFolder(): Promise<TestFolder> {
  const path = await mkdtemp(join(tmpdir(), 'clearpull-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Options for opening a source: linux/amd64 unless asked, no credentials but those below `folder`. */
export function sourceOptions(folder: string, over: Partial<SourceOptions> = {}): SourceOptions {
  return {
    platform: { os: 'linux', architecture: 'amd64' },
    platformGiven: false,
    limits: DEFAULT_LIMITS,
    scratchFolder: join(folder, 'scratch'),
    ...over,
    registry: {
      insecure: false,
      timeout: 10_000,
      dockerConfigFolder: join(folder, 'docker'),
      ...over.registry,
    },
  };
}

/** All bytes of a stream. */
export async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

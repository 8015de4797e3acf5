import type { Io } from '../src/cli/io.ts';

/** A terminal that only remembers; the clock moves by 100 ms with each look at it. */
export interface FakeIo extends Io {
  readonly out: () => string;
  readonly err: () => string;
  readonly controller: AbortController;
}

export interface FakeSurroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly terminal?: boolean;
  readonly columns?: number;
  readonly now?: string;
  readonly cwd?: string;
}

export function fakeIo({
  env = {},
  stdin = '',
  terminal = false,
  columns = 80,
  now,
  cwd = '/nonexistent',
}: FakeSurroundings = {}): FakeIo {
  const written = { out: '', err: '' };
  const controller = new AbortController();
  let ticks = 0;
  const sink = (name: 'out' | 'err') => ({
    isTerminal: terminal,
    columns,
    write: (text: string) => {
      written[name] += text;
      return Promise.resolve();
    },
  });
  return {
    stdout: sink('out'),
    stderr: sink('err'),
    env,
    cwd,
    stdin: {
      isTerminal: terminal,
      bytes: (async function* () {
        yield Buffer.from(stdin);
      })(),
    },
    readStdin: (limit) => Promise.resolve(Buffer.from(stdin).subarray(0, limit)),
    ticks: () => (ticks += 100),
    now: () => new Date(now ?? '2026-11-24T03:30:00Z'),
    signal: controller.signal,
    controller,
    out: () => written.out,
    err: () => written.err,
  };
}

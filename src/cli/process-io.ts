import type { Io, Sink } from './io.ts';

/** The process's own terminal, streams and clock. */
export function processIo(signal: AbortSignal): Io {
  return {
    stdout: sinkOf(process.stdout),
    stderr: sinkOf(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    // Getters: who does not ask for it should not open it.
    stdin: {
      get isTerminal() {
        return process.stdin.isTTY ?? false;
      },
      get bytes() {
        return process.stdin;
      },
    },
    readStdin,
    ticks: () => performance.now(),
    now: () => new Date(),
    signal,
  };
}

function sinkOf(stream: NodeJS.WriteStream): Sink {
  let gone = false;
  // `clearpull … | head` closes the pipe early: that is no error of ours.
  stream.on('error', () => {
    gone = true;
  });
  return {
    isTerminal: stream.isTTY ?? false,
    get columns() {
      return stream.columns;
    },
    write(text) {
      if (gone || text === '') return Promise.resolve();
      return new Promise((resolve) => {
        stream.write(text, () => resolve());
      });
    },
  };
}

async function readStdin(limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    const bytes = chunk as Buffer;
    chunks.push(bytes.subarray(0, limit - size));
    size += bytes.length;
    if (size >= limit) break;
  }
  return Buffer.concat(chunks);
}

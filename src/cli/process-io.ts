import { fstatSync, writeSync } from 'node:fs';
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

function sinkOf(stream: NodeJS.WriteStream & { readonly fd: number }): Sink {
  let gone = false;
  let failure: Error | undefined;
  // `clearpull … | head` closes the pipe early: that is no error of ours.
  const ended = (error: NodeJS.ErrnoException): void => {
    gone = true;
    if (error.code !== 'EPIPE') failure ??= error;
  };
  stream.on('error', ended);
  const toFile = fstatSync(stream.fd).isFile();
  return {
    isTerminal: stream.isTTY ?? false,
    get columns() {
      return stream.columns;
    },
    get failure() {
      return failure;
    },
    write(text) {
      if (gone || text === '') return Promise.resolve();
      if (toFile) return writeWhole(stream.fd, text, ended);
      return new Promise((resolve) => {
        stream.write(text, (error) => {
          if (error != null) ended(error);
          resolve();
        });
      });
    },
  };
}

/** Node's own stream for a file takes what fits on a disk that is nearly full for all of it. */
function writeWhole(fd: number, text: string, ended: (error: Error) => void): Promise<void> {
  const bytes = Buffer.from(text);
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
  } catch (error) {
    ended(error as Error);
  }
  return Promise.resolve();
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

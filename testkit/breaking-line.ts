import { type AddressInfo, connect, createServer } from 'node:net';

export interface BreakingLine {
  /** `127.0.0.1:PORT`, from where everything goes on to the host behind. */
  readonly host: string;
  /** Bytes that came through from the host behind. */
  readonly bytes: () => number;
  /** Connections that were broken so far. */
  readonly broken: () => number;
  close(): Promise<void>;
}

/** A line to a host that breaks each connection after so many bytes from there, the first so many times. */
export async function breakingLine(to: string, after: number, times: number): Promise<BreakingLine> {
  const port = Number(to.split(':').at(-1));
  let broken = 0;
  let bytes = 0;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    let seen = 0;
    far.on('data', (chunk: Buffer) => {
      seen += chunk.length;
      bytes += chunk.length;
      if (seen > after && broken < times && !near.destroyed) {
        broken++;
        near.destroy();
        far.destroy();
      } else if (!near.destroyed && !near.write(chunk)) {
        far.pause();
        near.once('drain', () => far.resume());
      }
    });
    near.on('data', (chunk: Buffer) => far.write(chunk));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
      one.on('end', () => other.end());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    bytes: () => bytes,
    broken: () => broken,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

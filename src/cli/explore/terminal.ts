import { StringDecoder } from 'node:string_decoder';
import { decodeKeys, type Key } from './keys.ts';
import { ENTER_SCREEN, LEAVE_SCREEN } from './screen.ts';
import type { Size } from './state.ts';

/** The terminal that this process runs in, taken over as a whole. */
export interface Terminal {
  size(): Size;
  write(text: string): void;
  /** Keys, and undefined when its size changed or it was left for a while: then all must be drawn again. */
  events(signal: AbortSignal): AsyncIterable<Key | undefined>;
  /** Gives the terminal to the shell until this process is called back. */
  suspend(): void;
  /** Leaves it as it was. */
  close(): void;
}

export function openTerminal(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Terminal {
  const enter = (): void => {
    input.setRawMode(true);
    output.write(ENTER_SCREEN);
  };
  const leave = (): void => {
    output.write(LEAVE_SCREEN);
    if (input.isTTY) input.setRawMode(false);
  };
  // However this process ends, the terminal is usable again.
  process.once('exit', leave);
  enter();
  return {
    size: () => ({ columns: output.columns ?? 80, rows: output.rows ?? 24 }),
    write: (text) => {
      output.write(text);
    },
    async *events(signal) {
      const waiting: (Key | undefined)[] = [];
      let wake: () => void = () => undefined;
      const push = (...keys: readonly (Key | undefined)[]): void => {
        waiting.push(...keys);
        wake();
      };
      const decoder = new StringDecoder('utf8');
      const onData = (bytes: Buffer): void => push(...decodeKeys(decoder.write(bytes)));
      const onChange = (): void => push(undefined);
      const onEnd = (): void => push('interrupt');
      input.on('data', onData);
      input.once('end', onEnd);
      output.on('resize', onChange);
      const onContinue = (): void => {
        enter();
        push(undefined);
      };
      process.on('SIGCONT', onContinue);
      signal.addEventListener('abort', onEnd, { once: true });
      try {
        while (!signal.aborted) {
          while (waiting.length > 0) yield waiting.shift();
          const { promise, resolve } = Promise.withResolvers<void>();
          wake = resolve;
          if (waiting.length === 0) await promise;
        }
      } finally {
        input.off('data', onData).off('end', onEnd).pause();
        output.off('resize', onChange);
        process.off('SIGCONT', onContinue);
      }
    },
    suspend() {
      leave();
      process.kill(process.pid, 'SIGTSTP');
    },
    close() {
      process.off('exit', leave);
      leave();
    },
  };
}

import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the part of V8's heaps small that new objects go to, in this thread and those that start later. By itself
 * it grows to 96 MiB a thread, of which nothing here has any use: with half a million files that is a fifth of
 * all memory, for one part in twenty of the time. The flag is read whenever a heap would grow.
 */
export function keepHeapsSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

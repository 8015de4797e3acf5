import { ClearpullError } from '../base/errors.ts';

/** What is thrown instead of contacting anybody, where the user said to contact nobody. */
export function offlineError(whom: string): ClearpullError {
  return new ClearpullError('unreachable', `${whom} would have to be asked, and --offline asks nobody`, {
    hint: 'Name an image that is on this machine: an archive, a folder, or what a local daemon holds.',
  });
}

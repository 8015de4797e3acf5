import { constants } from 'node:fs';

/** For reading a file of a folder of the user's: never a link, and never waiting for somebody at the other end of a FIFO. Windows has neither flag. */
export const PLAIN_FILE_FLAGS =
  constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

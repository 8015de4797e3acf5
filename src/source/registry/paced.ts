/** Bytes a second; what is slower than a modem is no download. */
const LEAST = 1024;

/**
 * The same chunks; fails with ETRICKLE when a sender keeps the connection alive with hardly any bytes: less than
 * 1 KiB a second over `timeout` milliseconds of waiting. The time that the reader takes does not count.
 */
export async function* paced(
  body: AsyncIterable<Buffer>,
  timeout: number,
  now: () => number,
): AsyncGenerator<Buffer> {
  let since = now();
  let waited = 0;
  let bytes = 0;
  for await (const chunk of body) {
    waited += now() - since;
    bytes += chunk.length;
    if (waited >= timeout) {
      if (bytes < (LEAST * waited) / 1000) {
        throw Object.assign(new Error('less than 1 KiB a second'), { code: 'ETRICKLE' });
      }
      waited = 0;
      bytes = 0;
    }
    yield chunk;
    since = now();
  }
}

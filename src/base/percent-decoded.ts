/** RFC 3986, 2.1; a text with a lone `%`, or with bytes that are no UTF-8, stays as it is. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** RFC 3986, 2.1; a text with a lone `%`, or with bytes that are no UTF-8, stays as it is. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Each `%2f` as the character of that number, a byte one character; what is no escape stays as it is. */
export function fromPercents(text: string): string {
  return text.replaceAll(/%([0-9a-fA-F]{2})/g, (_whole, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

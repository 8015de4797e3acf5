const EXPECTED = /["'][\da-f]{40,128}["']/i;
const DIGEST = String.raw`\.(?:hexdigest|digest)\s{0,9}\(`;
const COMPARED = new RegExp(
  String.raw`${DIGEST}[^)\n]{0,40}\)\s{0,9}[!=]==?|[!=]==?[^\n]{0,100}${DIGEST}|(?:compare_digest|timingSafeEqual)\s{0,9}\([^\n]{0,100}${DIGEST}`,
);
const KEPT = new RegExp(String.raw`([A-Za-z_]\w{0,60})\s{0,9}=(?!=)[^\n;=]{0,200}${DIGEST}`, 'g');
const MAX_NAMES = 20;

/** True when a program holds a checksum of its own against the digest of something (Python, Node). */
export function comparesChecksum(text: string): boolean {
  // One that is fetched as well says nothing.
  if (!EXPECTED.test(text)) return false;
  if (COMPARED.test(text)) return true;
  const names = new Set([...text.matchAll(KEPT)].map((match) => match[1] ?? ''));
  return [...names].slice(0, MAX_NAMES).some((name) => isCompared(text, name));
}

function isCompared(text: string, name: string): boolean {
  return new RegExp(
    String.raw`(?<![\w.])${name}\s{0,9}[!=]==?|[!=]==?\s{0,9}${name}(?!\w)|(?:compare_digest|timingSafeEqual)\s{0,9}\([^\n)]{0,100}(?<![\w.])${name}(?!\w)`,
  ).test(text);
}

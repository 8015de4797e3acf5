/** Raise it when the byte pass comes to other facts, texts or marks from the same bytes: caches are keyed by it. */
export const FACTS_VERSION = 12;

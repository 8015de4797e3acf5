/** Raise it when the byte pass comes to other facts, texts or marks from the same bytes: caches are keyed by it. */
export const FACTS_VERSION = 18;

/** Raise it when texts, also those of marks, are packed in another way: they alone are then not found any more. */
export const PACK_VERSION = 2;

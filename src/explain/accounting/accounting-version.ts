/** Raise it when `accountFor` comes to another result for the same image: caches are keyed by it. */
export const ACCOUNTING_VERSION = 1;

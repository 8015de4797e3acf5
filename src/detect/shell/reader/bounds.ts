/** Characters of a word, of a variable, of a file that a script writes, and of what it hands to a shell. */
export const MAX_VALUE = 1024 * 1024;
/** What a text has that would do something if a shell read it; what is left out without it tells nobody anything. */
export const MAY_RUN =
  /\b(?:curl|wget|nc|ncat|socat|bash|sh|python[\d.]{0,5}|perl|ruby|node|php|base64|openssl|eval|exec|source|chmod)\b|\/dev\/tcp\//;
/** Nodes of the syntax tree in one another. */
export const MAX_NODE_DEPTH = 120;
/** Texts in one another: `eval` in `sh -c` in a file that is sourced. What lies deeper is read later. */
export const MAX_NESTING = 6;

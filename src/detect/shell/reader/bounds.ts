/** Characters of a text that is read in one go: a parser's memory is a multiple of its text's. */
export const MAX_TEXT = 128 * 1024;
/** Characters of a word, of a variable and of a file that a script writes. */
export const MAX_VALUE = 64 * 1024;
/** Nodes of the syntax tree in one another. */
export const MAX_NODE_DEPTH = 120;
/** Texts in one another: `eval` in `sh -c` in a file that is sourced. */
export const MAX_NESTING = 6;

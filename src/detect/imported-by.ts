/**
 * Who imports a module of a library. `program`: a program that starts, or a module that was kept, names its library. `library`:
 * it lies where libraries that are imported look for others, and any of them may.
 */
export type ImportedBy = 'program' | 'library';

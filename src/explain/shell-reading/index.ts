export { mayBeSubshells } from './arithmetic.ts';
export { type FlatPiece, flatPieces } from './flat/flat-pieces.ts';
export { type ShellPart, shellParts } from './shell-parts.ts';

export { mayBeSubshells } from './arithmetic.ts';
export { type FlatPiece, flatPieces } from './flat-pieces.ts';
export { type ShellPart, shellParts } from './shell-parts.ts';

/** The checksums that Docker's history has instead of names, in short: `file:f90bd7f10ed7… in /`. */
export function shortSums(text: string): string {
  return text.replace(/\b(file|dir|multi):([0-9a-f]{12})[0-9a-f]{20,}/g, '$1:$2…');
}

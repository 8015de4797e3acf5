/** Languages whose calls are read as text. */
export type ProgramLanguage = 'python' | 'perl' | 'php' | 'ruby' | 'node' | 'lua' | 'awk';

/** True when a line is a comment in the language, so that what stands on it does nothing. */
export function isProgramComment(line: string, language: ProgramLanguage): boolean {
  const text = line.trimStart();
  switch (language) {
    case 'node':
      return text.startsWith('//') || text.startsWith('* ') || text.startsWith('/*');
    case 'php':
      return text.startsWith('//') || text.startsWith('#') || text.startsWith('* ') || text.startsWith('/*');
    case 'lua':
      return text.startsWith('--');
    default:
      return text.startsWith('#') && !text.startsWith('#!');
  }
}

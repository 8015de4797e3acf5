import type { ShellCommand } from '../../shell/model.ts';

/** Compilers and build tools where they make something, not where they list, check or show. */
export function builds({ name, args }: ShellCommand): boolean {
  const words = args.map(({ text }) => text);
  switch (name) {
    case 'go':
      return /^(?:build|run|install|generate)$/.test(words[0] ?? '');
    case 'cargo':
      return /^(?:build|run|install|b|r|rustc)$/.test(words.find((word) => !/^[-+]/.test(word)) ?? '');
    case 'make':
    case 'ninja':
      return !words.some((word) =>
        /^(?:-\w*[nqpv]\w*|--(?:dry-run|just-print|question|version))$/.test(word),
      );
    case 'cmake':
      return !words.some((word) => /^(?:-E|--version)$/.test(word));
    case 'gcc':
    case 'g++':
    case 'cc':
      return words.some((word) => !word.startsWith('-'));
    default:
      return name === 'meson';
  }
}

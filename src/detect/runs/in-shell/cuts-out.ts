import type { ShellPipeline } from '../../shell/model.ts';

const OWN = /^(?:\$0|\$\{0\}|\$\{?BASH_SOURCE(?:\[0\])?\}?)$/;

/**
 * Text that is taken out of a file of something else, so that no reader of texts sees it: `strings`, a part by bytes, lines of what
 * is no text, and what a program prints of the script itself. Where the output is known, it is read as what it is.
 */
export function cutsOut({ commands, output }: ShellPipeline): boolean {
  if (output !== undefined) return false;
  return commands.some(({ name, args }) => {
    const words = args.map(({ text }) => text);
    const own = words.some((word) => OWN.test(word));
    switch (name) {
      case 'strings':
        return true;
      case 'dd':
        return words.some((word) => /^if=(?!\/dev\/)/.test(word));
      case 'head':
      case 'tail':
        return !own && words.some((word) => /^(?:-[a-z]{0,4}c|--bytes)/.test(word));
      case 'grep':
      case 'egrep':
        return words.some((word) => /^(?:-[A-Za-z]{0,8}a[A-Za-z]{0,8}|--text)$/.test(word));
      case 'awk':
      case 'gawk':
      case 'mawk':
      case 'perl':
        return own;
      default:
        return false;
    }
  });
}

import type { ConvertSettings } from '../convert.ts';
import { COMMON_OPTIONS, optionsNamed } from '../options.ts';
import { defineCommand } from './command.ts';

export const convert = defineCommand<ConvertSettings>({
  name: 'convert',
  summary: 'print a saved JSON report in another format',
  about: [
    'Prints what check would have printed for the same images. Nothing is read or judged anew, so the verdict is ' +
      'that of the day on which the report was made; the exit code does not depend on it.',
  ],
  group: 'Images',
  operands: [{ name: 'REPORT', help: 'what check -f json wrote; - for standard input', files: true }],
  options: [...optionsNamed('format', 'output', 'showSuppressed'), ...COMMON_OPTIONS],
  examples: [
    ['clearpull convert report.json', 'as text'],
    ['clearpull convert report.json -f sarif', 'for code scanning'],
    ['clearpull check -f json app:1.4 | clearpull convert - -o markdown=report.md', 'out of a pipe'],
  ],
  exitCodes: [
    ['0', 'printed'],
    ['2', 'the command line, the report or an output file is wrong'],
  ],
  async run({ operands, settings, io }) {
    const { runConvert } = await import('../convert.ts');
    return runConvert(operands[0] ?? '-', settings, io);
  },
});

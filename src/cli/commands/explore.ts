import type { ExploreSettings } from '../explore/run-explore.ts';
import { COMMON_OPTIONS, optionsNamed, READING_OPTIONS } from '../options.ts';
import { defineCommand } from './command.ts';

export const explore = defineCommand<ExploreSettings>({
  name: 'explore',
  elsewhere: ['ls', 'browse'],
  summary: 'look around in an image, in a full screen by keyboard',
  about: [
    'Checks the image and then shows it: the report, layers, every file with the layer it comes from and those that ' +
      'were taken away, what runs at start, what was found, and the text of files. Works over SSH; nothing is written.',
    '? lists the keys. Without a terminal, "clearpull check -f html" writes a page with the same views.',
  ],
  group: 'Images',
  operands: [
    { name: 'IMAGE', help: 'name in a registry, archive or folder; a scheme forces one', files: true },
  ],
  options: [
    ...optionsNamed('platform', 'containerdRoot', 'policy', 'trustRoot'),
    ...optionsNamed('ignoreFile', 'baseline', 'ignoreBase', 'base', 'showSecrets'),
    ...READING_OPTIONS,
    ...COMMON_OPTIONS,
  ],
  examples: [
    ['clearpull explore nginx', 'an image in a registry'],
    ['clearpull explore ./image.tar', 'an archive'],
  ],
  exitCodes: [
    ['0', 'ended by the user'],
    ['2', 'the command line is wrong, or there is no terminal'],
    ['3', 'the image could not be opened'],
    ['130', 'interrupted'],
  ],
  async run({ operands, settings, io, log }) {
    const { runExplore } = await import('../explore/run-explore.ts');
    return runExplore(operands[0] ?? '', settings, { io, log });
  },
});

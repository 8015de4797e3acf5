import { FAILS_ON } from '../../compare/fails-on.ts';
import type { DiffSettings } from '../diff.ts';
import type { OptionSpec } from '../options/option-spec.ts';
import { CHECKING_OPTIONS, optionsNamed, ownFormat } from '../options.ts';
import { defineCommand } from './command.ts';

const DIFF_OPTIONS: readonly OptionSpec[] = [
  {
    name: 'failOnChange',
    flag: '--fail-on',
    value: 'CHANGE,…',
    type: 'list',
    help: `end with exit code 1 when such a change is there: ${FAILS_ON.join(', ')}`,
    group: 'Verdict',
    // The variable and the file speak of verdicts.
    env: false,
  },
  ownFormat(['text', 'json', 'markdown'], 'what to print: text, json or markdown'),
];

export const diff = defineCommand<DiffSettings>({
  name: 'diff',
  elsewhere: ['compare'],
  summary: 'show what changed from one image to another',
  about: [
    'Compares verdict, findings, what runs at start, hosts, programs, packages (dpkg, apk), ports, configuration, ' +
      'environment, instructions and files with the layer that they come from; the most telling comes first. ' +
      'Each image may come from anywhere that check takes one from.',
    'Times of files are not compared. Findings and start steps are compared by what they mean, so that a rebuild of ' +
      'the same source shows none.',
  ],
  group: 'Images',
  operands: [
    { name: 'OLD', help: 'image as check takes it', files: true },
    { name: 'NEW', help: 'image that is compared with it', files: true },
  ],
  options: [...DIFF_OPTIONS, ...optionsNamed('showSecrets'), ...CHECKING_OPTIONS],
  examples: [
    ['clearpull diff app:1.4 app:1.5', 'what a new tag changes'],
    ['clearpull diff ./yesterday.tar docker-daemon:app:latest', 'from different places'],
    ['clearpull diff --fail-on new-start-step,new-host app:1.4 app:1.5', 'as a gate in CI'],
    ['clearpull diff -f markdown app:1.4 app:1.5', 'for a comment on a pull request'],
  ],
  exitCodes: [
    ['0', 'compared, and nothing changed that --fail-on names'],
    ['1', 'something did'],
    ['2', 'the command line, the policy or a file of yours is wrong'],
    ['3', 'an image could not be had, or not be read at all'],
    ['4', 'not everything could be read, with --strict'],
    ['130', 'interrupted'],
  ],
  async run({ operands, settings, io, log, version }) {
    const { runDiff } = await import('../diff.ts');
    return runDiff(operands, settings, { io, log, version });
  },
});

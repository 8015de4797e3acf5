import { CHECK_OPTIONS } from '../options.ts';
import type { CheckSettings } from '../settings.ts';
import { defineCommand } from './command.ts';

export const check = defineCommand<CheckSettings>({
  name: 'check',
  summary: 'check images; also without the word "check"',
  about: [
    'Reads every byte of every layer once, explains what built the image and what it does at start, and decides: ' +
      'allow, review or block. Nothing in the image is ever run, and no address found in it is ever contacted.',
  ],
  group: 'Images',
  operands: [
    {
      name: 'IMAGE',
      help: 'name in a registry, archive, or folder; registry:, oci:, oci-archive: or docker-archive: force one',
      many: true,
      files: true,
    },
  ],
  options: CHECK_OPTIONS,
  examples: [
    ['clearpull debian:12', 'an image in a registry'],
    ['clearpull ./image.tar', 'a docker save or OCI archive'],
    ['clearpull oci:./layout', 'an OCI layout'],
    ['clearpull --platform linux/arm64 nginx', 'another platform than this one'],
    ['clearpull -f table nginx redis ./*.tar', 'several at once, a line each'],
    ['clearpull -o sarif=clearpull.sarif app:1.4', 'and a file for code scanning'],
    ['clearpull --fail-on review --strict app:1.4', 'as a gate in CI'],
  ],
  async run({ operands, settings, io, log, version, checkTarget }) {
    const { runCheck } = await import('../check.ts');
    const checkOne = checkTarget ?? (await import('../../app/check.ts')).checkTarget;
    return runCheck(operands, settings, { io, log, version }, checkOne);
  },
});

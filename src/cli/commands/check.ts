import type { Typed } from '../check.ts';
import { CHECK_OPTIONS } from '../options.ts';
import type { CheckSettings } from '../settings.ts';
import { defineCommand, IMAGE_OPERAND } from './command.ts';

export const check = defineCommand<CheckSettings>({
  name: 'check',
  elsewhere: ['scan', 'analyze', 'analyse'],
  summary: 'check images; also without the word "check"',
  about: [
    'Reads every byte of every layer once, explains what built the image and what it does at start, and decides: ' +
      'allow, review or block. Nothing in the image is ever run, and no address found in it is ever contacted.',
    'Schemes: registry:NAME; oci:PATH, oci-archive:PATH, docker-archive:PATH and docker-dir:PATH for what docker save, ' +
      'podman save, skopeo, kaniko and ctr write; rootfs:PATH or dir:PATH for a plain root file system; ' +
      'docker-daemon:NAME, podman:NAME and containerd:[NAMESPACE/]NAME for engines of this machine, which are only ' +
      'asked when named.',
  ],
  group: 'Images',
  operands: [{ ...IMAGE_OPERAND, many: true }],
  options: CHECK_OPTIONS,
  examples: [
    ['clearpull debian:12', 'an image in a registry'],
    ['clearpull ./image.tar', 'a docker save or OCI archive'],
    ['docker save app:1.4 | clearpull -', 'what is piped in'],
    ['clearpull docker-daemon:app:1.4', "one of this machine's Docker"],
    ['clearpull --platform linux/arm64 nginx', 'another platform than this one'],
    ['clearpull -f table nginx redis ./*.tar', 'several at once, a line each'],
    ['clearpull -o sarif=clearpull.sarif app:1.4', 'and a file for code scanning'],
    ['clearpull --fail-on review --strict app:1.4', 'as a gate in CI'],
  ],
  async run({ operands, settings, resolved, io, log, version, checkTarget }) {
    const { runCheck } = await import('../check.ts');
    const checkOne = checkTarget ?? (await import('../../app/check.ts')).checkTarget;
    const typed: Typed = (name) => resolved.origins.get(name)?.kind === 'flag';
    return runCheck(operands, settings, { io, log, version }, checkOne, typed);
  },
});

import { BUILD_TOOLS } from '../../trace/doctor/build-tools.ts';
import type { OptionSpec } from '../options/option-spec.ts';
import { COMMON_OPTIONS, optionsNamed, READING_OPTIONS, TEXT_OR_JSON } from '../options.ts';
import type { TraceDoctorSettings } from '../trace-doctor.ts';
import { defineCommand, IMAGE_OPERAND } from './command.ts';
import { TRUST_OPTIONS } from './trace.ts';

const FOR_TOOL: OptionSpec = {
  name: 'for',
  flag: '--for',
  value: 'TOOL',
  type: 'choice',
  choices: [...BUILD_TOOLS, 'all'],
  defaultText: 'what built the image',
  help: `whose lines to print: ${BUILD_TOOLS.join(', ')} or all`,
  group: 'Output',
  env: false,
};

export const traceDoctor = defineCommand<TraceDoctorSettings>({
  name: 'trace doctor',
  summary: 'say what to add to a build for its image to be traced',
  about: [
    'For an image of your own: what is missing in the chain from its source, in order of value, the lines that add it ' +
      'for docker buildx, buildah and podman, GitHub Actions, GitLab CI or kaniko, and the level that each step reaches.',
  ],
  group: 'Images',
  operands: [IMAGE_OPERAND],
  options: [
    ...optionsNamed('platform', 'containerdRoot', 'source'),
    ...TRUST_OPTIONS,
    FOR_TOOL,
    TEXT_OR_JSON,
    ...READING_OPTIONS,
    ...COMMON_OPTIONS,
  ],
  examples: [
    ['clearpull trace doctor ghcr.io/example/app:1.4', 'what is missing, and the lines that add it'],
    ['clearpull trace doctor --source . app:1.4', 'with the Dockerfile of its checkout in view'],
    ['clearpull trace doctor --for github app.tar', 'for a workflow of GitHub Actions'],
  ],
  exitCodes: [
    ['0', 'told'],
    ['2', 'the command line or a file of yours is wrong'],
    ['3', 'the image could not be opened'],
    ['130', 'interrupted'],
  ],
  async run({ operands, settings, io, log, version }) {
    const { runTraceDoctor } = await import('../trace-doctor.ts');
    return runTraceDoctor(operands[0] ?? '', settings, { io, log, version });
  },
});

import type { AttachSettings } from '../attach.ts';
import { CHECK_OPTIONS, COMMON_OPTIONS, DRY_RUN, optionsNamed, TEXT_OR_JSON } from '../options.ts';
import { defineCommand } from './command.ts';

/** Nothing is read from mirrors, and no layer at all. */
const NOT_USED: ReadonlySet<string> = new Set(['mirror', 'downloads']);

export const attach = defineCommand<AttachSettings>({
  name: 'attach',
  summary: 'attach signed statements to an image in a registry',
  about: [
    'The only command that writes to a registry, and only to the one in the name of the IMAGE. Each FILE holds a statement ' +
      'that is signed: an envelope (DSSE), as "trace -f vsa --sign-key" makes it, or a sigstore bundle v0.3; or several, ' +
      'one a line. It has to be about that image, or one of the images of its index.',
    'It becomes a referrer of the image (OCI 1.1), as cosign 3 attaches bundles; where the registry does not know referrers, ' +
      'it is listed under the tag that stands in for them. Nothing that is there is changed or removed.',
  ],
  group: 'Images',
  operands: [
    { name: 'IMAGE', help: 'name in a registry' },
    { name: 'FILE', help: 'signed statement', many: true, files: true },
  ],
  options: [
    DRY_RUN,
    TEXT_OR_JSON,
    ...CHECK_OPTIONS.filter(({ group, name }) => group === 'Registry' && !NOT_USED.has(name)),
    ...optionsNamed('limit'),
    ...COMMON_OPTIONS,
  ],
  examples: [
    ['clearpull attach ghcr.io/example/app:1.4 app.vsa.json', 'a verification summary'],
    ['clearpull attach --dry-run ghcr.io/example/app:1.4 app.vsa.json', 'only say what would be written'],
  ],
  exitCodes: [
    ['0', 'attached, or there already'],
    ['2', 'the command line or a file of yours is wrong, or is about another image'],
    ['3', 'the registry could not be asked, or does not take it'],
    ['130', 'interrupted'],
  ],
  async run({ operands, settings, io }) {
    const { runAttach } = await import('../attach.ts');
    return runAttach(operands, settings, io);
  },
});

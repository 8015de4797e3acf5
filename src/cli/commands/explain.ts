import type { ExplainSettings } from '../explain.ts';
import { COMMON_OPTIONS, optionsNamed, ownFormat, READING_OPTIONS } from '../options.ts';
import { defineCommand, IMAGE_OPERAND } from './command.ts';

const EXPLAIN_FORMAT = ownFormat(
  ['text', 'json', 'dockerfile', 'markdown', 'dot', 'mermaid'],
  'what to print: text, json, dockerfile, markdown; dot or mermaid for a graph of the start',
);

export const explain = defineCommand<ExplainSettings>({
  name: 'explain',
  elsewhere: ['inspect', 'history'],
  summary: 'tell what built an image and what it does at start',
  about: [
    'Wins the Dockerfile back from the history, or from a provenance attestation that holds it, and says of each ' +
      'line how sure it is: exact; normalised (the meaning is kept, the text is not); partly lost, with what ' +
      'cannot come back; contradicted by the configuration. Each instruction stands with its layer.',
    'What was not built from a Dockerfile (ko, Jib, Bazel, Nix, apko, buildpacks, docker import) is told as what ' +
      'it is. Nothing is judged; the same layers are read as by check, and what is known of them is reused.',
  ],
  group: 'Images',
  operands: [IMAGE_OPERAND],
  options: [
    ...optionsNamed('platform', 'containerdRoot', 'source', 'showSecrets'),
    EXPLAIN_FORMAT,
    ...READING_OPTIONS,
    ...COMMON_OPTIONS,
  ],
  examples: [
    ['clearpull explain nginx', 'how it was built and what it starts'],
    ['clearpull explain -f dockerfile ./image.tar', 'only the Dockerfile'],
    ['clearpull explain -f json app:1.4', 'for other tools'],
    [
      'clearpull explain --show-secrets app:1.4',
      'with the secrets that it keeps, which are masked otherwise',
    ],
    ['clearpull explain --source . app:1.4', 'and which programs are those of this checkout'],
  ],
  exitCodes: [
    ['0', 'explained'],
    ['2', 'the command line or a file of yours is wrong'],
    ['3', 'the image could not be opened'],
    ['130', 'interrupted'],
  ],
  async run({ operands, settings, io, log, version }) {
    const { runExplain } = await import('../explain.ts');
    return runExplain(operands[0] ?? '', settings, { io, log, version });
  },
});

import { TRACE_LEVELS } from '../../trace/trace-link.ts';
import { COMMON_OPTIONS, type OptionSpec, optionsNamed } from '../options.ts';
import type { TraceSettings } from '../trace.ts';
import { defineCommand } from './command.ts';

const TRACE_OPTIONS: readonly OptionSpec[] = [
  {
    name: 'provenance',
    flag: '--provenance',
    value: 'FILE',
    type: 'list',
    help: 'a statement about the image, bare, in an envelope or in a sigstore bundle, or one a line; can be given several times',
    group: 'What to check',
    env: false,
  },
  {
    name: 'trustRoot',
    flag: '--trust-root',
    value: 'FILE',
    type: 'list',
    defaultText: "sigstore's public one, as of this release",
    help: 'root that certificates and logs must chain to (sigstore trusted_root.json, or one a line); can be given several times',
    group: 'Verdict',
  },
  {
    name: 'key',
    flag: '--key',
    value: 'FILE',
    type: 'list',
    help: 'public key (PEM) whose signatures count; can be given several times',
    group: 'Verdict',
  },
  {
    name: 'identity',
    flag: '--identity',
    value: 'NAME',
    type: 'text',
    help: 'whom a certificate must name, exactly: an e-mail address or the address of a workflow; needs --issuer',
    group: 'Verdict',
  },
  {
    name: 'identityRegexp',
    flag: '--identity-regexp',
    value: 'PATTERN',
    type: 'text',
    help: 'the same as a pattern (RE2), which has to match the whole name',
    group: 'Verdict',
  },
  {
    name: 'issuer',
    flag: '--issuer',
    value: 'URL',
    type: 'text',
    help: 'OpenID issuer that has to vouch for that name',
    group: 'Verdict',
  },
  {
    name: 'require',
    flag: '--require',
    value: 'LEVEL',
    type: 'choice',
    choices: TRACE_LEVELS.slice(1),
    help: `end with exit code 1 below this level, or when a link is contradicted: ${TRACE_LEVELS.slice(1).join(', ')}`,
    group: 'Verdict',
  },
  {
    name: 'format',
    short: '-f',
    flag: '--format',
    value: 'FORMAT',
    type: 'choice',
    choices: ['text', 'json', 'markdown'],
    default: 'text',
    help: 'what to print: text, json or markdown',
    group: 'Output',
    // The variable and the file speak of the reports of check.
    env: false,
  },
];

export const trace = defineCommand<TraceSettings>({
  name: 'trace',
  summary: 'tell how far an image can be traced to its source',
  about: [
    'Follows the chain from the name to the bytes, the instructions, the Dockerfile, the source and the base, and holds ' +
      'what others say of the image (provenance, signatures, lists of contents) against what it is. Each link is verified, ' +
      'claimed, missing or contradicted, and names who stands behind it.',
    'Levels: T0 opaque; T1 described by its history, on a base known by digest; T2 linked to a source whose Dockerfile ' +
      'agrees with the history; T3 attested by a signed provenance that agrees; T4 reproduced by a rebuild.',
  ],
  group: 'Images',
  operands: [
    {
      name: 'IMAGE',
      help: 'name in a registry, archive, folder, or - for what is piped in; a scheme forces one',
      files: true,
    },
  ],
  options: [
    ...optionsNamed('platform', 'containerdRoot'),
    ...TRACE_OPTIONS,
    ...optionsNamed(
      'progress',
      'username',
      'passwordStdin',
      'cacert',
      'insecure',
      'timeout',
      'mirror',
      'downloads',
      'offline',
      'cacheDir',
      'cache',
      'jobs',
      'limit',
    ),
    ...COMMON_OPTIONS,
  ],
  examples: [
    ['clearpull trace ghcr.io/example/app:1.4', 'link by link'],
    ['clearpull trace --require T2 ghcr.io/example/app:1.4', 'as a gate in CI'],
    ['clearpull trace --key team.pub --require T3 app:1.4', 'count only what this key signed'],
    ['clearpull trace --offline --provenance p.json ./a.tar', 'with statements from a file'],
  ],
  exitCodes: [
    ['0', 'traced, and at or above --require'],
    ['1', 'below --require, or contradicted in a link while --require is given'],
    ['2', 'the command line or a file of yours is wrong'],
    ['3', 'the image could not be opened'],
    ['130', 'interrupted'],
  ],
  async run({ operands, settings, io, log, version }) {
    const { runTrace } = await import('../trace.ts');
    return runTrace(operands[0] ?? '', settings, { io, log, version });
  },
});

import { TRACE_FORMATS } from '../../report/trace/index.ts';
import { TRACE_LEVELS } from '../../trace/trace-link.ts';
import type { OptionSpec } from '../options/option-spec.ts';
import { COMMON_OPTIONS, optionsNamed, ownFormat, READING_OPTIONS, SIGN_KEY } from '../options.ts';
import type { TraceSettings } from '../trace.ts';
import { defineCommand, IMAGE_OPERAND } from './command.ts';

/** Whose signatures count. */
export const TRUST_OPTIONS: readonly OptionSpec[] = [
  ...optionsNamed('trustRoot'),
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
    name: 'notaryTrust',
    flag: '--notary-trust',
    value: 'PATH',
    type: 'list',
    help: 'certificates for signatures of the Notary Project: a file, a folder, or a trust store as notation keeps it; can be given several times',
    group: 'Verdict',
  },
  {
    name: 'notaryPolicy',
    flag: '--notary-policy',
    value: 'FILE',
    type: 'text',
    help: 'trust policy of the Notary Project (trustpolicy.json): whose signatures count for which repository',
    group: 'Verdict',
  },
];

const TRACE_OPTIONS: readonly OptionSpec[] = [
  SIGN_KEY,
  {
    name: 'revision',
    flag: '--revision',
    value: 'COMMIT',
    type: 'text',
    defaultText: 'what the checkout stands at',
    help: 'commit of the checkout to compare with',
    group: 'What to check',
    env: false,
  },
  {
    name: 'dockerfile',
    flag: '--dockerfile',
    value: 'PATH',
    type: 'text',
    defaultText: 'whichever agrees best',
    help: 'Dockerfile in the source tree',
    group: 'What to check',
    env: false,
  },
  {
    name: 'context',
    flag: '--context',
    value: 'PATH',
    type: 'text',
    defaultText: "the whole tree or the Dockerfile's folder",
    help: 'folder of the source tree that was the build context',
    group: 'What to check',
    env: false,
  },
  {
    name: 'target',
    flag: '--target',
    value: 'STAGE',
    type: 'text',
    defaultText: 'whichever agrees best',
    help: 'stage of the Dockerfile that was built',
    group: 'What to check',
    env: false,
  },
  {
    name: 'buildArg',
    flag: '--build-arg',
    value: 'NAME=VALUE',
    type: 'list',
    help: 'argument that the build was given; can be given several times',
    group: 'What to check',
    env: false,
  },
  {
    name: 'baseImage',
    flag: '--base-image',
    value: 'IMAGE',
    type: 'list',
    help: 'image that it may be built on, whose layers are compared and which is traced itself; can be given several times, for bases of bases',
    group: 'What to check',
    env: false,
  },
  {
    name: 'rebuilt',
    flag: '--rebuilt',
    value: 'IMAGE',
    type: 'text',
    help: 'image that was built again from the same source, to compare with',
    group: 'What to check',
    env: false,
  },
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
    name: 'contentTrust',
    flag: '--content-trust',
    value: 'PATH',
    type: 'text',
    help: "Docker Content Trust's own folder (~/.docker/trust) or a targets.json: the digest that it gives the tag is compared; its signatures are not checked",
    group: 'What to check',
    env: false,
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
    name: 'requireSource',
    flag: '--require-source',
    value: 'PATTERN',
    type: 'list',
    help: 'end with exit code 1 unless it is vouched for that the source is such a repository, for instance github.com/acme/*; "**" for any; can be given several times',
    group: 'Verdict',
  },
  {
    name: 'requireBuilder',
    flag: '--require-builder',
    value: 'PATTERN',
    type: 'list',
    help: 'the same for the builder, as a provenance names it (builder.id)',
    group: 'Verdict',
  },
  {
    name: 'acceptClaimed',
    flag: '--accept-claimed',
    type: 'switch',
    default: false,
    help: 'let a source or builder count that nobody verified: a label, an unsigned provenance',
    group: 'Verdict',
    env: false,
  },
  ownFormat(
    TRACE_FORMATS,
    'what to print: text, json, markdown; html for a page with the chain as a diagram; vsa for a verification summary (in-toto), one a line; badge for shields.io (JSON), badge-svg for a picture',
  ),
  ...optionsNamed('output', 'showSecrets'),
];

export const trace = defineCommand<TraceSettings>({
  name: 'trace',
  elsewhere: ['verify'],
  summary: 'tell how far an image can be traced to its source',
  about: [
    'Follows the chain from the name to the bytes, the instructions, the Dockerfile, the source and the base, and holds ' +
      'what others say of the image (provenance, signatures, lists of contents) against what it is. Each link is verified, ' +
      'claimed, missing or contradicted, and names who stands behind it.',
    'With --source, the Dockerfile is laid beside the history, instruction by instruction, and what COPY and ADD put into ' +
      'the image is compared with the source, byte for byte. With --rebuilt, the differences between two builds are sorted ' +
      'into explained and unexplained.',
    'Levels: T0 opaque; T1 described by its history, on a base known by digest; T2 linked to a source whose Dockerfile ' +
      'agrees with the history; T3 attested by a signed provenance that agrees; T4 reproduced by a rebuild.',
  ],
  group: 'Images',
  operands: [IMAGE_OPERAND],
  options: [
    ...optionsNamed('platform', 'containerdRoot', 'source'),
    ...TRACE_OPTIONS,
    ...TRUST_OPTIONS,
    ...READING_OPTIONS,
    ...COMMON_OPTIONS,
  ],
  examples: [
    ['clearpull trace ghcr.io/example/app:1.4', 'link by link'],
    ['clearpull trace --source . app:1.4', 'against the checkout that it was built from'],
    ['clearpull trace --rebuilt ./again.tar app:1.4', 'against a second build'],
    ['clearpull trace --base-image debian:12 app:1.4', 'down to its base, and that one too'],
    ['clearpull trace --require T2 ghcr.io/example/app:1.4', 'as a gate in CI'],
    [
      'clearpull trace --key team.pub --require-source github.com/acme/app app:1.4',
      'only from that repository',
    ],
    ['clearpull trace --key team.pub --require T3 app:1.4', 'count only what this key signed'],
    ['clearpull trace --require T2 -f vsa --sign-key my.key app:1.4', 'a signed statement that it passed'],
    [
      'clearpull trace -o json=trace.json -o markdown=trace.md -o badge-svg=trace.svg app:1.4',
      'several forms of one trace',
    ],
    ['clearpull trace --offline --provenance p.json ./a.tar', 'with statements from a file'],
  ],
  exitCodes: [
    ['0', 'traced, and all that was asked for with --require… is so'],
    ['1', 'something asked for with --require… is not so, or a link is contradicted then'],
    ['2', 'the command line or a file of yours is wrong'],
    ['3', 'the image could not be opened'],
    ['130', 'interrupted'],
  ],
  async run({ operands, settings, io, log, version }) {
    const { runTrace } = await import('../trace.ts');
    return runTrace(operands[0] ?? '', settings, { io, log, version });
  },
});

import { EXIT } from '../exit-codes.ts';
import { COMMON_OPTIONS, optionsNamed, SIGN_KEY } from '../options.ts';
import { defineCommand } from './command.ts';

interface PackSettings {
  readonly signKey?: string;
  readonly limit: readonly string[];
}

export const rulesPack = defineCommand<PackSettings>({
  name: 'rules pack',
  summary: 'put a folder of YARA rules into one signed file',
  about: [
    'The bundle goes to standard output: the rule files and their tests as JSON, in an envelope (DSSE) with the signature. ' +
      'Rules that cannot be read or compiled are refused. Whoever gets it names it with --rules, and your public key with ' +
      '--rules-key.',
  ],
  group: 'Everything else',
  operands: [{ name: 'FOLDER', help: 'folder with .yar files and their tests', files: true }],
  options: [SIGN_KEY, ...optionsNamed('limit'), ...COMMON_OPTIONS],
  examples: [
    ['clearpull rules pack --sign-key our.key ./rules > our.rules', 'a signed bundle'],
    ['clearpull --rules our.rules --rules-key our.pub app:1.4', 'a check with it'],
  ],
  exitCodes: [
    ['0', 'packed'],
    ['2', 'the command line, the key or a rule is wrong'],
  ],
  async run({ operands, settings, io, log }) {
    const [{ packedRules }, { signEnvelope }, { readGiven }, { parseLimits }] = await Promise.all([
      import('../../app/rules/pack-rules.ts'),
      import('../sign-envelope.ts'),
      import('../read-given.ts'),
      import('../limits-option.ts'),
    ]);
    const { signKey } = settings;
    const pem = signKey === undefined ? undefined : await readGiven(signKey, '--sign-key');
    const { payloadType, payload } = await packedRules(operands[0] ?? '', parseLimits(settings.limit));
    if (signKey === undefined || pem === undefined) {
      await io.stdout.write(payload.toString('utf8'));
      await log.note('The bundle is not signed.', 'Others take it only with --allow-unsigned-rules.');
      return EXIT.ok;
    }
    const envelope = signEnvelope(payloadType, payload, pem, signKey);
    await io.stdout.write(`${JSON.stringify(envelope)}\n`);
    return EXIT.ok;
  },
});

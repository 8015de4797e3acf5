import type { CampaignSettings } from '../campaign.ts';
import type { OptionSpec } from '../options/option-spec.ts';
import { CHECKING_OPTIONS, ownFormat } from '../options.ts';
import { defineCommand } from './command.ts';

const CAMPAIGN_OPTIONS: readonly OptionSpec[] = [
  {
    name: 'pulls',
    flag: '--pulls',
    value: 'FILE',
    type: 'text',
    help: 'CSV or JSON of repositories with their pulls and when they were seen',
    group: 'What to check',
    env: false,
  },
  {
    name: 'payments',
    flag: '--payments',
    value: 'FILE',
    type: 'text',
    help: 'CSV or JSON of payments to wallets',
    group: 'What to check',
    env: false,
  },
  {
    name: 'known',
    flag: '--known',
    value: 'FILE',
    type: 'text',
    help: 'wallets, hosts, keys, accounts and other values that shall join nothing, one a line',
    group: 'What to check',
    env: false,
  },
  {
    name: 'smallest',
    flag: '--smallest',
    value: 'N',
    type: 'number',
    range: [1, 1_000_000],
    default: 2,
    help: 'leave out groups of fewer images; 1 also lists single images with a strong indicator',
    group: 'Output',
    env: false,
  },
  {
    name: 'group',
    flag: '--group',
    value: 'ID',
    type: 'list',
    help: 'only this campaign, for the output and the bundle; can be given several times',
    group: 'Output',
    env: false,
  },
  ownFormat(['text', 'json', 'dot', 'markdown'], 'what to print: text, json, markdown, or dot for Graphviz'),
  {
    name: 'bundle',
    flag: '--bundle',
    value: 'PATH',
    type: 'text',
    help: 'also write what a registry needs to take the images down, into this folder or .tar file',
    group: 'Output',
    env: false,
  },
  {
    name: 'overwrite',
    flag: '--overwrite',
    type: 'switch',
    default: false,
    help: 'write the bundle also where something is already',
    group: 'Output',
    env: false,
  },
];

export const campaign = defineCommand<CampaignSettings>({
  name: 'campaign',
  summary: 'group images by the hand that made them',
  about: [
    'Takes saved JSON reports (also many in one file), folders of them, and images or folders of archives, which are ' +
      'checked on the spot. Images that share a wallet, an account at a pool, an SSH key, a password hash, a host of ' +
      'their own or a script are one campaign; images of one account are, too, where each has a finding of its own ' +
      'that led to review or block. Public pools, base images, packages and known wallets join nothing.',
    'Every tie tells where it was seen. docs/campaigns.md has the rules and the forms of the files.',
  ],
  group: 'Images',
  operands: [
    {
      name: 'INPUT',
      help: 'JSON report, folder of reports or archives, image as check takes it, or - for either of them',
      many: true,
      files: true,
    },
  ],
  options: [...CAMPAIGN_OPTIONS, ...CHECKING_OPTIONS],
  examples: [
    ['clearpull campaign ./reports', 'a folder of saved reports'],
    ['clearpull campaign oci:./layout app.json', 'images that are checked now, and one report'],
    ['clearpull campaign -f dot ./reports > graph.dot', 'as a graph for Graphviz'],
    ['clearpull campaign --pulls pulls.csv --payments paid.csv ./reports', 'with size and earnings'],
    ['clearpull campaign --bundle takedown.tar ./reports', 'what a registry needs to take them down'],
  ],
  exitCodes: [
    ['0', 'grouped, whether there is a campaign or not'],
    ['2', 'the command line, the policy or a file of yours is wrong'],
    ['3', 'an input could not be read; the others are grouped'],
    ['4', 'not everything could be read, with --strict'],
    ['130', 'interrupted'],
  ],
  async run({ operands, settings, io, log, version }) {
    const { runCampaign } = await import('../campaign.ts');
    return runCampaign(operands, settings, { io, log, version });
  },
});

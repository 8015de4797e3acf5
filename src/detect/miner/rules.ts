import type { RuleInfo } from '../detector.ts';

const ATTACK = 'T1496.001';

export const MINER_RULES: readonly RuleInfo[] = [
  {
    id: 'miner/proof',
    leaves:
      'Wallets and pools in documentation, block-lists and rule packs; wallets of a declared node, which receives and does not mine.',
    severity: ['info', 'critical'],
    title: 'Mines for a wallet',
    category: 'miner',
    description:
      'A wallet whose checksum holds stands together with the address of a mining pool in a configuration, a command line, the environment or a program: whoever runs this works for that wallet.',
    attack: ATTACK,
  },
  {
    id: 'miner/program',
    leaves:
      'Wallets’ and nodes’ own programs, security tools that name miners, and rule packs; words of one subject alone.',
    severity: ['low', 'critical'],
    title: 'Mining program',
    category: 'miner',
    description:
      "A program holds the words of a miner from several independent subjects (protocol, algorithms, the author's share, tuning), whatever the file is called.",
    attack: ATTACK,
  },
  {
    id: 'miner/config',
    leaves: 'Examples in documentation and settings that have one of the keys only.',
    severity: ['info', 'critical'],
    title: "Miner's configuration",
    category: 'miner',
    description:
      'Settings that only a miner reads, in any format: pools with logins, algorithms, donation levels, huge pages.',
    attack: ATTACK,
  },
  {
    id: 'miner/command',
    leaves: 'Commands of other programs with a `-o` and `-u`, and texts that explain mining.',
    severity: ['info', 'critical'],
    title: 'Mining command',
    category: 'miner',
    description:
      'A command line that gives a program a pool, a login and options that only miners take, whatever the program is called.',
    attack: ATTACK,
  },
  {
    id: 'miner/in-page',
    leaves: 'Pages about such miners, and block-lists against them.',
    severity: ['info', 'high'],
    title: 'Miner in a web page',
    category: 'miner',
    description:
      'A page or script makes a client of a browser miner for somebody’s site key and starts it, so that the visitors of the site mine. The client is known by what it is given and told, whatever the object and the library are called.',
    attack: ATTACK,
  },
  {
    id: 'miner/name',
    leaves: 'Names that other programs have too, and files that packages account for.',
    title: 'Named like a miner',
    category: 'miner',
    severity: ['low', 'low'],
    description: 'A program has the file name of a known miner and nothing else gave it away. A hint only.',
    attack: ATTACK,
  },
];

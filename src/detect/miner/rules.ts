import type { RuleInfo } from '../detector.ts';

const ATTACK = 'T1496.001';

export const MINER_RULES: readonly RuleInfo[] = [
  {
    id: 'miner/proof',
    title: 'Mines for a wallet',
    category: 'miner',
    description:
      'A wallet whose checksum holds stands together with the address of a mining pool in a configuration, a command line, the environment or a program: whoever runs this works for that wallet.',
    attack: ATTACK,
  },
  {
    id: 'miner/program',
    title: 'Mining program',
    category: 'miner',
    description:
      "A program holds the words of a miner from several independent subjects (protocol, algorithms, the author's share, tuning), whatever the file is called.",
    attack: ATTACK,
  },
  {
    id: 'miner/config',
    title: "Miner's configuration",
    category: 'miner',
    description:
      'Settings that only a miner reads, in any format: pools with logins, algorithms, donation levels, huge pages.',
    attack: ATTACK,
  },
  {
    id: 'miner/command',
    title: 'Mining command',
    category: 'miner',
    description:
      'A command line that gives a program a pool, a login and options that only miners take, whatever the program is called.',
    attack: ATTACK,
  },
  {
    id: 'miner/name',
    title: 'Named like a miner',
    category: 'miner',
    severity: ['low', 'low'],
    description: 'A program has the file name of a known miner and nothing else gave it away. A hint only.',
    attack: ATTACK,
  },
];

import type { OptionSpec } from './option-spec.ts';

/** Which image is read, and what it is held against. */
export const WHAT_TO_CHECK: readonly OptionSpec[] = [
  {
    name: 'platform',
    flag: '--platform',
    value: 'OS/ARCH',
    type: 'text',
    defaultText: "this machine's",
    help: 'which image of a multi-platform one, such as linux/arm64; "all" for every one',
    group: 'What to check',
  },
  {
    name: 'containerdRoot',
    flag: '--containerd-root',
    value: 'FOLDER',
    type: 'text',
    default: '/var/lib/containerd',
    help: "containerd's own folder, for containerd: images",
    group: 'What to check',
  },
  {
    name: 'source',
    flag: '--source',
    value: 'FOLDER',
    type: 'text',
    help: 'source tree or git checkout of yours, to compare what is in the image with, byte for byte',
    group: 'What to check',
  },
  {
    name: 'rules',
    flag: '--rules',
    value: 'PATH',
    type: 'list',
    help: 'further YARA rules: a folder, a .yar file or a bundle; can be given several times',
    group: 'What to check',
  },
  {
    name: 'rulesKey',
    flag: '--rules-key',
    value: 'FILE',
    type: 'list',
    help: 'public key (PEM) that must have signed the bundles of --rules; can be given several times',
    group: 'What to check',
  },
  {
    name: 'allowUnsignedRules',
    flag: '--allow-unsigned-rules',
    type: 'switch',
    default: false,
    help: 'take bundles of rules that nobody signed, or without a key to check that with',
    group: 'What to check',
  },
];

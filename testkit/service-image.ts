import type { StartStep } from '../src/explain/explanation.ts';
import { explainImage, outline, type TestImage, type TestLayer } from './explain.ts';

/** What images that run services have below them: shells, interpreters and two servers. */
const BASE: TestLayer = {
  'bin/sh': { elf: 'sh' },
  'bin/bash': { elf: 'bash' },
  'usr/bin/env': { elf: 'env' },
  'usr/bin/curl': { elf: 'curl' },
  'usr/bin/node': { elf: 'node' },
  'usr/bin/python3': { elf: 'python' },
  'usr/sbin/nginx': { elf: 'nginx' },
  'usr/sbin/sshd': { elf: 'sshd' },
};

/** The start chain of an image with these files above that base. */
export function chain(config: TestImage['config'], files: TestLayer): readonly StartStep[] {
  return explainImage({ layers: [BASE, files], ...(config === undefined ? {} : { config }) }).startChain;
}

/** The same as lines. */
export function lines(config: TestImage['config'], files: TestLayer): string[] {
  return outline(chain(config, files));
}

/** The first step of that command, in the order in which steps run. */
export function find(steps: readonly StartStep[], command: string): StartStep | undefined {
  for (const step of steps) {
    const found = step.command === command ? step : find(step.children, command);
    if (found !== undefined) return found;
  }
  return undefined;
}

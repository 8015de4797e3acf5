import { EXIT } from '../exit-codes.ts';
import { COMMON_OPTIONS } from '../options.ts';
import { defineCommand } from './command.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

export const completion = defineCommand({
  name: 'completion',
  summary: 'print what makes a shell complete commands and options',
  about: [
    'For bash, add to ~/.bashrc: eval "$(clearpull completion bash)"',
    'For zsh, add to ~/.zshrc, after compinit: eval "$(clearpull completion zsh)"',
    'For fish: clearpull completion fish > ~/.config/fish/completions/clearpull.fish',
  ],
  group: 'Everything else',
  operands: [{ name: 'SHELL', help: 'bash, zsh or fish', choices: () => SHELLS }],
  options: COMMON_OPTIONS,
  readsConfig: false,
  examples: [
    ['clearpull completion bash', 'print it'],
    ['eval "$(clearpull completion bash)"', 'use it in this shell'],
  ],
  async run({ operands, io, commands }) {
    const { completionModel } = await import('../completion/model.ts');
    const model = await completionModel(commands);
    const text =
      operands[0] === 'bash'
        ? (await import('../completion/bash.ts')).bashCompletion(model)
        : operands[0] === 'zsh'
          ? (await import('../completion/zsh.ts')).zshCompletion(model)
          : (await import('../completion/fish.ts')).fishCompletion(model);
    await io.stdout.write(text);
    return EXIT.ok;
  },
});

import { EXIT } from '../exit-codes.ts';
import { COMMON_OPTIONS } from '../options.ts';
import { defineCommand } from './command.ts';
import { commandNamed, commandsOfGroup, commandWords, unknownCommand } from './find-command.ts';

export const help = defineCommand<{ readonly columns?: number }>({
  name: 'help',
  summary: 'explain a command',
  group: 'Everything else',
  operands: [{ name: 'COMMAND', help: 'the command; none for an overview', optional: true, many: true }],
  options: COMMON_OPTIONS,
  readsConfig: false,
  examples: [
    ['clearpull help check', 'every option of a check'],
    ['clearpull help cache', 'the commands about the cache'],
  ],
  async run({ operands, settings, io, version, commands }) {
    const { commandHelp, groupHelp, overview } = await import('../help.ts');
    const name = operands.join(' ');
    const width = settings.columns ?? io.stdout.columns ?? 80;
    const command = commandNamed(commands, name);
    const group = commandsOfGroup(commands, name);
    if (name !== '' && command === undefined && group.length === 0) {
      throw unknownCommand(name, [...commandWords(commands), ...commands.map((one) => one.name)]);
    }
    const text =
      command !== undefined
        ? commandHelp(command, width)
        : group.length > 0
          ? groupHelp(name, group, width)
          : overview(commands, version, width);
    await io.stdout.write(text);
    return EXIT.ok;
  },
});

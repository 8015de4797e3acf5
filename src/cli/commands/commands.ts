import type { CommandList } from '../command-line.ts';
import { check } from './check.ts';
import { completion } from './completion.ts';
import { configShow } from './config-show.ts';
import { help } from './help.ts';
import { version } from './version.ts';

/** Every command, in the order in which the help shows them. The first is what runs without a command's name. */
export const COMMANDS: CommandList = [check, configShow, completion, help, version];

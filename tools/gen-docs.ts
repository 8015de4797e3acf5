/**
 * Writes docs/cli.md, the reference of the command line, or with `--check` only compares. Run: `npm run docs`.
 */
import { COMMANDS } from '../src/cli/commands/commands.ts';
import { cliReference } from './cli-reference.ts';
import { writeOrCheck } from './generated.ts';

writeOrCheck('npm run docs', { 'docs/cli.md': cliReference(COMMANDS) });

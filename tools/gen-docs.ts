/**
 * Writes docs/cli.md, the reference of the command line, docs/newcomer.md, what it answers to mistakes, and
 * docs/provenance-producers.md; or with
 * `--check` only compares. Run: `npm run docs`.
 */
import { COMMANDS } from '../src/cli/commands/commands.ts';
import { cliReference } from './cli-reference.ts';
import { writeOrCheck } from './generated.ts';
import { newcomerTranscript } from './newcomer.ts';
import { provenanceTable } from './provenance-table.ts';

writeOrCheck('npm run docs', {
  'docs/cli.md': cliReference(COMMANDS),
  'docs/newcomer.md': await newcomerTranscript(),
  'docs/provenance-producers.md': provenanceTable(),
});

/**
 * Writes docs/cli.md, the reference of the command line, docs/newcomer.md, what it answers to mistakes,
 * docs/provenance-producers.md, docs/archives.md, and docs/rules/, a page for each detector; or with `--check` only compares.
 * Run: `npm run docs`.
 */
import { COMMANDS } from '../src/cli/commands/commands.ts';
import { archiveFormats } from './archive-formats.ts';
import { cliReference } from './cli-reference.ts';
import { writeOrCheck } from './generated.ts';
import { newcomerTranscript } from './newcomer.ts';
import { provenanceTable } from './provenance-table.ts';
import { rulePages } from './rule-pages.ts';

writeOrCheck('npm run docs', {
  'docs/cli.md': cliReference(COMMANDS),
  'docs/newcomer.md': await newcomerTranscript(),
  'docs/provenance-producers.md': provenanceTable(),
  'docs/archives.md': archiveFormats(),
  ...(await rulePages()),
});

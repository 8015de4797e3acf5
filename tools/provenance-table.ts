import { DEFAULT_LIMITS } from '../src/base/limits.ts';
import { PRODUCERS } from '../src/trace/provenance/producers.ts';
import { readProvenance } from '../src/trace/provenance/read-provenance.ts';
import { readStatement } from '../src/trace/statement/statement.ts';
import { PROVENANCE_SAMPLES, sampledImage } from '../testkit/provenance-samples.ts';

/** docs/provenance-producers.md: the list of producers, and what is read out of a sample of each. */
export function provenanceTable(): string {
  const image = sampledImage();
  const rows = PROVENANCE_SAMPLES.map(({ name, statement }) => {
    const read = readProvenance(
      readStatement(statement(image), name, DEFAULT_LIMITS.maxStatementSubjects),
      DEFAULT_LIMITS,
    );
    if (read === undefined) throw new Error(`${name} could not be read`);
    const { source, dockerfile, args, materials, platform, completeness, invocation } = read;
    const said = [source?.uri && 'repository', source?.revision && 'revision', source?.path && 'path'].filter(
      Boolean,
    );
    const complete = Object.entries(completeness).flatMap(([part, all]) => (all ? [part] : []));
    return `| ${[
      name,
      said.join(', '),
      source === undefined ? '' : `${source.saidBy}, of the ${source.of}`,
      dockerfile?.text === undefined ? (dockerfile?.path === undefined ? '' : 'path') : 'text, path',
      args.size > 0 ? 'yes' : '',
      String(materials.length),
      platform ?? '',
      complete.join(', '),
      invocation === undefined ? '' : 'yes',
    ].join(' | ')} |`;
  });
  return `# Producers of provenance

Made by \`npm run docs\` out of the producers in \`src/trace/provenance/producers.ts\` and the samples in
\`testkit/provenance-samples.ts\`, which the tests read as well. Of producers that are not in the list, the fields that
SLSA provenance 0.2 and 1.x define are read.

| producer | build types | what it says of the source |
|---|---|---|
${PRODUCERS.map(({ title, buildTypes, reference, sourceSays }) => `| [${title}](${reference}) | ${buildTypes.map((type) => `\`${type}\``).join('<br>')} | ${sourceSays} |`).join('\n')}

What is read out of each sample. A source of the *workflow* is where the build was run from; what it built may be from
elsewhere, so that another label contradicts nothing. A source of the *client* was not looked at by the builder.

| sample | source | who says so | Dockerfile | build arguments | materials | platform | said to be complete | run |
|---|---|---|---|---|---|---|---|---|
${rows.join('\n')}
`;
}

import type { Instruction } from '../explanation.ts';
import { canonical } from './canonical.ts';
import { type Arguments, type Variables, variablesOf } from './follow.ts';
import { parseDockerfile, type SourceInstruction } from './parse-dockerfile.ts';

/** What containerd and BuildKit put in when the base sets no PATH. */
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** An instruction won back from a row, taken apart as a Dockerfile's would be. */
export function asSource({ text }: Pick<Instruction, 'text'>): SourceInstruction | undefined {
  return parseDockerfile(`FROM x\n${text}`).stages[0]?.instructions[0];
}

/** The variables in force where a Dockerfile begins: what the rows of its base set. */
export function variablesBehind(rows: readonly Instruction[], args: Arguments): Variables {
  const environment = new Map([['PATH', DEFAULT_PATH]]);
  const workdirs: SourceInstruction[] = [];
  for (const row of rows) {
    if (row.keyword !== 'ENV' && row.keyword !== 'WORKDIR') continue;
    const set = asSource(row);
    if (set === undefined) continue;
    if (set.keyword === 'WORKDIR') workdirs.push(set);
    else {
      const form = canonical(set, () => undefined);
      for (const [, key, value] of form.matchAll(/(?:^ENV | )([A-Za-z_]\w*)=("(?:[^"\\]|\\.)*")/g)) {
        environment.set(key ?? '', JSON.parse(value ?? '""') as string);
      }
    }
  }
  const variables = variablesOf(environment, args);
  for (const workdir of workdirs) variables.after(workdir);
  return variables;
}

/** Rows that keep nothing to compare with: a here-document script, and checksums for names. */
export function isUnrecorded({ keyword, text }: Pick<Instruction, 'keyword' | 'text'>): boolean {
  if (keyword === 'RUN') return /^RUN \/dev\/pipes\/\S+$/.test(text);
  return (keyword === 'COPY' || keyword === 'ADD') && /(?:file|dir|multi):[0-9a-f]{64} in /.test(text);
}

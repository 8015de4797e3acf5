import { type Evidence, type Finding, SEVERITIES } from '../finding.ts';
import { lower } from '../finding-order.ts';
import type { StartAct, StartFile } from './start-file.ts';

/**
 * Findings about files that the start chain leaves behind, with evidence on the commands that write them. A finding that
 * stands on no such command, or tells of one what is told of it already, is left out.
 *
 * @param before findings about the image as it lies there
 * @param layer the index that stands for what the start chain leaves
 */
export function toldOfScripts(
  found: readonly Finding[],
  before: readonly Finding[],
  files: ReadonlyMap<string, StartFile>,
  layer: number,
): readonly Finding[] {
  const known = new Map<string, number>();
  for (const { rule, severity, evidence } of before) {
    const rank = SEVERITIES.indexOf(severity);
    for (const key of evidence.flatMap((one) => keysOf(rule, one)))
      known.set(key, Math.max(rank, known.get(key) ?? rank));
  }
  return found.flatMap((finding): readonly Finding[] => {
    const acts: { readonly act: StartAct; readonly file: StartFile }[] = [];
    const [first, ...rest] = finding.evidence.map((one): Evidence => {
      const file = one.layer === layer ? files.get(one.path.slice(1)) : undefined;
      if (file === undefined) return one;
      const original = inImage(one, file);
      if (original !== undefined) return original;
      const act = actOf(one, file);
      if (act === undefined) return one;
      acts.push({ act, file });
      return onScript(act, one);
    });
    // Where it comes from it may weigh less: a page among tests that a script puts into the web root.
    const rank = SEVERITIES.indexOf(finding.severity);
    const isTold = (place: string): boolean => (known.get(`${finding.rule} ${place}`) ?? -1) >= rank;
    const isNew = acts.some(({ act, file }) => !placesOf(act, file).some(isTold));
    const [shown] = acts;
    if (first === undefined || shown === undefined || !isNew) return [];
    const asked = acts.every(({ act }) => act.asked !== undefined) ? shown.act.asked : undefined;
    const { path, line } = shown.act;
    const where = line === undefined ? path : `${path}, line ${line},`;
    const said = ` ${where} makes /${shown.file.entry.path} so when the container starts.`;
    const less =
      asked === undefined ? '' : ` It does so only behind a condition (${asked}), so it weighs less.`;
    return [
      {
        ...finding,
        severity: asked === undefined ? finding.severity : lower(finding.severity),
        why: `${finding.why}${said}${less}`,
        evidence: [first, ...rest],
      },
    ];
  });
}

/** Where a finding's evidence says that something is, as far as another one may mean the same. */
function keysOf(rule: string, { path, line, goneIn }: Evidence): readonly string[] {
  if (goneIn !== undefined) return [];
  return [`${rule} ${path}:${line ?? ''}`, `${rule} ${path}`];
}

/** The places of which the same may be told: the command, and the file that it copies. */
function placesOf({ path, line }: StartAct, { source }: StartFile): readonly string[] {
  return [`${path}:${line ?? ''}`, ...(source === undefined ? [] : [`/${source}`])];
}

/** A line that the image's own file has already is where it was. */
function inImage(evidence: Evidence, { text, before, entry }: StartFile): Evidence | undefined {
  const line = lineOf(text, evidence.line);
  if (before?.text === undefined || line === undefined) return undefined;
  const at = before.text.split('\n').indexOf(line);
  return at < 0 ? undefined : { ...evidence, path: `/${entry.path}`, layer: before.layer, line: at + 1 };
}

/** The first command after which the line is there, or the last one where no line is meant. */
function actOf(evidence: Evidence, { text, acts }: StartFile): StartAct | undefined {
  const line = lineOf(text, evidence.line);
  const first = line === undefined ? undefined : acts.find((one) => one.text?.split('\n').includes(line));
  return (first ?? acts.at(-1))?.act;
}

function lineOf(text: string | undefined, line: number | undefined): string | undefined {
  return line === undefined ? undefined : text?.split('\n', line)[line - 1];
}

function onScript({ path, layer, line }: StartAct, { excerpt }: Evidence): Evidence {
  return { path, ...(layer !== undefined && { layer }), ...(line !== undefined && { line }), excerpt };
}

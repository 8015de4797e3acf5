const OPENS = /<<[~-]?(?:(["'`])([A-Za-z_]\w{0,60})\1|([A-Z_][A-Z\d_]{0,60}))(?=\s{0,20}[;,).\n]|$)/;
const ENDS = /^[ \t]{0,100}([A-Za-z_]\w{0,60})[ \t\r;]{0,10}$/;
const MAX_LINES = 50_000;

/** Here documents of Perl and Ruby as strings where they are opened: `system(<<X)` and its lines as `system("…")`. */
export function withoutHereDocuments(text: string): string {
  if (!/<<[~-]?["'`A-Z_]/.test(text)) return text;
  const lines = text.split('\n');
  if (lines.length > MAX_LINES) return text;
  const ends = endsOf(lines);
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const opens = OPENS.exec(line);
    const name = opens?.[2] ?? opens?.[3];
    const end = name === undefined ? undefined : nextAfter(at, ends.get(name) ?? []);
    if (opens === null || end === undefined) {
      kept.push(line);
      continue;
    }
    const body = `${lines.slice(at + 1, end).join('\n')}\n`;
    const mark = opens[1] ?? '"';
    const within = body.replaceAll(mark === "'" ? /['\\]/g : new RegExp(mark, 'g'), (char) => `\\${char}`);
    kept.push(
      `${line.slice(0, opens.index)}${mark}${within}${mark}${line.slice(opens.index + opens[0].length)}`,
    );
    at = end;
  }
  return kept.join('\n');
}

/** Lines that may end a here document, by its name, the last one first. */
function endsOf(lines: readonly string[]): ReadonlyMap<string, number[]> {
  const ends = new Map<string, number[]>();
  for (let index = lines.length - 1; index >= 0; index--) {
    const name = ENDS.exec(lines[index] ?? '')?.[1];
    if (name === undefined) continue;
    const of = ends.get(name);
    if (of === undefined) ends.set(name, [index]);
    else of.push(index);
  }
  return ends;
}

/** The first of them behind a line; those before it are taken away, as whoever asks goes forwards. */
function nextAfter(line: number, ends: number[]): number | undefined {
  while ((ends.at(-1) ?? line + 1) <= line) ends.pop();
  return ends.at(-1);
}

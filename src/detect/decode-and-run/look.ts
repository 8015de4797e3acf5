import { firstGroup } from '../../explain/start-chain/first-group.ts';
import { programRuns } from '../runs/in-programs/program-runs.ts';
import type { Run } from '../runs/in-shell/run.ts';
import { runsIn } from '../runs/in-shell/runs-in.ts';
import { unclearOutput } from '../runs/in-shell/unclear.ts';
import type { Hit, LookedAt } from '../text/looked-at.ts';
import type { TextUnit } from '../text/text-unit.ts';
import { holdsCoded } from './holds-coded.ts';
import type { Seen } from './seen.ts';

/** What no text of a program has in it. */
const CONTROL = /[^\P{Cc}\t\n\r\f\x1b]/u;
/** What comes out by trial is only then what was meant when it makes sense: any text can be turned round, or shifted by a number. */
const TRIED = /reversed|xor|shifted/;
const SENSE =
  /\b(?:import|require|function|return|exec|eval|system|echo|curl|wget|bash|sudo|print|subprocess|chmod|while|then)\b|https?:\/\/|\/(?:bin|dev|etc|home|opt|root|tmp|usr|var)\/|\b\d{1,3}(?:\.\d{1,3}){3}\b/g;
/** No program is made of signs alone. */
const LETTERS = /[A-Za-z]{2}/;
/** The script reads its own text. */
const OWN_TEXT = /\$0|\$\{0\}|BASH_SOURCE/;
const CODE: ReadonlySet<string> = new Set(['shell', 'python', 'perl', 'php', 'ruby', 'node', 'lua', 'awk']);

/** Programs that a text decodes and runs, and programs that it carries in code. */
export function lookForDecoding(file: LookedAt): readonly Hit<Seen>[] {
  const hits: Hit<Seen>[] = [];
  const decoded = file.units.filter(
    ({ via, language, text, values = text }) =>
      via !== undefined &&
      CODE.has(language) &&
      LETTERS.test(text) &&
      (!TRIED.test(via) || makesSense(values, via)),
  );
  for (const unit of file.units) {
    if (unit.program === true) hits.push(carriedProgram(unit));
    for (const run of runsIn(unit.commands)) {
      if (run.how === 'decoded') hits.push(...inShell(run, unit, decoded));
      else if (run.how === 'unclear') hits.push(unclear(run, unit));
    }
    // The decoded text is looked at as well; what it decodes itself is one stack of codings.
    for (const run of programRuns(unit.text, unit.language)) {
      if (run.how !== 'decoded') continue;
      const line = unit.line ?? run.line;
      const out = decoded.find((other) => other !== unit && (other.line === line || unit.line === undefined));
      const source = out !== undefined ? 'text' : holdsCoded(unit.text) ? 'opaque' : 'outside';
      const names = source === 'outside' ? namesIn(run.excerpt) : {};
      hits.push({ line, excerpt: run.excerpt, data: { ...seen(source, out?.via ?? unit.via), ...names } });
      if (out !== undefined) hits.push(shown(out, line));
    }
  }
  return hits;
}

/** Of a text that was turned round, more than before. */
function makesSense(text: string, via: string): boolean {
  const found = wordsIn(text);
  return found > 0 && (via !== 'reversed' || found > wordsIn(Array.from(text).toReversed().join('')));
}

function wordsIn(text: string): number {
  return text.match(SENSE)?.length ?? 0;
}

function carriedProgram(unit: TextUnit): Hit<Seen> {
  return {
    ...(unit.line !== undefined && { line: unit.line }),
    excerpt: `[decoded: ${unit.via}] an ELF program`,
    data: seen('program', unit.via),
  };
}

function inShell(run: Run, unit: TextUnit, decoded: readonly TextUnit[]): readonly Hit<Seen>[] {
  const { pipeline, ranIn } = run;
  const line = unit.line ?? pipeline.line;
  const ownText = OWN_TEXT.test(pipeline.text);
  const out = decoded.find((other) => other !== unit && (other.line === line || ownText));
  const via = pipeline.decoders ?? out?.via ?? unit.via;
  const text = ranIn === undefined ? pipeline.text : `${pipeline.text} … ${ranIn.text}`;
  const place = { line, excerpt: text };
  const output = pipeline.output ?? out?.text;
  if (output?.startsWith('\x7fELF')) return [{ ...place, data: seen('program', via) }];
  if (output !== undefined && !CONTROL.test(output.slice(0, 1024))) {
    const first: Hit<Seen> = { ...place, data: seen('text', via) };
    return [
      first,
      { line, excerpt: `[decoded: ${via ?? 'as it stands'}] ${output.trim()}`, data: seen('text', via) },
    ];
  }
  const reads = unclearOutput(pipeline, true)?.reads ?? [];
  const files = reads.length > 0 && { files: reads.join('\n'), piped: 'piped' as const };
  return [{ ...place, data: { ...seen(sourceOf(run), via), ...files, ...namesIn(pipeline.text) } }];
}

const NAMED =
  /\$\{?([A-Za-z_]\w{1,100})|(?:environ(?:\.get)?|getenv|ENV|_ENV|_SERVER)\s{0,5}[[({]{1,2}\s{0,5}["']?(\w{2,100})|process\.env(?:\.|\[["'])(\w{2,100})/g;

/** The variables of the environment that a command or line speaks of. */
function namesIn(text: string): Pick<Seen, 'names'> {
  const names = [...text.matchAll(NAMED)].slice(0, 20).map(firstGroup);
  return names.length === 0 ? {} : { names: names.join(' ') };
}

/** What commands make of a file, or of their own words, and a shell runs. */
function unclear({ pipeline, ranIn, unclear: from }: Run, unit: TextUnit): Hit<Seen> {
  const excerpt = ranIn === undefined ? pipeline.text : `${pipeline.text} … ${ranIn.text}`;
  const { reads = [], piped } = from ?? {};
  const data: Seen = {
    ...seen(reads.length === 0 ? 'opaque' : 'file', unit.via),
    ...(reads.length > 0 && { files: reads.join('\n') }),
    ...(piped === true && { piped: 'piped' }),
  };
  return { line: unit.line ?? pipeline.line, excerpt, data };
}

/** Where the coded text comes from that is not known: a file, or what the container is given when it starts. */
function sourceOf({ pipeline }: Run): Seen['source'] {
  if (holdsCoded(pipeline.text)) return 'opaque';
  const outside = /\$(?:\{?[A-Za-z_]\w*|[@*1-9])/.test(pipeline.text);
  const file = /(?:^|[\s<"'=])(?:\.{0,2}\/[\w.-]{1,100}){1,20}/.test(pipeline.text);
  return OWN_TEXT.test(pipeline.text) || (file && !outside) ? 'opaque' : 'outside';
}

function shown(unit: TextUnit, line: number): Hit<Seen> {
  return { line, excerpt: `[decoded: ${unit.via}] ${unit.text.trim()}`, data: seen('text', unit.via) };
}

function seen(source: Seen['source'], via: string | undefined): Seen {
  return { source, ...(via !== undefined && { via }) };
}

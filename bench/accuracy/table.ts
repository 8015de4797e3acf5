import { BY_HAND } from './corpus/cases.ts';
import type { HiddenResult, Measured } from './measure.ts';
import { wilson } from './wilson.ts';

/** Recall and precision by class, recall by way to hide, and false alarms by severity, as Markdown. */
export function tablesOf(measured: Measured): string {
  const { hidden, honest, falseAlarms } = measured;
  return [
    '### By class',
    'Precision counts the honest images of which a rule of the class says something that the policy asks about.',
    table(
      ['Class', 'Cases', 'Found', 'Recall (95 %)', 'Stopped', 'False alarms', 'Precision (95 %)'],
      [...rowsByClass(measured), totalRow(measured)],
    ),
    '### By way to hide',
    table(
      ['Way to hide', 'Cases', 'Found', 'Recall (95 %)', 'Stopped'],
      groups(
        hidden,
        ({ evasion }) => evasion,
        (name) => (name === BY_HAND ? 1 : 0),
      ).map(([name, ones]) => [name, ...recallCells(ones)]),
    ),
    '### False alarms',
    `${honest} honest images. An upper bound says what is still possible where none was seen.`,
    table(
      ['', 'Images', 'Share (95 %)'],
      [
        ...(['critical', 'high', 'medium'] as const).map((severity) => {
          const images = imagesWith(falseAlarms.filter((one) => one.severity === severity));
          return [`asked about, ${severity}`, String(images), shareOf(images, honest)];
        }),
        ...(['review', 'block'] as const).map((decision) => {
          const images = imagesWith(falseAlarms.filter((one) => one.decision === decision));
          return [`verdict ${decision}`, String(images), shareOf(images, honest)];
        }),
      ],
    ),
    ...(falseAlarms.length === 0
      ? []
      : [falseAlarms.map(({ case: name, rule, severity }) => `- ${name}: ${rule}, ${severity}`).join('\n')]),
  ].join('\n\n');
}

function rowsByClass({ hidden, falseAlarms }: Measured): readonly (readonly string[])[] {
  return groups(hidden, (one) => one.class).map(([name, ones]) => {
    const found = ones.filter((one) => one.found).length;
    const alarms = imagesWith(falseAlarms.filter((one) => one.class === name));
    return [name, ...recallCells(ones), String(alarms), shareOf(found, found + alarms)];
  });
}

function totalRow({ hidden, falseAlarms }: Measured): readonly string[] {
  const found = hidden.filter((one) => one.found).length;
  const alarms = imagesWith(falseAlarms);
  return ['**all**', ...recallCells(hidden), String(alarms), shareOf(found, found + alarms)];
}

function recallCells(ones: readonly HiddenResult[]): readonly string[] {
  const found = ones.filter((one) => one.found).length;
  const stopped = ones.filter((one) => one.stopped).length;
  return [String(ones.length), String(found), shareOf(found, ones.length), String(stopped)];
}

function imagesWith(alarms: Measured['falseAlarms']): number {
  return new Set(alarms.map((one) => one.case)).size;
}

function groups(
  results: readonly HiddenResult[],
  key: (one: HiddenResult) => string,
  last: (name: string) => number = () => 0,
): readonly (readonly [string, readonly HiddenResult[]])[] {
  return [...Map.groupBy(results, key)].sort(([a], [b]) => last(a) - last(b));
}

/** `97.5 % (95.1 – 98.7)`. */
export function shareOf(hits: number, all: number): string {
  if (all === 0) return '-';
  const [lower, upper] = wilson(hits, all);
  const percent = (share: number): string => (100 * share).toFixed(1);
  return `${percent(hits / all)} % (${percent(lower)} – ${percent(upper)})`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

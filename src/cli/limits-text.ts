import { LIMIT_NAMES, LIMITS, type LimitName } from '../base/limits.ts';
import { formatCount } from '../base/quantities.ts';
import { wrap } from '../report/text/layout.ts';

const INTRODUCTION =
  'Bounds on what is read. What lies beyond one is reported as not read, and --strict ends with exit code 4. Each can ' +
  'be set with --limit NAME=VALUE, or all in CLEARPULL_LIMIT, such as "maxLayers=2000 maxPathBytes=64KiB".';

/** What `clearpull limits` prints: every limit, its default, what it bounds. */
export function limitsText(format: 'text' | 'json', columns: number): string {
  if (format === 'json') {
    const rows = LIMIT_NAMES.map((name) => ({ name, default: LIMITS[name].preset, ...withoutPreset(name) }));
    return `${JSON.stringify(rows, null, 2)}\n`;
  }
  const rows = LIMIT_NAMES.map((name) => [name, valueText(name), LIMITS[name].help] as const);
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    ...wrap(INTRODUCTION, Math.max(40, Math.min(100, columns))),
    '',
    ...rows.flatMap(([name, value, help]) => {
      const left = `  ${name.padEnd(width)}  ${value.padStart(9)}  `;
      const [first = '', ...rest] = wrap(help, Math.max(20, columns - left.length));
      return [left + first, ...rest.map((line) => ' '.repeat(left.length) + line)];
    }),
    '',
  ].join('\n');
}

function withoutPreset(name: LimitName): { readonly unit: string; readonly help: string } {
  const { unit, help } = LIMITS[name];
  return { unit, help };
}

const UNITS = ['GiB', 'MiB', 'KiB'] as const;

function valueText(name: LimitName): string {
  const { preset, unit } = LIMITS[name];
  if (unit === 'count') return formatCount(preset);
  for (const [power, suffix] of UNITS.entries()) {
    const factor = 1024 ** (UNITS.length - power);
    if (preset >= factor && preset % factor === 0) return `${preset / factor} ${suffix}`;
  }
  return `${formatCount(preset)} B`;
}

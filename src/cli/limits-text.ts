import { LIMIT_NAMES, LIMITS, type LimitName } from '../base/limits.ts';
import { formatCount } from '../base/quantities.ts';

/** What `clearpull limits` prints: every limit, its default, what it bounds. */
export function limitsText(format: 'text' | 'json'): string {
  if (format === 'json') {
    const rows = LIMIT_NAMES.map((name) => ({ name, default: LIMITS[name].preset, ...withoutPreset(name) }));
    return `${JSON.stringify(rows, null, 2)}\n`;
  }
  const rows = LIMIT_NAMES.map((name) => [name, valueText(name), LIMITS[name].help] as const);
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    'Bounds on what is read. What lies beyond one is reported as not read, and --strict ends with exit code 4.',
    'Each can be set with --limit NAME=VALUE, or all in CLEARPULL_LIMIT, such as "maxLayers=2000 maxPathBytes=64KiB".',
    '',
    ...rows.map(([name, value, help]) => `  ${name.padEnd(width)}  ${value.padStart(9)}  ${help}`),
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

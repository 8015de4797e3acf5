import { oneLine } from '../../explain/printable.ts';
import type { ImageConfig } from '../../image/config.ts';

export interface DifferingSetting {
  /** `Env`, `Labels.version`, `history row 3`. */
  readonly name: string;
  readonly original: string;
  readonly rebuilt: string;
  /** Why it is no difference in what was built. */
  readonly explained?: string;
}

/** Labels that say when or with what an image was built. */
const LABELS: Readonly<Record<string, string>> = {
  'org.opencontainers.image.created': 'the time of the build',
  'org.label-schema.build-date': 'the time of the build',
  'build-date': 'the time of the build',
  'io.buildah.version': 'the version of the builder',
};
const MAX_ROWS = 10_000;

/** What two configurations say differently: settings and what the history says was done, but for times. */
export function differingSettings(original: ImageConfig, rebuilt: ImageConfig): readonly DifferingSetting[] {
  const found: DifferingSetting[] = [];
  const compare = (name: string, a: unknown, b: unknown, explained?: string): void => {
    const [one, other] = [textOf(a), textOf(b)];
    if (one !== other) found.push({ name, original: one, rebuilt: other, ...(explained && { explained }) });
  };
  compare('architecture', original.architecture, rebuilt.architecture);
  compare('os', original.os, rebuilt.os);
  const keys = new Set([...Object.keys(original.config), ...Object.keys(rebuilt.config)]);
  for (const key of [...keys].filter((one) => one !== 'Labels').sort()) {
    compare(key, valueAt(original.config, key), valueAt(rebuilt.config, key));
  }
  const [labels, others] = [original.config.Labels ?? {}, rebuilt.config.Labels ?? {}];
  for (const label of [...new Set([...Object.keys(labels), ...Object.keys(others)])].sort()) {
    compare(
      `Labels.${oneLine(label, 200)}`,
      labels[label],
      others[label],
      Object.hasOwn(LABELS, label) ? LABELS[label] : undefined,
    );
  }
  const rows = Math.min(Math.max(original.history.length, rebuilt.history.length), MAX_ROWS);
  for (let i = 0; i < rows; i++) {
    compare(`history row ${i + 1}`, original.history[i]?.created_by, rebuilt.history[i]?.created_by);
  }
  return found;
}

function valueAt(config: object, key: string): unknown {
  return Object.hasOwn(config, key) ? (config as Record<string, unknown>)[key] : undefined;
}

/** Sorted keys, so that order says nothing; what is not set and what is set to nothing are the same. */
function textOf(value: unknown): string {
  if (value === undefined || value === null || value === '') return '';
  if (typeof value === 'string') return oneLine(value, 1000);
  const sorted = JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
  return sorted === '{}' || sorted === '[]' ? '' : oneLine(sorted, 1000);
}

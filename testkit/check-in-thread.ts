import assert from 'node:assert/strict';
import { checkImage } from '../src/app/check.ts';
import type { LayerJob } from '../src/app/layers/layer-job.ts';
import { runLayerJob } from '../src/app/layers/run-layer-job.ts';
import { type Assessment, DEFAULT_POLICY } from '../src/assess/index.ts';
import type { Limits } from '../src/base/limits.ts';
import { visible } from '../src/base/visible.ts';
import { EMPTY_CATALOG } from '../src/catalog/index.ts';
import { FORMATS, renderReport } from '../src/report/index.ts';
import { openTarget, parseTarget } from '../src/source/index.ts';
import type { LayerCache } from '../src/store/layer-cache.ts';
import { sourceOptions } from './source-options.ts';

/**
 * Checks what a local target names, all platforms of it, as the command does, but without worker threads: fast enough to do it a thousand times. Throws what the command would show as an error.
 *
 * @param scratch where a compressed archive may be unpacked
 */
export async function checkInThread(
  target: string,
  limits: Limits,
  scratch: string,
  cache?: LayerCache,
): Promise<Assessment[]> {
  const options = sourceOptions(scratch, { limits, platform: 'all', platformGiven: true });
  const source = await openTarget(parseTarget(target), options);
  const assessments: Assessment[] = [];
  try {
    for (const image of source.images) {
      const common = {
        policy: DEFAULT_POLICY,
        limits,
        registry: options.registry,
        workers: 1,
        catalog: EMPTY_CATALOG,
        suppressions: {},
        pool: { run: (job: LayerJob) => runLayerJob(job), close: () => Promise.resolve() },
      };
      // A cache that loses something in the midst is done without, as the command does.
      const checked =
        (await checkImage(image, { ...common, cache })) ??
        (await checkImage(image, { ...common, cache: undefined }));
      assert.ok(checked !== undefined);
      assessments.push(checked.assessment);
    }
  } finally {
    await source.close();
  }
  return assessments;
}

/** Every report on the assessments. Throws when one lets text of the image do more than be read. */
export async function checkedReports(assessments: readonly Assessment[]): Promise<string[]> {
  const reports: string[] = [];
  const input = { assessments, failed: [], several: assessments.length > 1 };
  for (const format of FORMATS) {
    const options = { columns: 80, verbose: true };
    const report = await renderReport(format, input, { toolVersion: '0' }, options);
    checkShowable(report, format);
    if (format === 'json' || format === 'sarif') JSON.parse(report);
    reports.push(report);
  }
  return reports;
}

/** Throws when a text holds anything that a terminal would obey or a reader could not see, but line ends. */
export function checkShowable(text: string, what: string): void {
  for (const line of text.split('\n')) {
    // The one sign of ours with a variation selector.
    const own = line.replaceAll('⚠️', '');
    const shown = visible(own);
    if (shown === own) continue;
    let at = 0;
    while (shown[at] === own[at]) at++;
    assert.fail(`${what} lets through ${JSON.stringify(own.slice(Math.max(0, at - 20), at + 20))}`);
  }
}

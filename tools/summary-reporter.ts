import type { Reporter, TestModule, Vitest } from 'vitest/node';

/** Ends a run with what was left out and why, and with `N passed, N failed` alone on a line. */
export class SummaryReporter implements Reporter {
  onInit(_vitest: Vitest): void {}

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    const leftOut: string[] = [];
    for (const module of modules) {
      let own = 0;
      for (const test of module.children.allTests()) {
        own++;
        const result = test.result();
        if (result.state === 'passed') passed++;
        else if (result.state === 'failed') failed++;
        else
          leftOut.push(
            `${test.fullName}: ${'note' in result && result.note ? result.note : 'no reason given'}`,
          );
      }
      // A file that broke before its tests were known counts as one failure.
      if (own === 0 || module.errors().length > 0) failed++;
    }
    const lines: string[] = [];
    if (leftOut.length > 0) {
      lines.push(`Left out (${leftOut.length}):`, ...leftOut.map((line) => `  ${line}`));
      if (process.env['CI'] !== undefined) {
        lines.push('Under CI a test that is left out counts as failed.');
        failed += leftOut.length;
        process.exitCode = 1;
      }
    }
    lines.push(`${passed} passed, ${failed} failed`);
    process.stdout.write(`\n${lines.join('\n')}\n`);
  }
}

import { workerData } from 'node:worker_threads';
import type { RuleStep, RuleThreadData, RuleWork, StepAnswer } from './rule-step.ts';
import { CompiledRules, loadYara } from './yara-engine.ts';

/*
 * The thread in which rules are tried, so that one that does not end can be ended: YARA-X has no time limit as
 * WebAssembly. It answers each step by a message and counts it in shared memory, where the other side waits.
 */
const { engine, port, done, sources, rules } = workerData as RuleThreadData;
const compiled = new Map<number, CompiledRules>();

port.on('message', ({ files, steps }: RuleWork) => {
  for (const step of steps) {
    port.postMessage(answerTo(step, files[step.file] ?? new Uint8Array()));
    advance();
  }
});
try {
  // Loading it takes longer than anything that comes later, and has its own time.
  if (engine !== undefined) loadYara(engine);
  new CompiledRules('rule ready { condition: true }').free();
} catch {
  // Each step will say why.
}
advance();

function advance(): void {
  Atomics.add(done, 0, 1);
  Atomics.notify(done, 0);
}

function answerTo({ source, rules: asked }: RuleStep, bytes: Uint8Array): StepAnswer {
  try {
    let known = compiled.get(source);
    if (known === undefined) {
      known = new CompiledRules(sources[source] ?? '');
      compiled.set(source, known);
      // Compiling has its own time.
      advance();
    }
    const matches = known.scan(bytes);
    return asked.flatMap((rule) => {
      const places = matches.get(rules[rule]?.name ?? '');
      return places === undefined ? [] : [{ rule, places }];
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return asked.map((rule) => ({ rule, failed: { detail: why, unfinished: false } }));
  }
}

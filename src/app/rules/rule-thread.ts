import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { RuleAnswer, RuleCandidate } from '../../analyze/index.ts';
import type { Limits } from '../../base/limits.ts';
import type { RuleName, RuleStep, RuleThreadData, RuleWork, StepAnswer } from './rule-step.ts';
import { yaraModule } from './yara-module.ts';

/** The source runs as TypeScript in development and as JavaScript once built. */
const WORKER = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './rule-worker.ts' : './rule-worker.js', import.meta.url),
);
/** Milliseconds for the thread to begin at all; a machine may be busy. */
const START_TIME = 60_000;

interface Running {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly done: Int32Array;
}

/**
 * Tries rules on files in a thread of its own, and waits for it: the byte pass goes on when the answers are there.
 * The thread begins with the first file. A source that takes too long on one file is not tried any more.
 */
export class RuleThread {
  readonly #sources: readonly string[];
  readonly #rules: readonly RuleName[];
  readonly #milliseconds: number;
  readonly #givenUp = new Set<number>();
  #running: Running | undefined;

  constructor(
    sources: readonly string[],
    rules: readonly RuleName[],
    limits: Pick<Limits, 'maxRuleSeconds'>,
  ) {
    this.#sources = sources;
    this.#rules = rules;
    this.#milliseconds = limits.maxRuleSeconds * 1000;
  }

  /** One answer for each file. Never throws for what a rule does. */
  tryRules(files: readonly RuleCandidate[]): readonly RuleAnswer[] {
    const answers: RuleAnswer[] = files.map(() => []);
    const add = ({ file }: RuleStep, answer: StepAnswer): void => {
      answers[file] = [...(answers[file] ?? []), ...answer];
    };
    const bytes = files.map((file) => file.bytes);
    let steps = files.flatMap(({ rules }, file) => this.#stepsOf(file, rules));
    while (steps.length > 0) {
      const skipped = steps.filter(({ source }) => this.#givenUp.has(source));
      for (const step of skipped) add(step, failure(step, NOT_TRIED));
      steps = steps.filter(({ source }) => !this.#givenUp.has(source));
      if (steps.length === 0) break;
      const finished = this.#run({ files: bytes, steps });
      for (const [at, answer] of finished.entries()) {
        const step = steps[at];
        if (step !== undefined) add(step, answer);
      }
      const hung = steps[finished.length];
      if (hung !== undefined) {
        this.#givenUp.add(hung.source);
        add(
          hung,
          failure(
            hung,
            `a rule did not come to an end on it within ${this.#milliseconds / 1000} s (maxRuleSeconds)`,
          ),
        );
      }
      steps = steps.slice(finished.length + 1);
    }
    return answers.map((answer) => [...answer].sort((a, b) => a.rule - b.rule));
  }

  /** Ends the thread, whatever it does. */
  close(): void {
    const running = this.#running;
    this.#running = undefined;
    running?.port.close();
    // Nobody waits for it: it has nothing that could be lost.
    void running?.worker.terminate();
  }

  #stepsOf(file: number, rules: readonly number[]): readonly RuleStep[] {
    const bySource = new Map<number, number[]>();
    for (const rule of rules) {
      const source = this.#rules[rule]?.source ?? 0;
      const of = bySource.get(source);
      if (of === undefined) bySource.set(source, [rule]);
      else of.push(rule);
    }
    return [...bySource].map(([source, of]) => ({ file, source, rules: of }));
  }

  /** The answers to the first steps; fewer than there are steps when the next one does not end. */
  #run(work: RuleWork): readonly StepAnswer[] {
    const running = this.#start();
    const answers: StepAnswer[] = [];
    if (running === undefined) return answers;
    const { port, done } = running;
    let seen = Atomics.load(done, 0);
    port.postMessage(work);
    while (answers.length < work.steps.length) {
      const message = receiveMessageOnPort(port);
      if (message !== undefined) {
        answers.push(message.message as StepAnswer);
        continue;
      }
      if (Atomics.wait(done, 0, seen, this.#milliseconds) === 'timed-out') {
        this.close();
        return answers;
      }
      seen = Atomics.load(done, 0);
    }
    return answers;
  }

  #start(): Running | undefined {
    if (this.#running !== undefined) return this.#running;
    const { port1, port2 } = new MessageChannel();
    const done = new Int32Array(new SharedArrayBuffer(4));
    const data: RuleThreadData = {
      engine: yaraOrNone(),
      port: port2,
      done,
      sources: this.#sources,
      rules: this.#rules,
    };
    const worker = new Worker(WORKER, {
      workerData: data,
      transferList: [port2],
      // Almost all that it has is WebAssembly's.
      resourceLimits: { maxYoungGenerationSizeMb: 2 },
    });
    worker.unref();
    // What goes wrong in it shows as a step without an answer.
    worker.on('error', () => undefined);
    port1.unref();
    this.#running = { worker, port: port1, done };
    if (Atomics.wait(done, 0, 0, START_TIME) !== 'timed-out') return this.#running;
    this.close();
    return undefined;
  }
}

/** Where it cannot be read, the thread says so with each step. */
function yaraOrNone(): object | undefined {
  try {
    return yaraModule();
  } catch {
    return undefined;
  }
}

const NOT_TRIED = 'a rule was not tried on it: rules of the same file took too long on another one';

function failure({ rules }: RuleStep, detail: string): StepAnswer {
  return rules.map((rule) => ({ rule, failed: { detail, unfinished: true } }));
}

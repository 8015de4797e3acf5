import type { Limits } from '../../base/limits.ts';
import type { Image } from '../../image/image.ts';
import type { LayerCache } from '../../store/layer-cache.ts';
import { mapConcurrently } from '../map-concurrently.ts';
import { NO_RULES, type RuleSet } from '../rules/rule-set.ts';
import type { ReadEvents } from '../workshop.ts';
import { FactsBudget, factsCost } from './facts-budget.ts';
import { type LayerKnowledge, leftOut, unlooked } from './layer-knowledge.ts';
import { type LayerPlan, planLayer, readLayer } from './layer-reader.ts';
import type { LayerRunner } from './layer-runner.ts';
import { LookBudget } from './look-budget.ts';
import { readingOrder } from './reading-order.ts';

export interface ReadLayersOptions {
  readonly limits: Limits;
  readonly workers: number;
  readonly cache: LayerCache | undefined;
  readonly pool: LayerRunner;
  /** Rules about the content of files; default none. */
  readonly rules: RuleSet | undefined;
  /** What detectors and rules see is stored, and not told. */
  readonly factsOnly: boolean;
  readonly signal?: AbortSignal;
}

/** Reads or recalls every layer of an image, with what detectors and rules see in it. */
export async function readLayers(
  image: Image,
  options: ReadLayersOptions,
  events: ReadEvents,
): Promise<readonly LayerKnowledge[]> {
  const budget = new FactsBudget(image.layers.length, options.limits.maxImageFactsBytes);
  const plans = await planLayers(image, options.cache, options.rules ?? NO_RULES, budget);
  return carryOut(image, plans, budget, options, events);
}

/** How often the shared counter is turned into events; only what a person sees depends on it. */
const PROGRESS_INTERVAL = 100;

/** From the bottom, so that no more stored facts are held than the budget allows. */
async function planLayers(
  image: Image,
  cache: LayerCache | undefined,
  rules: RuleSet,
  budget: FactsBudget,
): Promise<readonly LayerPlan[]> {
  const plans: LayerPlan[] = [];
  for (const layer of image.layers) {
    const plan = await planLayer(layer, cache, rules);
    if (plan.facts !== undefined) budget.note(plans.length, factsCost(plan.facts));
    if (plan.facts === undefined || budget.firstLeftOut() > plans.length) plans.push(plan);
    else {
      const { facts: _, ...rest } = plan;
      plans.push({ ...rest, needsBytes: false, leftOut: budget.unknown() });
    }
  }
  return plans;
}

async function carryOut(
  image: Image,
  plans: readonly LayerPlan[],
  budget: FactsBudget,
  options: ReadLayersOptions,
  events: ReadEvents,
): Promise<readonly LayerKnowledge[]> {
  const toRead = plans.filter(({ needsBytes }) => needsBytes);
  const bytesToRead = toRead.reduce((sum, { layer }) => sum + (layer.blob.size ?? 0), 0);
  events.onImage?.(image.reference, plans.length, toRead.length, bytesToRead);
  const progress = new BigInt64Array(new SharedArrayBuffer(8));
  let reported = 0;
  const report = (): void => {
    const now = Number(Atomics.load(progress, 0));
    if (now > reported) events.onBytes?.(now - reported);
    reported = now;
  };
  const timer = setInterval(report, PROGRESS_INTERVAL);
  // The same layer twice in an image is read once.
  const running = new Map<string, Promise<LayerKnowledge>>();
  const known: LayerKnowledge[] = [];
  const looks = new LookBudget(plans.length, options.limits.maxImageScriptParts);
  let looked = plans.length;
  const take = (at: number, layer: LayerKnowledge): void => {
    known[at] = layer;
    if (layer.facts !== undefined) budget.note(at, layer.cost);
    for (let i = budget.firstLeftOut(); i < plans.length; i++) {
      const over = known[i];
      if (over?.facts === undefined) continue;
      known[i] = leftOut(over, budget.unknown());
      // Nor may it be held for the sake of a layer above that is the same: that one is left out, too.
      running.set(keyOf(plans[i] as LayerPlan), Promise.resolve(known[i] as LayerKnowledge));
    }
    looks.note(at, layer.work);
    const firstUnlooked = looks.firstLeftOut();
    for (let i = Math.min(firstUnlooked, looked); i < plans.length; i++) {
      const over = known[i];
      if (over?.facts !== undefined && (i === at || i < looked)) known[i] = unlooked(over, looks.unknown());
    }
    looked = Math.min(looked, firstUnlooked);
  };
  try {
    const sizes = plans.map(({ layer }) => layer.blob.size ?? 0);
    const order = readingOrder(sizes, () => looks.isExceeded);
    await mapConcurrently(plans, options.workers, async () => {
      const at = order.next().value ?? 0;
      const plan = plans[at] as LayerPlan;
      const key = keyOf(plan);
      let reading = running.get(key);
      if (reading === undefined) {
        reading = readLayer(plan, {
          pool: options.pool,
          cache: options.cache,
          limits: options.limits,
          factsOnly: options.factsOnly,
          progress,
          withoutTexts: looks.firstLeftOut() <= at,
          noRoom: (cost) => {
            budget.note(at, cost);
            return budget.firstLeftOut() > at ? undefined : budget.unknown();
          },
          ...(options.signal === undefined ? {} : { signal: options.signal }),
        });
        running.set(key, reading);
      }
      take(at, await reading);
      events.onLayerDone?.();
    });
    return known;
  } finally {
    clearInterval(timer);
    report();
  }
}

function keyOf({ layer: { blob, diffId, index } }: LayerPlan): string {
  return `${blob.digest ?? diffId ?? index} ${diffId} ${blob.size}`;
}

export interface Ordered {
  /** What is depended on comes before what depends on it. */
  readonly order: readonly string[];
  /** The first circle found, as the names along it. */
  readonly circle?: readonly string[];
  /** True when there were more than `max`. */
  readonly cut: boolean;
}

/** Everything that `roots` lead to, in the order in which it can start. Each name is asked for once; circles end. */
export function dependencyOrder(
  roots: readonly string[],
  dependenciesOf: (name: string) => readonly string[],
  max: number,
): Ordered {
  const order: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  let circle: readonly string[] | undefined;
  let cut = false;
  const path: { name: string; rest: string[] }[] = [];
  const enter = (name: string): void => {
    const seen = state.get(name);
    if (seen === 'open') {
      const from = path.findIndex((step) => step.name === name);
      circle ??= [...path.slice(from).map((step) => step.name), name];
    }
    if (seen !== undefined) return;
    if (state.size >= max) {
      cut = true;
      return;
    }
    state.set(name, 'open');
    path.push({ name, rest: [...dependenciesOf(name)].reverse() });
  };
  for (const root of roots) {
    enter(root);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.rest.pop();
      if (next !== undefined) {
        enter(next);
        continue;
      }
      state.set(top.name, 'done');
      order.push(top.name);
      path.pop();
    }
  }
  return circle === undefined ? { order, cut } : { order, circle, cut };
}

import { MAX_SYMLINK_HOPS } from '../../base/limits.ts';
import type { LayerFacts } from '../../image/layer-facts.ts';

const MAX_LINKS = 200_000;

/** The symbolic links of the layers below the one that is looked at. */
export class SymlinksBelow {
  readonly #targets = new Map<string, string>();

  /** Goes one layer up. */
  enter({ entries }: LayerFacts): void {
    for (const { path, kind, target } of entries) {
      if (kind === 'symlink' && target !== undefined && this.#targets.size < MAX_LINKS) {
        this.#targets.set(path, target);
      } else this.#targets.delete(path);
    }
  }

  /** Where a path (without leading slash) leads with every link in it followed; undefined for a circle. */
  follow(path: string): string | undefined {
    let pending = path.split('/');
    const done: string[] = [];
    let hops = 0;
    for (let part = pending.shift(); part !== undefined; part = pending.shift()) {
      if (part === '' || part === '.') continue;
      if (part === '..') {
        done.pop();
        continue;
      }
      done.push(part);
      const target = this.#targets.get(done.join('/'));
      if (target === undefined) continue;
      if (++hops > MAX_SYMLINK_HOPS) return undefined;
      done.pop();
      if (target.startsWith('/')) done.length = 0;
      pending = [...target.split('/'), ...pending];
    }
    return done.join('/');
  }
}

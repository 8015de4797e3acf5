import { compareText } from '../../base/compare-text.ts';
import { bySeverity } from '../../detect/finding-order.ts';
import { compareIndicators, type Sighting } from '../indicator.ts';
import { SEEN_DECISIONS, type SeenFinding, type SeenImage } from '../seen-image.ts';

/**
 * The images seen so far, by digest: one that is seen again, under another name or in another report, is the same
 * image, and what was seen of it comes together. In what order does not matter. Texts that many images share are
 * kept once, so that a hundred thousand images fit into memory.
 */
export class SeenImages {
  readonly #images = new Map<string, SeenImage>();
  readonly #texts = new Map<string, string>();
  readonly #findings = new Map<string, SeenFinding>();

  add(image: SeenImage): void {
    const known = this.#images.get(image.digest);
    this.#images.set(image.digest, known === undefined ? this.#compact(image) : this.#merged(known, image));
  }

  get size(): number {
    return this.#images.size;
  }

  /** By digest. */
  sorted(): readonly SeenImage[] {
    return [...this.#images.values()].sort((a, b) => compareText(a.digest, b.digest));
  }

  #merged(a: SeenImage, b: SeenImage): SeenImage {
    const created = [a.created, b.created].filter((one) => one !== undefined).sort(compareText)[0];
    return this.#compact({
      digest: a.digest,
      hasManifest: a.hasManifest || b.hasManifest,
      platform: [a.platform, b.platform].sort(compareText)[0] as string,
      references: [...new Set([...a.references, ...b.references])].sort(compareText),
      decision:
        SEEN_DECISIONS[Math.max(SEEN_DECISIONS.indexOf(a.decision), SEEN_DECISIONS.indexOf(b.decision))] ??
        a.decision,
      suspicious: a.suspicious || b.suspicious,
      ...(created === undefined ? {} : { created }),
      findings: [...a.findings, ...b.findings],
      sightings: [...a.sightings, ...b.sightings],
    });
  }

  #compact(image: SeenImage): SeenImage {
    return {
      ...image,
      platform: this.#text(image.platform),
      findings: distinct(image.findings)
        .sort(bySeverity)
        .map((finding) => this.#finding(finding)),
      sightings: distinct(image.sightings)
        .sort(compareIndicators)
        .map((sighting) => this.#sighting(sighting)),
    };
  }

  #finding(finding: SeenFinding): SeenFinding {
    if (finding.evidence !== undefined) return finding;
    const key = JSON.stringify(finding);
    const known = this.#findings.get(key);
    if (known === undefined) this.#findings.set(key, finding);
    return known ?? finding;
  }

  #sighting({ value, rule, path, layer, layerDigest, ...rest }: Sighting): Sighting {
    return {
      ...rest,
      value: this.#text(value),
      rule: this.#text(rule),
      path: this.#text(path),
      ...(layer === undefined ? {} : { layer: this.#text(layer) }),
      ...(layerDigest === undefined ? {} : { layerDigest: this.#text(layerDigest) }),
    };
  }

  #text(text: string): string {
    const known = this.#texts.get(text);
    if (known === undefined) this.#texts.set(text, text);
    return known ?? text;
  }
}

/** Each once, in an order of its own. */
function distinct<T>(items: readonly T[]): T[] {
  const byText = new Map(items.map((item) => [JSON.stringify(sortedFields(item)), item]));
  return [...byText].sort(([a], [b]) => compareText(a, b)).map(([, item]) => item);
}

function sortedFields(item: unknown): unknown {
  if (typeof item !== 'object' || item === null) return item;
  return Object.entries(item).sort(([a], [b]) => compareText(a, b));
}

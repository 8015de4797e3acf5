import type { Check, CheckInput } from './check.ts';
import { type ImageAddress, imageAddress, ofReference } from './image-address.ts';
import type { Material, Provenance } from './provenance.ts';
import { stageBase } from './stage-base.ts';

/** The base, as provenance tells it: the image behind the last stage's FROM, with the digest it was resolved to. */
export interface ProvenBase {
  readonly name: string;
  readonly digest: string;
}

/** The base image in the materials; undefined when the Dockerfile's FROM is not known or not among them. */
export function baseAmongMaterials({ provenance, fit }: CheckInput): ProvenBase | undefined {
  const from = fit?.stage === undefined ? undefined : stageBase(fit.stage);
  if (from === undefined) return undefined;
  const digest = digestOf(images(provenance), from);
  return digest === undefined ? undefined : { name: nameOf(from), digest };
}

/** The base that annotations or labels name, against the images among the materials. */
export function checkBase(input: CheckInput): readonly Check[] {
  const { provenance, explanation } = input;
  const { base } = explanation;
  if (base.digest === undefined) return [];
  const known = images(provenance);
  const named = base.name === undefined ? undefined : ofReference(base.name);
  if (known.some(({ material }) => digestIn(material) === base.digest)) {
    return [{ about: 'base', result: 'agrees', text: `base ${base.digest} is among its materials` }];
  }
  const digest = named === undefined ? undefined : digestOf(known, named);
  if (digest !== undefined) {
    const text = `base ${base.name} was ${digest} when it was built, the ${base.claimedBy} says ${base.digest}`;
    return [{ about: 'base', result: 'differs', text }];
  }
  return [{ about: 'base', result: 'untold', text: `base ${base.digest} is not among its materials` }];
}

/** Tells which digest an image, as a Dockerfile writes it, was resolved to by the materials. */
export function resolver(provenance: Pick<Provenance, 'materials'>): (written: string) => string | undefined {
  const known = images(provenance);
  return (written) => {
    const address = ofReference(written);
    return address === undefined ? undefined : digestOf(known, address);
  };
}

function digestOf(known: readonly ImageMaterial[], of: ImageAddress): string | undefined {
  const found = known.find(({ address }) => isSame(address, of));
  return found === undefined ? undefined : digestIn(found.material);
}

interface ImageMaterial {
  readonly address: ImageAddress;
  readonly material: Material;
}

function images({ materials }: Pick<Provenance, 'materials'>): readonly ImageMaterial[] {
  return materials.flatMap((material) => {
    const address = imageAddress(material.uri);
    return address === undefined ? [] : [{ address, material }];
  });
}

function digestIn({ digests }: Material): string | undefined {
  const hex = digests.get('sha256');
  return hex === undefined || !/^[0-9a-f]{64}$/.test(hex) ? undefined : `sha256:${hex}`;
}

/** The same repository, and the same tag where both name one. */
function isSame(a: ImageAddress, b: ImageAddress): boolean {
  return a.name === b.name && (a.tag === undefined || b.tag === undefined || a.tag === b.tag);
}

function nameOf({ name, tag }: ImageAddress): string {
  return tag === undefined ? name : `${name}:${tag}`;
}

import type { KnownBase } from '../../explain/explanation.ts';
import type { ImageView } from '../detector.ts';
import type { Evidence, Finding } from '../finding.ts';
import type { ClaimedName } from './claimed-name.ts';
import { likeness } from './near.ts';
import { ADDED_LAYERS, NAME, NOT_INSIDE, OFFICIAL_NAME } from './rules.ts';
import { holds, isWhollyRead } from './software.ts';
import { SOFTWARE } from './well-known.ts';

/** Shorter names have honest neighbours; those one letter away need one letter more (mango is no mongo). */
const LEAST_LETTERS = 5;
const MAX_ADDED = 10;

/** The name, held against the layers and the files. */
export function nameFindings(view: ImageView, claimed: ClaimedName): readonly Finding[] {
  const { name, by } = claimed;
  if (by === 'official' || by === 'publisher') return [];
  if (Object.hasOwn(SOFTWARE, name)) return byContent(view, claimed);
  if (by === 'private' || name.length < LEAST_LETTERS) return [];
  const official = Object.keys(SOFTWARE).find((known) => isNear(name, known));
  return official === undefined ? [] : [nearName(view, claimed, official)];
}

function isNear(name: string, known: string): boolean {
  const like = likeness(name, known);
  return like !== undefined && known.length >= LEAST_LETTERS + (like === 'one letter away' ? 1 : 0);
}

function nearName(view: ImageView, { account, name }: ClaimedName, official: string): Finding {
  return {
    rule: NAME,
    title: `Named ${name}, almost like ${official}`,
    category: 'look-alike',
    severity: 'low',
    confidence: 'low',
    why: `The name ${account}/${name} is easily taken or typed for ${official} (${likeness(name, official)}).`,
    fix: `If ${official} was meant, pull docker.io/library/${official}.`,
    attack: 'T1036.005',
    evidence: [{ path: '/', excerpt: view.image.reference }],
  };
}

function byContent(view: ImageView, claimed: ClaimedName): readonly Finding[] {
  const official = officialBase(view, claimed.name);
  if (official?.covers === 'image') return [];
  if (official !== undefined) return claimed.by === 'private' ? [] : [addedLayers(view, claimed, official)];
  if (isWhollyRead(view) && !holds(view.tree, claimed.name)) return [notInside(view, claimed)];
  return claimed.by === 'private' ? [] : [officialName(view, claimed)];
}

/** The official image of that name that its layers begin with. */
function officialBase({ explanation }: ImageView, name: string): KnownBase | undefined {
  return explanation.base.chain?.find((known) => known.name.startsWith(`docker.io/library/${name}:`));
}

function officialName(view: ImageView, { account, name }: ClaimedName): Finding {
  return {
    rule: OFFICIAL_NAME,
    title: `Named like the official ${name}, by ${account}`,
    category: 'look-alike',
    severity: 'info',
    confidence: 'certain',
    why: `It is called ${name} and holds ${name}, but was made by ${account}, not by Docker; ${shared(view, name)}.`,
    fix: `If the official image was meant, pull docker.io/library/${name}.`,
    evidence: [{ path: '/', excerpt: view.image.reference }],
  };
}

function notInside(view: ImageView, { account, name, by }: ClaimedName): Finding {
  return {
    rule: NOT_INSIDE,
    title: `Claims ${name}, and holds no ${name}`,
    category: 'look-alike',
    severity: by === 'stranger' ? 'medium' : 'low',
    confidence: 'medium',
    why: `It is called ${name}${account === '' ? '' : ` (by ${account})`}, but ${shared(view, name)}, and no file in it is named like ${name}’s.`,
    fix: `Pull docker.io/library/${name} if that was meant; do not run this one before you know what it is.`,
    attack: 'T1036.005',
    evidence: [{ path: '/', excerpt: view.image.reference }, ...startEvidence(view)],
  };
}

/** What runs instead. */
function startEvidence({ configTexts }: ImageView): readonly Evidence[] {
  return configTexts
    .filter(({ path }) => path === 'ENTRYPOINT' || path === 'CMD')
    .map(({ path, text }) => ({ path, excerpt: text.slice(0, 240) }));
}

function addedLayers(view: ImageView, { account, name }: ClaimedName, official: KnownBase): Finding {
  const added = view.layers.length - official.layers;
  const what =
    added === 0
      ? 'under another configuration'
      : `and ${added} more, which ${added === 1 ? 'is' : 'are'} all there is to look at`;
  const [first, ...more] = addedEvidence(view, official.layers);
  return {
    rule: ADDED_LAYERS,
    title: `All layers of the official ${name}, ${added === 0 ? 'configured anew' : 'and more'}`,
    category: 'look-alike',
    severity: added === 0 ? 'info' : 'low',
    confidence: 'certain',
    why: `It is called ${name}, by ${account}, and has all ${official.layers} layers of the official image ${what}.`,
    fix: 'Look at what was added, and at who added it.',
    attack: 'T1036.005',
    evidence: [first ?? { path: '/', excerpt: view.image.reference }, ...more],
  };
}

function addedEvidence({ layers, explanation }: ImageView, from: number): readonly Evidence[] {
  return layers.slice(from, from + MAX_ADDED).map((_, i): Evidence => {
    const layer = from + i;
    const instruction = explanation.instructionOfLayer[layer]?.text ?? 'no instruction is recorded';
    return { path: '/', layer, excerpt: instruction.slice(0, 240) };
  });
}

/** `shares 0 of 9 layers with it`; the official image that it shares the most with counts. */
function shared({ image, layers, catalog }: ImageView, name: string): string {
  const own = new Set<string>();
  for (const { blob } of image.layers) if (blob.digest !== undefined) own.add(blob.digest);
  for (const facts of layers) if (facts !== undefined) own.add(facts.diffId);
  let most = 0;
  let of = 0;
  for (const { diffIds, blobs } of catalog.imagesOf(`docker.io/library/${name}`)) {
    const all = diffIds.length > 0 ? diffIds : blobs;
    const both = all.filter((digest) => own.has(digest)).length;
    if (all.length > 0 && (of === 0 || both > most)) [most, of] = [both, all.length];
  }
  if (of === 0) return 'the layers of the official image are not known';
  return `it shares ${most} of ${of} layers with the official image`;
}

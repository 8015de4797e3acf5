import { type LinkName, type LinkStatus, shortOf, type Trace, type TraceLevel } from '../trace/index.ts';

/** Each level with its name. */
export const LEVEL_WORDS: Readonly<Record<TraceLevel, string>> = {
  T0: 'T0, opaque',
  T1: 'T1, described',
  T2: 'T2, linked',
  T3: 'T3, attested',
  T4: 'T4, reproduced',
};

/** What holds of an image that reaches a level. */
export const LEVEL_MEANING: Readonly<Record<TraceLevel, string>> = {
  T0: 'its history does not account for its layers, or its base is not known by digest',
  T1: 'its history accounts for every layer, on a base known by digest or on none',
  T2: 'a source is named, and its Dockerfile agrees with the history',
  T3: 'a signed statement about this very image agrees with both',
  T4: 'built again from the source, it comes out the same',
};

/** Why an image has the level that it has: of the two that T1 needs, the one that falls short. */
export function whyLevel(trace: Pick<Trace, 'links' | 'level'>): string {
  if (trace.level !== 'T0') return LEVEL_MEANING[trace.level];
  const short = shortOf(trace, 'T1');
  return [
    ...(short.includes('history') ? ['its history does not account for its layers'] : []),
    ...(short.includes('base') ? ['its base is not known by digest'] : []),
  ].join(', and ');
}

/** What each link answers. */
export const LINK_QUESTIONS: Readonly<Record<LinkName, string>> = {
  reference: 'Does the name lead to this image?',
  bytes: 'Are these the bytes that its digests name?',
  history: 'Does its history account for its layers?',
  dockerfile: 'Does its Dockerfile agree with that history?',
  source: 'Which revision of which source is it from?',
  base: 'Which image was it built on?',
  provenance: 'Does anybody state how it was built, and does that agree?',
  signature: 'Has somebody known signed it?',
  sbom: 'Does its list of contents fit what is in it?',
  rebuild: 'Does building it again give the same?',
};

/** One sign a status, each of its own shape, for where colour does not show. */
export const STATUS_SIGN: Readonly<Record<LinkStatus, string>> = {
  verified: '✔',
  claimed: '◐',
  missing: '○',
  contradicted: '✖',
};

/** What a status means. */
export const STATUS_MEANING: Readonly<Record<LinkStatus, string>> = {
  verified: 'checked by clearpull, or signed by somebody you asked for',
  claimed: 'somebody says so, and it agrees with what can be seen',
  missing: 'nothing says anything, or it was not looked for',
  contradicted: 'what is said and what is there disagree',
};

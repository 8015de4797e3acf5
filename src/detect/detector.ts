import type { Limits } from '../base/limits.ts';
import type { Unknown } from '../base/unknown.ts';
import type { Catalog } from '../catalog/index.ts';
import type { Explanation } from '../explain/explanation.ts';
import type { Image } from '../image/image.ts';
import type { LayerEntry, LayerFacts, Mark, Triggers } from '../image/layer-facts.ts';
import type { ImageTree } from '../image/tree/image-tree.ts';
import type { Category, Evidence, Finding, Severity } from './finding.ts';
import type { ImportedBy } from './imported-by.ts';
import type { JsonObject } from './json.ts';
import type { Language } from './text/language.ts';
import type { Look } from './text/looked-at.ts';
import type { Role } from './text/role.ts';

/** What a rule means, for `rules explain`, SARIF and the docs. The finding itself speaks about the image. */
export interface RuleInfo {
  /** `detector/rule`. */
  readonly id: string;
  readonly title: string;
  readonly category: Category;
  /** What it looks for and why that matters, one to three sentences. */
  readonly description: string;
  readonly attack?: string;
  /** What looks like it and is left alone, one or two sentences; for the page of the detector. */
  readonly leaves?: string;
  /** What to do about it, where that does not depend on the image; for the page of the detector. */
  readonly fix?: string;
  /** The mildest and the gravest that its findings can be, where that does not depend on too much. */
  readonly severity?: readonly [Severity, Severity];
}

/**
 * A detector is a declaration. It does no I/O, knows no clock and no network; the dispatcher gives it what it
 * may see and keeps its result. If it throws, that is an Unknown and the others go on.
 *
 * It works in two stages. `texts` and `inspect` see one layer alone; their observations are cached by (diffID, id, version).
 * `judge` sees the whole image and turns observations into findings.
 */
export interface Detector<O extends JsonObject = JsonObject> {
  readonly id: string;
  /** Raise it whenever `texts` or `inspect` would observe something else; what `judge` finds is kept for one build only. */
  readonly version: number;
  readonly title: string;
  readonly rules: readonly RuleInfo[];
  readonly triggers?: Triggers;
  /**
   * It judges files by where they lie. What the start chain writes, changes, copies or unpacks is then shown to it as
   * one more layer, and what it finds there is told of the script that does it.
   */
  readonly readsFiles?: true;
  /** What it sees in texts, each shown with all that it carries. */
  readonly texts?: TextLook<O>;
  /** What else it sees; comes after what it saw in texts. */
  inspect?(layer: LayerView): readonly Observation<O>[];
  judge(image: ImageView<O>): readonly Finding[];
}

/** How a detector looks into texts that can run or configure something. */
export interface TextLook<O extends JsonObject> {
  readonly look: Look<O>;
  /** It is not about what a program does when it runs: modules that are imported are not shown to it once more. */
  readonly leavesImports?: true;
  /** Whether it wants to see the text of a file. */
  wants(role: Role, entry: LayerEntry): boolean;
}

/** Something seen in one layer: plain JSON, small. */
export interface Observation<O> {
  /** Index into the layer's entries. */
  readonly entry: number;
  readonly line?: number;
  readonly offset?: number;
  readonly excerpt: string;
  readonly data: O;
}

/** One layer as a detector sees it. */
export interface LayerView {
  readonly facts: LayerFacts;
  /** Where this detector's own triggers occur. */
  readonly marks: readonly Mark[];
  /** Indexes of the entries whose text is kept for these marks alone; absent when that is not known. */
  readonly marked?: readonly number[];
  /**
   * Its texts are looked at once more, as what runs wherever they lie: modules of libraries that a program which starts imports,
   * or what places from which things start by themselves run.
   */
  readonly again?: 'imported' | 'autostarted';
  /** What a text is read as, where that is not for its name, place and first line to say. */
  languageOf?(entry: LayerEntry): Language | undefined;
  /** The text kept of an entry, decoded; undefined when none was kept. */
  text(entry: LayerEntry): string | undefined;
  /** The text of a file that one of its scripts reads; without it, only files of this layer are known. */
  readFile?(path: string): string | undefined;
  readonly limits?: Limits;
  /** Records what a detector could not look at. */
  unread?(unknown: Unknown): void;
}

/** An observation placed in the image. */
export interface Sighting<O> {
  readonly observation: Observation<O>;
  readonly entry: LayerEntry;
  /** Layer index. */
  readonly layer: number;
  /** Index of the layer that removed or replaced it, if one did. */
  readonly goneIn?: number;
  /** Ready to put into a finding. */
  readonly evidence: Evidence;
}

/** The whole image as a detector sees it. */
export interface ImageView<O = JsonObject> {
  readonly image: Image;
  readonly layers: readonly (LayerFacts | undefined)[];
  readonly tree: ImageTree;
  readonly explanation: Explanation;
  /** Known images, by name and by layers. */
  readonly catalog: Pick<Catalog, 'imagesOf' | 'listingsOf'>;
  /** This detector's observations in every layer, bottom first, in entry order. */
  readonly sightings: readonly Sighting<O>[];
  /** The configuration's texts: ENTRYPOINT, CMD, ENV (one an item), HEALTHCHECK, ONBUILD, LABEL. */
  readonly configTexts: readonly ConfigText[];
  /**
   * Text kept of the file at a path of the merged tree (no symlinks followed). `PATH!/NAME`: of a file in an
   * archive; without a name, of the one that a compressed file holds or that stands behind a picture.
   */
  text(path: string): string | undefined;
  /** True when the start chain runs or reads the file at this path (no leading slash). */
  runsAtStart(path: string): boolean;
  /** The paths for which `runsAtStart` is true, in no order. */
  readonly started: ReadonlySet<string>;
  /** Of those, modules of installed libraries that a program which starts imports, and by whom. */
  readonly imported: ReadonlyMap<string, ImportedBy>;
  /** Files that run because a place from which things start by themselves runs them, each with that place; no leading slashes. */
  readonly autostarted: ReadonlyMap<string, string>;
  /** What package databases say of a program at a path of the merged tree; see `Standing`. */
  standing(path: string): Standing | undefined;
  /** The paths for which `standing` says something, in no order. */
  readonly standings: ReadonlyMap<string, Standing>;
  readonly limits?: Limits;
  /** What all detectors of the image see in texts, this one too. */
  readonly looks?: readonly Look<JsonObject>[];
  /** Records what a detector could not look at. */
  unread?(unknown: Unknown & { readonly layer?: number }): void;
}

/**
 * `changed`: a package lists it with the digest of other bytes; `unlisted`: no package lists it. Undefined where
 * packages account for it, and where nothing can be told: it is no program, or the image has no package database.
 */
export type Standing = 'changed' | 'unlisted';

export interface ConfigText {
  /** ENTRYPOINT, CMD, ENV, HEALTHCHECK, ONBUILD or LABEL. */
  readonly path: string;
  readonly text: string;
  /** For ENV and LABEL: the key. `text` is then `KEY=value`. */
  readonly key?: string;
}

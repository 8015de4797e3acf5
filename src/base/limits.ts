const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

/** One bound on what is read. */
export interface LimitSpec {
  readonly preset: number;
  readonly unit: 'bytes' | 'count';
  /** What it bounds, as the end of a sentence. */
  readonly help: string;
}

/**
 * Every bound that clearpull puts on what it reads, by name, in one place; `--limit NAME=VALUE` changes one.
 * Reaching one is recorded as an `Unknown` or is an error, and is shown ("not fully read"); it is never a silent
 * pass.
 */
export const LIMITS = {
  maxManifestBytes: bytes(4 * MiB, 'one manifest, index or manifest.json'),
  maxConfigBytes: bytes(8 * MiB, 'one image configuration'),
  maxDocumentsBytes: bytes(256 * MiB, 'all manifests, indexes and configurations read for one target'),
  maxIndexDepth: count(3, 'how deep an index may point at further indexes'),
  maxIndexes: count(100, 'indexes read for one target'),
  maxIndexRows: count(2000, 'manifests listed by one index'),
  maxImages: count(1000, 'images that one target leads to'),
  maxUnlabelledManifests: count(256, 'manifests without a platform, whose configuration must be read for it'),
  maxLayers: count(1000, 'layers of one image'),
  maxArchiveBytes: bytes(64 * GiB, 'a compressed archive once it is unpacked, which it must be to be read'),
  maxArchiveMembers: count(200_000, 'members of one archive of images'),
  maxLayerBytes: bytes(64 * GiB, 'uncompressed bytes read of one layer'),
  maxCompressionRatio: count(1100, 'uncompressed bytes for each compressed one, once a layer is past 64 MiB'),
  maxLayerEntries: count(2_000_000, 'tar entries read of one layer'),
  maxLayerFactsBytes: bytes(336 * MiB, "names and facts of one layer's entries in memory, about"),
  maxImageFactsBytes: bytes(400 * MiB, "the same of all of an image's layers together, about"),
  maxLayerProblems: count(1000, 'problems of one layer that are listed; further ones are counted'),
  maxPathBytes: bytes(16 * KiB, 'one path or link target'),
  maxTarHeaderBytes: bytes(1 * MiB, 'all PAX and GNU long-name headers before one entry'),
  maxTextBytes: bytes(
    1 * MiB,
    "one text kept for later steps (of the image's own JavaScript programs four times as much); longer ones are only searched",
  ),
  maxModuleBytes: bytes(
    4 * MiB,
    'one module of a library held in memory to tell whether it may run what it gets',
  ),
  maxDatabaseBytes: bytes(64 * MiB, 'one file of a package database'),
  maxLayerTextBytes: bytes(96 * MiB, 'all texts kept of one layer'),
  maxElfBytes: bytes(16 * MiB, 'one ELF file held in memory to read what it is linked with'),
  maxJarBytes: bytes(
    64 * MiB,
    'one Java archive held in memory to read its manifest; of larger ones, the beginning',
  ),
  maxJarTextBytes: bytes(1 * GiB, "manifests and coordinates unpacked from one layer's Java archives"),
  maxJarEntries: count(200_000, 'entries of one Java archive looked at for its manifest and coordinates'),
  maxNestedDepth: count(
    16,
    'archives inside of one another that are opened, compression and archive counted each',
  ),
  maxNestedBytes: bytes(16 * GiB, "all that is unpacked out of one layer's archives"),
  maxNestedSlowBytes: bytes(1 * GiB, 'the part of it that comes out of xz and bzip2, which take long'),
  maxNestedRatio: count(1100, 'bytes unpacked for each byte of a file, once they are past 64 MiB'),
  maxNestedFiles: count(2_000_000, "files in one layer's archives"),
  maxNestedWindow: bytes(
    64 * MiB,
    'memory for what compressed data refers back to; half of it one archive deeper',
  ),
  maxOpaqueListed: count(1000, 'archives of one layer listed as not looked into; further ones are counted'),
  maxMarksPerLiteral: count(4, 'places recorded for one literal in one file; further ones are counted'),
  maxAddressesPerLayer: count(4096, 'address-shaped strings recorded in one layer'),
  maxMarksPerLayer: count(50_000, 'literals and addresses recorded in the files of one layer'),
  maxScriptParts: count(100_000, 'commands, words and branches of one script that detectors look at, about'),
  maxImageScriptParts: count(2_000_000, 'the same of all texts of one image together, about'),
  maxCarriedTexts: count(400, 'texts that one file carries (decoded, written out, handed to an interpreter)'),
  maxDecodedBytes: bytes(8 * MiB, 'what is decoded out of one file'),
  maxDecodeDepth: count(100, 'codings around one text, one in another'),
  maxObservations: count(2000, 'things that one detector may see in one layer'),
  maxSecretPlaces: count(300, "places of one text that are looked at for one vendor's keys"),
  maxPasswordRounds: count(
    1_200_000,
    'rounds of hashing to try common passwords on the accounts of one layer',
  ),
  maxRulesFileBytes: bytes(1 * MiB, 'one file of rules'),
  maxRulesBundleBytes: bytes(64 * MiB, 'one bundle of rules'),
  maxRulesFiles: count(1000, 'files of rules that are read from one folder or bundle'),
  maxRules: count(5000, 'rules of all files together'),
  maxRuleLiterals: count(20_000, 'literals that all rules together make the byte pass look for'),
  maxRuleTargetBytes: bytes(32 * MiB, 'one file on which rules are tried'),
  maxRuleTargets: count(500, 'files of one layer on which one rule is tried'),
  maxRuleSeconds: count(20, 'seconds that one file of rules may take on one file'),
  maxTreeBytes: bytes(
    512 * MiB,
    'paths of implied folders and links followed while layers are merged, about',
  ),
  maxSourceFiles: count(1_000_000, 'files of a source tree that are compared with an image'),
  maxSourceFileBytes: bytes(256 * MiB, 'one file of a source tree'),
  maxSourceBytes: bytes(16 * GiB, 'bytes read of a source tree, of files as large as programs of the image'),
  maxStartSteps: count(5000, 'steps of one start chain'),
  maxStartFiles: count(10_000, 'files that a start chain writes, copies or unpacks, judged where they go'),
  maxAttestationManifests: count(64, 'manifests with statements or signatures read for one image'),
  maxAttestations: count(256, 'statements and signatures read for one image, or out of one file'),
  maxAttestationBytes: bytes(48 * MiB, 'one statement or signature, or one file of them'),
  maxAttestationsBytes: bytes(128 * MiB, 'all statements and signatures read for one image'),
  maxStatementSubjects: count(1000, 'artefacts that one statement may speak about'),
  maxMaterials: count(5000, 'materials read of one provenance'),
  maxBaseDepth: count(8, 'bases below one another that are traced'),
  maxListedPackages: count(50_000, 'packages read of one list of contents (SBOM)'),
  maxListedFiles: count(500_000, 'files with digests read of one list of contents (SBOM)'),
  maxReportBytes: bytes(64 * MiB, 'one saved JSON report'),
  maxCampaignFiles: count(1_000_000, 'files that campaign finds in folders'),
  maxCampaignImages: count(1_000_000, 'different images that campaign groups'),
  maxLedgerRows: count(1_000_000, 'rows of one file of pulls or payments'),
  maxCatalogBytes: bytes(64 * MiB, 'one catalogue of images, or one file that it is made from'),
  maxCatalogImages: count(200_000, 'images and listings of one catalogue'),
  maxCatalogFiles: count(50_000, 'files that "catalog import" reads of one folder'),
} as const satisfies Readonly<Record<string, LimitSpec>>;

export type LimitName = keyof typeof LIMITS;
export type Limits = Readonly<Record<LimitName, number>>;

export const LIMIT_NAMES = Object.keys(LIMITS) as readonly LimitName[];

export function isLimitName(text: string | undefined): text is LimitName {
  return text !== undefined && Object.hasOwn(LIMITS, text);
}

export const DEFAULT_LIMITS: Limits = Object.freeze(
  Object.fromEntries(LIMIT_NAMES.map((name) => [name, LIMITS[name].preset])) as Record<LimitName, number>,
);

/** Symbolic links followed to resolve one path. No limit of ours: Linux follows as many (path_resolution(7)). */
export const MAX_SYMLINK_HOPS = 40;

function bytes(preset: number, help: string): LimitSpec {
  return { preset, unit: 'bytes', help };
}

function count(preset: number, help: string): LimitSpec {
  return { preset, unit: 'count', help };
}

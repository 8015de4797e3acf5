import { decisionRank } from '../assess/policy/decide.ts';
import { byKey } from './by-key.ts';
import { CHANGE_KINDS, type ChangeKind, type Difference, type Side } from './difference.ts';
import { type ComparedFiles, compareFiles } from './files.ts';
import { compareFindings } from './findings.ts';
import { HOST_USES } from './hosts.ts';
import type { ImageProfile } from './image-profile.ts';
import { compareInstructions } from './instructions.ts';
import { compareConfiguration, compareEnvironment } from './settings.ts';
import { compareStartSteps } from './start-steps.ts';

/** What changed from one image to the other. Pure, and linear in their files. */
export function compareImages(before: ImageProfile, after: ImageProfile): Difference {
  const [old, fresh] = [before.assessment, after.assessment];
  const files = compareFiles(before, after);
  const [was, is] = [old.verdict.decision, fresh.verdict.decision];
  const reasons = fresh.verdict.reasons.filter((reason) => reason.decision === is).map(({ text }) => text);
  const parts = {
    sharedLayers: sharedLayers(before, after),
    ...(was === is ? {} : { verdict: { before: was, after: is, reasons } }),
    findings: compareFindings(old, fresh),
    startSteps: compareStartSteps(old.explanation.startChain, fresh.explanation.startChain),
    hosts: compareHosts(before, after),
    programs: files.programs,
    unlistedPrograms: files.unlistedPrograms,
    packages: comparePackages(before, after),
    ports: newAndGone(old.image.exposedPorts, fresh.image.exposedPorts),
    environment: compareEnvironment(before.config, after.config),
    configuration: compareConfiguration(before, after),
    instructions: compareInstructions(old.explanation.instructions, fresh.explanation.instructions),
    files: files.files,
  };
  const kinds = kindsOf(parts, files);
  return {
    before: sideOf(before),
    after: sideOf(after),
    same: kinds.length === 0 && !onlyLess(parts),
    kinds,
    ...parts,
    notes: notesOf(before, after),
  };
}

type Parts = Omit<Difference, 'before' | 'after' | 'same' | 'kinds' | 'notes'>;

function kindsOf(parts: Parts, files: ComparedFiles): readonly ChangeKind[] {
  const { verdict, findings, startSteps, hosts, packages, ports, configuration } = parts;
  const totals = parts.files;
  const happened: Readonly<Record<ChangeKind, boolean>> = {
    'worse-verdict': verdict !== undefined && decisionRank(verdict.after) > decisionRank(verdict.before),
    'new-finding': findings.new.length > 0,
    'worse-finding': findings.worse.length > 0,
    'new-start-step': startSteps.new.length > 0,
    'new-host': hosts.new.length > 0,
    'new-program': files.newPrograms,
    'changed-program': files.changedPrograms,
    'new-package': packages.new.length > 0,
    'changed-package': packages.changed.length > 0,
    'new-port': ports.new.length > 0,
    user: configuration.some(({ name }) => name === 'USER'),
    environment: parts.environment.length > 0,
    configuration: configuration.length > 0,
    instructions: parts.instructions.length > 0,
    files: totals.added + totals.changed + totals.removed > 0,
  };
  return CHANGE_KINDS.filter((kind) => happened[kind]);
}

/** Something is gone that no kind of change speaks of. */
function onlyLess({ verdict, findings, startSteps, hosts, packages, ports }: Parts): boolean {
  const gone = [findings.gone, startSteps.gone, hosts.gone, packages.gone, ports.gone];
  return verdict !== undefined || gone.some(({ length }) => length > 0);
}

function compareHosts(before: ImageProfile, after: ImageProfile): Difference['hosts'] {
  const nearness = (use: (typeof HOST_USES)[number]): number => HOST_USES.indexOf(use);
  const fresh = [...after.hosts.values()]
    .flatMap((host) => {
      const was = before.hosts.get(host.host);
      if (was === undefined) return [host];
      return nearness(host.use) < nearness(was.use) ? [{ ...host, before: was.use }] : [];
    })
    .sort((a, b) => nearness(a.use) - nearness(b.use));
  return { new: fresh, gone: [...before.hosts.values()].filter(({ host }) => !after.hosts.has(host)) };
}

function comparePackages(before: ImageProfile, after: ImageProfile): Difference['packages'] {
  const {
    new: fresh,
    gone,
    kept,
  } = byKey(
    [...before.packages.byKey.values()],
    [...after.packages.byKey.values()],
    ({ manager, name }) => `${manager} ${name}`,
  );
  const changed = kept
    .filter(([was, is]) => was.version !== is.version)
    .map(([was, is]) => ({ ...is, before: was.version }));
  return { new: fresh, changed, gone };
}

function newAndGone(before: readonly string[], after: readonly string[]): Difference['ports'] {
  const { new: fresh, gone } = byKey(before, after, (text) => text);
  return { new: fresh, gone };
}

function sharedLayers(before: ImageProfile, after: ImageProfile): number {
  const [old, fresh] = [before.assessment.layers, after.assessment.layers];
  const differing = old.findIndex(
    ({ diffId }, index) => diffId === undefined || diffId !== fresh[index]?.diffId,
  );
  return differing < 0 ? old.length : differing;
}

function sideOf({ assessment }: ImageProfile): Side {
  const { image, layers, verdict, coverage } = assessment;
  return {
    reference: image.reference,
    digest: image.digest,
    platform: image.platform,
    ...(image.created === undefined ? {} : { created: image.created }),
    ...(image.distribution === undefined ? {} : { distribution: image.distribution }),
    size: image.size,
    layers: layers.length,
    decision: verdict.decision,
    complete: coverage.complete,
  };
}

function notesOf(before: ImageProfile, after: ImageProfile): readonly string[] {
  return [before, after].flatMap(({ assessment: { image, coverage }, notes }) => [
    ...(coverage.complete
      ? []
      : [`${image.reference} was not read to its end, so something may have changed unseen.`]),
    ...notes.map((note) => `${image.reference}: ${note}`),
  ]);
}

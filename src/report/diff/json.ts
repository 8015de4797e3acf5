import { fingerprintOf } from '../../assess/suppress/fingerprint.ts';
import type { Difference, FileChange, Side, Totals, ValueChange } from '../../compare/difference.ts';
import type { HostUse } from '../../compare/hosts.ts';
import type { Finding } from '../../detect/finding.ts';
import type { StartStep } from '../../explain/explanation.ts';
import { formatPlatform } from '../../image/platform.ts';
import { saidFields } from '../json-fields.ts';
import { jsonText } from '../json-text.ts';
import { DIFF_SCHEMA_VERSION, type DiffReport } from './json-schema.ts';

/** The difference as JSON text, in the form that `schema/diff-1.0.0.json` describes. */
export function renderDiffJson(difference: Difference, toolVersion: string): string {
  return jsonText(diffReport(difference, toolVersion));
}

export function diffReport(difference: Difference, toolVersion: string): DiffReport {
  const { verdict, findings, startSteps, hosts, packages, ports, files } = difference;
  return {
    schemaVersion: DIFF_SCHEMA_VERSION,
    tool: { name: 'clearpull', version: toolVersion },
    before: side(difference.before),
    after: side(difference.after),
    same: difference.same,
    kinds: [...difference.kinds],
    sharedLayers: difference.sharedLayers,
    verdict: verdict === undefined ? null : { ...verdict, reasons: [...verdict.reasons] },
    findings: {
      new: findings.new.map(findingFields),
      worse: findings.worse.map(({ finding, before }) => ({ finding: findingFields(finding), before })),
      gone: findings.gone.map(findingFields),
    },
    startSteps: { new: startSteps.new.map(stepFields), gone: startSteps.gone.map(stepFields) },
    hosts: {
      new: hosts.new.map((host) => ({ ...hostFields(host), before: host.before ?? null })),
      gone: hosts.gone.map(hostFields),
    },
    programs: difference.programs.map((program) => ({
      ...fileFields(program),
      atStart: program.atStart,
      setuid: program.setuid,
    })),
    unlistedPrograms: difference.unlistedPrograms,
    packages: {
      new: [...packages.new],
      changed: packages.changed.map(({ manager, name, version, before }) => ({
        manager,
        name,
        version,
        before,
      })),
      gone: [...packages.gone],
    },
    ports: { new: [...ports.new], gone: [...ports.gone] },
    environment: difference.environment.map(valueFields),
    configuration: difference.configuration.map(valueFields),
    instructions: difference.instructions.map(({ how, text, layerNumber }) => ({
      how,
      text,
      layerNumber: layerNumber ?? null,
    })),
    files: {
      ...totals(files),
      folders: files.folders.map((one) => ({ folder: one.folder, ...totals(one) })),
      layers: files.layers.map((one) => ({
        layerNumber: one.layerNumber,
        instruction: one.instruction ?? null,
        ...totals(one),
      })),
      listed: files.listed.map(fileFields),
      unlisted: files.unlisted,
    },
    notes: [...difference.notes],
  };
}

function side({ platform, created, distribution, ...rest }: Side): DiffReport['before'] {
  const { reference, digest, size, layers, decision, complete } = rest;
  return {
    reference,
    digest,
    platform: formatPlatform(platform),
    created: created ?? null,
    distribution: distribution ?? null,
    size,
    layers,
    decision,
    complete,
  };
}

function findingFields(finding: Finding): DiffReport['findings']['new'][number] {
  const { path, layer, line, excerpt } = finding.evidence[0];
  return {
    ...saidFields(finding),
    fingerprint: fingerprintOf(finding),
    path,
    layerNumber: layer === undefined ? null : layer + 1,
    line: line ?? null,
    excerpt,
  };
}

function stepFields(step: StartStep): DiffReport['startSteps']['new'][number] {
  return {
    what: step.what,
    command: step.command,
    runs: step.runs ?? null,
    path: step.path ?? null,
    file: step.file,
    line: step.line ?? null,
    layerNumber: step.layer === undefined ? null : step.layer + 1,
    instruction: step.instruction ?? null,
    when: step.when ?? null,
    taken: step.taken ?? null,
  };
}

function hostFields({ host, use, where, suspicious }: HostUse): DiffReport['hosts']['gone'][number] {
  return { host, use, where: [...where], suspicious: suspicious ?? null };
}

function fileFields(file: FileChange): DiffReport['files']['listed'][number] {
  return {
    path: file.path,
    how: file.how,
    aspects: [...file.aspects],
    kind: file.kind,
    size: file.size,
    sizeBefore: file.sizeBefore ?? null,
    mode: octal(file.mode),
    modeBefore: file.modeBefore === undefined ? null : octal(file.modeBefore),
    layerNumber: file.origin.layerNumber,
    instruction: file.origin.instruction ?? null,
  };
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

function valueFields({ name, before, after }: ValueChange): DiffReport['environment'][number] {
  return { name, before: before ?? null, after: after ?? null };
}

function totals({ added, changed, removed, bytes }: Totals): Totals {
  return { added, changed, removed, bytes };
}

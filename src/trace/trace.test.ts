import { describe, expect, it } from 'vitest';
import type { Explanation, Instruction } from '../explain/explanation.ts';
import { configSchema } from '../image/config.ts';
import type { Image } from '../image/image.ts';
import { LINK_NAMES, type LinkName, type TraceInput, trace } from './index.ts';

const HEX = 'a'.repeat(64);
const DIGEST = `sha256:${HEX}` as const;

interface Case {
  readonly rows?: readonly object[];
  readonly diffIds?: number;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly base?: Explanation['base'];
  readonly dockerfile?: string;
  readonly instructions?: readonly Instruction[];
  readonly hasManifest?: boolean;
  readonly bare?: boolean;
  readonly attestations?: boolean;
  readonly layers?: TraceInput['layers'];
}

function input(of: Case): TraceInput {
  const config = configSchema.parse({
    config: { Labels: of.labels ?? {} },
    rootfs: { diff_ids: Array.from({ length: of.diffIds ?? 1 }, () => DIGEST) },
    history: of.rows ?? [{ created_by: 'ADD file:x in /' }],
  });
  const descriptor = { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: DIGEST, size: 1 };
  const image: Image = {
    reference: 'x',
    digest: DIGEST,
    hasManifest: of.hasManifest ?? true,
    ...(of.bare === true ? { bare: 'folder' } : {}),
    platform: { os: 'linux', architecture: 'amd64' },
    manifest: { schemaVersion: 2, config: descriptor, layers: [descriptor] },
    config,
    annotations: of.annotations ?? {},
    layers: [
      {
        index: 0,
        blob: { digest: DIGEST, size: 1, mediaType: descriptor.mediaType },
        open: () => Promise.reject(new Error('nothing is opened')),
      },
    ],
    attestations: of.attestations === true ? [descriptor] : [],
  };
  const explanation: Explanation = {
    instructions: of.instructions ?? [],
    instructionOfLayer: [],
    base: of.base ?? { claimedBy: 'none' },
    dockerfile: of.dockerfile ?? '# FROM: not recorded\n',
    startChain: [],
    notes: [],
  };
  return { image, explanation, layers: of.layers ?? [{ read: true, unread: [] }] };
}

function link(name: LinkName, of: Case) {
  const found = trace(input(of)).links.find((one) => one.name === name);
  return `${found?.status}: ${found?.reason}`;
}

describe('a trace', () => {
  it('has every link once, in order', () => {
    expect(trace(input({})).links.map(({ name }) => name)).toEqual(LINK_NAMES);
  });

  it('is T1 when the history has a row for every layer and the base is named by digest or is none', () => {
    const base = { name: 'docker.io/library/debian', digest: DIGEST, claimedBy: 'annotation' } as const;
    expect(trace(input({ base })).level).toBe('T1');
    expect(trace(input({ dockerfile: '# x\nFROM scratch\n' })).level).toBe('T1');
    expect(trace(input({ base: { name: base.name, claimedBy: 'annotation' } })).level).toBe('T0');
    expect(trace(input({ base, rows: [] })).level).toBe('T0');
    expect(trace(input({ base: { digest: DIGEST, claimedBy: 'annotation' } })).level).toBe('T0');
    expect(trace(input({})).level).toBe('T0');
  });

  it('verifies the base where its layers are those of a known image, and shows a claim that they contradict', () => {
    const known = {
      name: 'docker.io/library/debian:12',
      alsoTagged: [],
      layers: 1,
      matchedBy: 'diff-ids',
      covers: 'lowest-layers',
      digest: DIGEST,
      newer: 0,
      seen: '2026-10-01',
    } as const;
    const chain = [known];
    expect(trace(input({ base: { claimedBy: 'none', chain } })).level).toBe('T1');
    expect(link('base', { base: { claimedBy: 'none', chain } })).toMatch(/^verified/);
    const { digest: _digest, ...nameless } = known;
    expect(trace(input({ base: { claimedBy: 'none', chain: [nameless] } })).level).toBe('T0');
    // The image itself says nothing of what it was built on.
    expect(link('base', { base: { claimedBy: 'none', chain: [{ ...known, covers: 'image' }] } })).toMatch(
      /^missing/,
    );
    const claim = { verdict: 'contradicted', why: 'It begins elsewhere.' } as const;
    const contradicted = { name: 'alpine', claimedBy: 'annotation', claim, chain } as const;
    expect(link('base', { base: contradicted })).toMatch(/^contradicted/);
    expect(trace(input({ base: contradicted })).level).toBe('T0');
  });

  it('verifies the bytes only when all were read and none contradicts what is said of it', () => {
    expect(link('bytes', {})).toMatch(/^verified/);
    expect(link('bytes', { layers: [{ read: false, unread: [] }] })).toMatch(/^missing/);
    expect(link('bytes', { diffIds: 2 })).toMatch(/^contradicted/);
    const unread = [{ reason: 'diff-id-mismatch', detail: 'another' } as const];
    expect(link('bytes', { layers: [{ read: true, unread }] })).toMatch(/^contradicted/);
    const limit = [{ reason: 'limit-reached', detail: 'too long' } as const];
    expect(link('bytes', { layers: [{ read: true, unread: limit }] })).toMatch(/^verified/);
  });

  it('calls the history a claim at best, and a contradiction when it disagrees with the layers or the configuration', () => {
    expect(link('history', {})).toMatch(/^claimed/);
    expect(link('history', { rows: [] })).toMatch(/^missing/);
    expect(link('history', { rows: [{}, {}] })).toMatch(/^contradicted/);
    const doubted = { text: 'CMD ["x"]', keyword: 'CMD', certainty: 'contradicted' } as const;
    expect(link('history', { instructions: [doubted] })).toMatch(/^contradicted/);
  });

  it('never takes a label, an annotation or an unread attestation for more than a claim', () => {
    const key = 'org.opencontainers.image.source';
    expect(link('source', {})).toMatch(/^missing/);
    expect(link('source', { labels: { [key]: 'https://git.example.com/x' } })).toMatch(/^claimed: Labels/);
    expect(link('source', { annotations: { [key]: 'https://git.example.com/x' } })).toMatch(
      /^claimed: Annotations/,
    );
    expect(link('provenance', {})).toMatch(/^missing/);
    expect(link('provenance', { attestations: true })).toMatch(/^claimed/);
    expect(link('signature', { attestations: true })).toMatch(/^missing/);
  });

  it('says that an archive without manifest ties nothing to its name', () => {
    expect(link('reference', {})).toMatch(/^verified/);
    expect(link('reference', { hasManifest: false })).toMatch(/^claimed/);
  });

  it('verifies nothing of a plain root file system, which nothing is said of', () => {
    const bare = { hasManifest: false, bare: true, rows: [] };
    for (const name of ['reference', 'bytes', 'history'] as const)
      expect(link(name, bare)).toMatch(/^missing/);
    const unread = [{ reason: 'diff-id-mismatch', detail: 'it changed' } as const];
    expect(link('bytes', { ...bare, layers: [{ read: true, unread }] })).toMatch(/^contradicted/);
  });
});

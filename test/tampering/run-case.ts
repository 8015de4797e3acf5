import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../src/cli/run.ts';
import type { TraceLink } from '../../src/trace/index.ts';
import { fakeIo } from '../../testkit/fake-io.ts';
import { buildkitProvenance } from '../../testkit/provenance.ts';
import { IDENTITY, ISSUER } from '../../testkit/sigstore.ts';
import type { Tampered, Untampered } from './tampering-case.ts';
import { writeLayout } from './write-layout.ts';

/** What `clearpull trace` says of an image. */
export interface Said {
  readonly code: number;
  /** Undefined where it was refused. */
  readonly level?: string;
  readonly links: readonly TraceLink[];
  readonly error: string;
}

/** Writes an image with what is attached to it, and traces it under the trusted root, identity and issuer. */
export async function runCase(
  of: Untampered,
  { image, attached, files, provenance, afresh, notary }: Tampered,
): Promise<Said> {
  const folder = await mkdtemp(join(tmpdir(), 'clearpull-tampering-'));
  try {
    const root = join(folder, 'root.json');
    await writeFile(root, JSON.stringify(of.sigstore.root));
    const statement = join(folder, 'provenance.json');
    if (provenance !== undefined) await writeFile(statement, provenance);
    const layout = join(folder, 'layout');
    await writeLayout(layout, image, attached ?? [await honest(of)], files);
    const [authority, policy] = [join(folder, 'authority.pem'), join(folder, 'trustpolicy.json')];
    if (notary !== undefined) {
      await writeFile(authority, notary.certificate);
      await writeFile(policy, JSON.stringify(notary.policy));
    }
    // Certificates are made while the test runs.
    const io = fakeIo({ now: new Date(Date.now() + 60_000).toISOString() });
    const code = await runCli(
      [
        'trace',
        `oci:${layout}`,
        ...(afresh ? ['--no-cache'] : ['--cache-dir', of.cache]),
        '-j',
        '1',
        '-f',
        'json',
        '--offline',
        '--trust-root',
        root,
        '--identity',
        IDENTITY,
        '--issuer',
        ISSUER,
        ...(provenance === undefined ? [] : ['--provenance', statement]),
        ...(notary === undefined ? [] : ['--notary-trust', authority, '--notary-policy', policy]),
      ],
      io,
    );
    const error = io.err().replaceAll(folder, '…');
    if (io.out() === '') return { code, links: [], error };
    const { trace } = JSON.parse(io.out().replaceAll(folder, '…')) as {
      trace: { level: string; links: TraceLink[] };
    };
    return { code, level: trace.level, links: trace.links, error };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function honest({ image, sigstore }: Untampered) {
  return { kind: 'referrer', content: await sigstore.signStatement(buildkitProvenance(image)) } as const;
}

import type { Assessment } from '../src/assess/assessment.ts';
import type { ProgramToLookAt } from '../src/explain/accounting/index.ts';
import { LINK_NAMES, type LinkStatus, type TraceLink } from '../src/trace/index.ts';
import { honestAssessment, testDigest } from './assessment.ts';

/**
 * An image of which everything is known that a report can show: a base by its layers, an instruction that does not fit
 * its layer, changed and unlisted programs, a link of each status.
 */
export function richAssessment(unlisted = 2): Assessment {
  const honest = honestAssessment();
  const { explanation } = honest;
  const instructions = explanation.instructions.map((one) =>
    one.keyword === 'COPY'
      ? {
          ...one,
          mismatches: [
            {
              kind: 'files-outside-destination',
              weight: 'contradiction',
              text: 'holds 1 file outside /srv/site',
              count: 1,
              paths: ['/usr/sbin/sshd'],
            } as const,
          ],
        }
      : one,
  );
  return {
    ...honest,
    explanation: {
      ...explanation,
      instructions,
      base: {
        name: 'docker.io/library/debian:bookworm-slim',
        claimedBy: 'annotation',
        claim: { verdict: 'confirmed', why: 'Its layers are the lowest ones.' },
        chain: [
          {
            name: 'docker.io/library/debian:bookworm-20260908-slim',
            alsoTagged: ['bookworm-slim'],
            layers: 1,
            matchedBy: 'diff-ids',
            covers: 'lowest-layers',
            digest: testDigest('debian'),
            created: '2026-09-08',
            newer: 2,
            seen: '2026-11-01',
            source: {
              repository: 'https://git.example.com/debuerreotype',
              commit: 'c0ffee'.repeat(6),
              path: 'Dockerfile',
              by: 'build',
            },
          },
        ],
        inheritedLabels: ['maintainer'],
      },
    },
    accounting: {
      total: 1211,
      accounted: 1210 - unlisted,
      withoutDigest: 0,
      changed: 1,
      unlisted,
      databases: [{ kind: 'dpkg', packages: 120, programs: 1209 - unlisted }],
      changedFiles: [program('/usr/sbin/nginx', true, 'nginx lists it with other bytes.')],
      unaccounted: Array.from({ length: unlisted }, (_, i) =>
        i === 0
          ? { ...program('/srv/site/run', true), says: 'Go program example.com/run v1.2.3' }
          : program(`/srv/site/tool-${i}`, false),
      ),
      notes: ['The list of packages was cut off.'],
    },
    trace: { level: 'T1', links: LINK_NAMES.map(linkOf) },
  };
}

function program(path: string, atStart: boolean, why = 'No package of the image lists it.'): ProgramToLookAt {
  return { path, kind: 'program', size: 1000, layer: 2, atStart, why };
}

const STATUSES: readonly LinkStatus[] = ['verified', 'claimed', 'missing', 'contradicted'];

function linkOf(name: TraceLink['name'], i: number): TraceLink {
  const status = STATUSES[i % STATUSES.length] as LinkStatus;
  return {
    name,
    status,
    reason: `The ${name} is ${status}.`,
    evidence: status === 'missing' ? [] : Array.from({ length: 12 }, (_, j) => `${name} evidence ${j + 1}`),
    ...(status === 'claimed' ? { vouchedBy: [{ by: 'label', who: 'release@example.com' }] } : {}),
  };
}

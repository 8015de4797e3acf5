import { fetchIn, savedTo } from '../runs/fetchers.ts';
import type { LookedAt } from '../text/looked-at.ts';
import { ownPipelines } from '../text/text-unit.ts';

/** Where update-ca-certificates(8) and update-ca-trust(8) take authorities from; without slashes around, sorted. */
export const AUTHORITY_FOLDERS: readonly string[] = [
  'etc/ca-certificates/trust-source/anchors',
  'etc/pki/ca-trust/source/anchors',
  'usr/local/share/ca-certificates',
  'usr/share/pki/trust/anchors',
];
const AUTHORITY = new RegExp(String.raw`^(?:${AUTHORITY_FOLDERS.join('|')})/.{1,200}\.(?:crt|pem|cer)$`, 'i');

/** Whether an authority is kept at a path without leading slash. */
export function isAuthority(path: string): boolean {
  return AUTHORITY.test(path);
}

/** A certificate authority that a script fetches. */
export interface FetchedAuthority {
  readonly host: string;
  readonly line: number;
  readonly excerpt: string;
}

/** Authorities that are fetched without TLS, or from a bare address, into where the system trusts them. */
export function fetchedAuthorities(file: LookedAt): readonly FetchedAuthority[] {
  return file.units.flatMap((unit) =>
    ownPipelines(unit).flatMap((pipeline): readonly FetchedAuthority[] => {
      const into = pipeline.commands.map((command) => savedTo(command, pipeline)).find((path) => path);
      if (into === undefined || !isAuthority(into.replace(/^\/+/, ''))) return [];
      const { url, remote } = fetchIn(pipeline) ?? {};
      if (url === undefined || remote === undefined || remote.local || /[$`{]/.test(url)) return [];
      if (remote.suspicious === undefined && !url.startsWith('http:')) return [];
      return [{ host: remote.host, line: unit.line ?? pipeline.line, excerpt: pipeline.text }];
    }),
  );
}

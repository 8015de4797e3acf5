import type { Peer } from './peer.ts';
import { DOCKLE, GITLEAKS, KINGFISHER, TRIVY } from './programs.ts';
import { MALCONTENT_RULES, YARAHUNTER_RULES } from './rule-sets.ts';

export const PEERS: readonly Peer[] = [
  MALCONTENT_RULES,
  YARAHUNTER_RULES,
  GITLEAKS,
  KINGFISHER,
  DOCKLE,
  TRIVY,
];

/** Tools of the field that could not be compared, and why. */
export const ABSENT: readonly { readonly tool: string; readonly why: string }[] = [
  {
    tool: 'malcontent and YaraHunter themselves',
    why: 'the Go module proxy has them not; their rules alone are tried, which is less than the programs do (they judge kinds of files) and more (no file is left out)',
  },
  {
    tool: 'ClamAV',
    why: 'Debian’s package brings no signatures, and their server could not be reached; with signatures of our own it would only find what we told it',
  },
  { tool: 'trufflehog', why: 'the Go module proxy has it not' },
  {
    tool: 'grype, Docker Scout, Snyk',
    why: 'answer from databases of vulnerabilities, which could not be had',
  },
  { tool: 'syft, dive, Whaler', why: 'list and show, and do not judge' },
];

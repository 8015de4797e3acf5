import { existsSync, readFileSync } from 'node:fs';
import { trivyArguments } from '../../peer-tools.ts';

/** One image in every form that a tool may want. */
export interface PeerImage {
  /** An OCI layout. */
  readonly layout: string;
  /** Where a tool may write its result. */
  readonly result: string;
}

/** A tool as a user would call it, offline. */
export interface Peer {
  readonly program: string;
  /** What it is made for, and what it was asked. */
  readonly is: string;
  readonly asked: string;
  readonly version: readonly string[];
  readonly args: (image: PeerImage) => readonly string[];
  /** What it said, each thing in a line of its own; throws where it can't have looked. */
  readonly said: (image: PeerImage, stdout: string) => readonly string[];
}

export const PEERS: readonly Peer[] = [
  {
    program: 'trivy',
    is: 'vulnerabilities, secrets, misconfiguration, licences',
    asked:
      '`image --scanners secret,misconfig`, also of the configuration; its vulnerability database was not to be had',
    version: ['--version'],
    args: (image) => trivyArguments(image, '--image-config-scanners', 'secret,misconfig'),
    said: ({ result }) => {
      const { Results = [] } = JSON.parse(readFileSync(result, 'utf8')) as {
        Results?: {
          Target?: string;
          Secrets?: { RuleID: string }[];
          Misconfigurations?: { ID: string; Status: string; Message: string }[];
        }[];
      };
      return Results.flatMap(({ Target = '', Secrets = [], Misconfigurations = [] }) => [
        ...Secrets.map(({ RuleID }) => `${Target} ${RuleID}`),
        ...Misconfigurations.filter(({ Status }) => Status === 'FAIL').map(
          ({ ID, Message }) => `${ID} ${Message}`,
        ),
      ]);
    },
  },
];

/** Tools of the field that could not be compared, and why. */
export const ABSENT: readonly { readonly tool: string; readonly why: string }[] = [
  { tool: 'malcontent', why: 'no Go module of it, nor package, was to be had where this was made' },
  { tool: 'YaraHunter', why: 'no Go module of it, nor package, was to be had where this was made' },
  { tool: 'dockle', why: 'no Go module of it, nor package, was to be had where this was made' },
  {
    tool: 'ClamAV',
    why: 'Debian’s package brings no signatures, and their server could not be reached; with signatures of our own it would only find what we told it',
  },
  { tool: 'grype', why: 'answers from a vulnerability database alone, which could not be had' },
  { tool: 'syft', why: 'lists packages and does not judge them' },
];

export function resultOf(peer: Peer, image: PeerImage, stdout: string): readonly string[] {
  if (!existsSync(image.result)) throw new Error(`${peer.program} wrote no result: ${stdout.slice(0, 200)}`);
  return peer.said(image, stdout);
}

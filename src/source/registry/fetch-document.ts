import { type Digest, digestAlgorithm, digestOf } from '../../base/digest.ts';
import { ClearpullError } from '../../base/errors.ts';
import type { RegistryClient } from './client.ts';
import type { Answer } from './host.ts';
import { readBody } from './read-body.ts';

export interface DocumentQuery {
  /** Below `/v2/NAME/`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What it must have; undefined when nobody knows. */
  readonly digest: Digest | undefined;
  /** Bytes at most. */
  readonly cap: number;
  /** What it is called in errors. */
  readonly what: string;
}

export interface FetchedDocument {
  readonly answer: Answer;
  /** Of a registry itself not yet verified. */
  readonly body: Buffer;
}

/**
 * Gets a document whole. A mirror that breaks off, or sends other bytes than were asked for, is left, and the next
 * one is asked.
 */
export async function fetchDocument(client: RegistryClient, query: DocumentQuery): Promise<FetchedDocument> {
  const { path, headers, digest, cap, what } = query;
  for (;;) {
    const answer = await client.ask({ method: 'GET', path, ...(headers === undefined ? {} : { headers }) });
    try {
      const body = await readBody(answer, { cap, what, client });
      if (!answer.fromMirror || digest === undefined || digestOf(body, digestAlgorithm(digest)) === digest) {
        return { answer, body };
      }
      client.leaveMirror(answer.asked, `it sent other bytes for ${what}`);
    } catch (error) {
      const given = !answer.fromMirror || !(error instanceof ClearpullError) || error.code === 'interrupted';
      if (given) throw error;
      client.leaveMirror(answer.asked, error.message);
    }
  }
}

import { z } from 'zod';
import {
  type Expectation,
  sourcePatternProblem,
  TRACE_LEVELS,
  type TrustKey,
  type WantedSigner,
} from '../../trace/index.ts';
import type { Decision } from '../assessment.ts';
import { globText, oneOrMore, policyName, stricter } from './fields.ts';

/** What a policy asks of the trace of some images. */
export interface TraceRequirement {
  readonly name: string;
  /** Globs over `registry/repository`, one of which must match. */
  readonly images: readonly string[];
  readonly expected: Expectation;
  /** Whose signatures count. */
  readonly signers: readonly WantedSigner[];
  readonly keys: readonly TrustKey[];
  /** What an image comes to that does not show it. */
  readonly decision: Exclude<Decision, 'allow'>;
  readonly reason?: string;
}

const sourceText = globText.superRefine((pattern, context) => {
  const problem = sourcePatternProblem(pattern);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: `"${pattern}" ${problem}` });
});

const signerShape = {
  identity: z.string().min(1).max(1000).optional(),
  'identity-regexp': z.string().min(1).max(1000).optional(),
  issuer: z.string().min(1).max(1000).optional(),
  key: z.string().min(1).max(10_000).optional(),
};

const signerSchema = z
  .strictObject(signerShape)
  .refine(({ key, issuer, identity, 'identity-regexp': pattern }) => {
    const names = Number(identity !== undefined) + Number(pattern !== undefined);
    return key === undefined ? names === 1 && issuer !== undefined : names === 0 && issuer === undefined;
  }, 'a signer is either a "key", or an "issuer" with "identity" or "identity-regexp"')
  .refine(
    ({ key }) => key === undefined || /^\s*-----BEGIN PUBLIC KEY-----/.test(key),
    'a key is the text of a public key (PEM), behind "|"',
  );

const requirementShape = {
  name: policyName,
  images: oneOrMore(globText),
  level: z.enum(TRACE_LEVELS).optional(),
  source: oneOrMore(sourceText).optional(),
  builder: oneOrMore(globText).optional(),
  'accept-claimed': z.boolean().default(false),
  signers: z.array(signerSchema).max(100).default([]),
  decision: stricter,
  reason: z.string().max(1000).optional(),
};

export const traceRequirementSchema = z
  .strictObject(requirementShape)
  .refine(
    ({ level, source, builder }) => level !== undefined || source !== undefined || builder !== undefined,
    'it asks for nothing: give "level", "source" or "builder"',
  )
  .transform(
    ({
      level,
      source,
      builder,
      'accept-claimed': acceptClaimed,
      signers,
      reason,
      ...rest
    }): TraceRequirement => ({
      ...rest,
      expected: {
        acceptClaimed,
        ...(level === undefined ? {} : { level }),
        ...(source === undefined ? {} : { sources: source }),
        ...(builder === undefined ? {} : { builders: builder }),
      },
      signers: signers.flatMap(signerOf),
      keys: signers.flatMap(({ key }, i) =>
        key === undefined ? [] : [{ name: `${i + 1} of "${rest.name}"`, pem: key }],
      ),
      ...(reason === undefined ? {} : { reason }),
    }),
  );

/** Every key that may stand there, for "did you mean". */
export const TRACE_KEYS = {
  requirement: Object.keys(requirementShape),
  signer: Object.keys(signerShape),
} as const;

function signerOf({
  identity,
  'identity-regexp': pattern,
  issuer,
}: z.infer<typeof signerSchema>): readonly WantedSigner[] {
  if (issuer === undefined) return [];
  if (identity !== undefined) return [{ identity: { exact: identity }, issuer }];
  return pattern === undefined ? [] : [{ identity: { pattern }, issuer }];
}

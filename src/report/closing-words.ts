import type { Assessment, Coverage, Decision } from '../assess/assessment.ts';
import { limitsReached } from '../assess/index.ts';
import { limitFlag } from '../base/limit-reached.ts';
import { formatBytes, plural } from '../base/quantities.ts';

const ADVICE: Readonly<Record<Decision, string>> = {
  block: 'Do not run this image.',
  review: 'Look at this before you run it.',
  allow: 'Nothing was found that speaks against running it.',
};

/** What the verdict means for whoever wants to run the image. */
export function adviceOf({ verdict, suppressed }: Pick<Assessment, 'verdict' | 'suppressed'>): string {
  return verdict.decision === 'allow' && suppressed.length > 0
    ? `Beside ${plural(suppressed.length, 'suppressed finding')}, nothing speaks against running it.`
    : ADVICE[verdict.decision];
}

/** `Every byte of 4 layers: 36 files, 63.5 kB unpacked.`, or how much is missing. */
export function coverageLine({ complete, layers, layersRead, files, bytes }: Coverage): string {
  const amount = `${plural(files, 'file')}, ${formatBytes(bytes)} unpacked`;
  return complete
    ? `Every byte of ${plural(layers, 'layer')}: ${amount}.`
    : `NOT ALL OF IT: ${layersRead} of ${plural(layers, 'layer')}, ${amount}. Missing:`;
}

/** The flags that would let more be read; undefined where no limit was reached. */
export function limitsLine({ unread }: Coverage): string | undefined {
  const limits = limitsReached(unread);
  return limits.length === 0
    ? undefined
    : `Limits can be raised: ${limits.map((limit) => limitFlag(limit)).join(' ')} (clearpull limits lists them).`;
}

/** A sentence, or with `literal` something to copy as it is. */
export interface NextStep {
  readonly text: string;
  readonly literal?: true;
}

/** What a reader can do now. */
export function nextSteps({
  verdict,
  image,
  findings,
  suppressed,
  coverage,
}: Assessment): readonly NextStep[] {
  if (verdict.decision === 'allow') {
    const found = suppressed.length === 0 ? 'Nothing known to be bad was found' : 'Nothing else was found';
    return [
      { text: `${found}; that is no promise that there is nothing. What you checked is` },
      { text: image.digest, literal: true },
      {
        text: image.bare
          ? 'which is the sha256 of its tar: it can change before it is run.'
          : 'and a tag can move: run it by this digest.',
      },
    ];
  }
  if (verdict.decision === 'review') {
    return [
      ...(findings.length > 0
        ? [
            {
              text:
                'Go through the findings above. If they are what you expect of this image, accept them by name in a ' +
                'policy file, with a reason and a date, and pass it with --policy.',
            },
          ]
        : []),
      ...(coverage.complete
        ? []
        : [{ text: 'What could not be read was not judged: get it, and check again.' }]),
    ];
  }
  return [
    {
      text:
        'Do not run it, and find out who brought it in. Where it has run: stop its containers, keep the image as ' +
        'evidence, look for processes, cron jobs and keys that it left on the host, and change the secrets that ' +
        'it could see.',
    },
    { text: 'Everything that was found, for other tools: -f json, -f sarif.' },
  ];
}

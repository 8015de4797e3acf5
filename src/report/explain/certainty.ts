import type { Certainty } from '../../explain/explanation.ts';

/** One sign a certainty, for where there is no room for the word. */
export const CERTAINTY_SIGN: Readonly<Record<Certainty, string>> = {
  exact: '=',
  normalised: '~',
  'partly-lost': '?',
  contradicted: '!',
};

/** What the signs mean. */
export const CERTAINTY_LEGEND = '= exact   ~ meaning kept, text not   ? partly lost   ! contradicted';

import { styleText } from 'node:util';
import type { Decision } from '../../assess/assessment.ts';
import type { Severity } from '../../detect/finding.ts';

export type Style =
  | 'bold'
  | 'dim'
  | 'heading'
  | 'block'
  | 'review'
  | 'allow'
  | 'alarm'
  | 'warning'
  | 'command';

/** Puts colour on a finished line or part of one. Colour only ever repeats what the words say. */
export type Paint = (style: Style, text: string) => string;

const FORMATS: Readonly<Record<Style, Parameters<typeof styleText>[0]>> = {
  bold: 'bold',
  dim: 'dim',
  heading: 'bold',
  block: ['bold', 'red'],
  review: ['bold', 'yellow'],
  allow: ['bold', 'green'],
  alarm: ['bold', 'red'],
  warning: 'yellow',
  command: 'cyan',
};

export function painter(color: boolean): Paint {
  // Whether the stream takes colour was decided by whoever set `color`.
  return (style, text) =>
    color && text !== '' ? styleText(FORMATS[style], text, { validateStream: false }) : text;
}

export const DECISION_SIGN: Readonly<Record<Decision, string>> = { block: '✖', review: '▲', allow: '✔' };

export function severityStyle(severity: Severity): Style {
  if (severity === 'critical' || severity === 'high') return 'alarm';
  return severity === 'medium' ? 'warning' : 'dim';
}

import type { AndOr, CompoundList, PipelineNode, Statement } from 'unbash';
import type { StartStep } from '../../explanation.ts';
import { oneLine } from '../../printable.ts';
import type { Chain, Following, Place, Stdin } from '../chain.ts';
import { substitutedText } from './command-values.ts';
import type { Positional, Scope } from './scope.ts';
import { lineAt, type ShellText } from './shell-text.ts';
import type { WordContext } from './word-context.ts';

/** Where the walk through a script is, and what is known there. */
export interface Frame {
  readonly chain: Chain;
  readonly text: ShellText;
  readonly scope: Scope;
  /** The conditions of this text that lead here. */
  readonly when?: string;
  /** Whether the image's own values lead here; undefined: not decided. */
  readonly taken: boolean | undefined;
  readonly walker: Walker;
  /** It is one command of a text that was not parsed as a tree. */
  readonly isPiece?: true;
}

/** The ways back into the walk, for the parts of it that know one kind of syntax each. */
export interface Walker {
  statements(statements: readonly Statement[], frame: Frame): StartStep[];
  node(node: ShellNode, frame: Frame, around?: Surroundings): StartStep[];
  /** Parses and walks a further text in the same or another scope. */
  text(source: string, place: Place, scope: Scope): Following;
}

export type ShellNode = PipelineNode | AndOr | CompoundList;

/** What stands around a command. */
export interface Surroundings {
  readonly background?: boolean;
  readonly stdin?: Stdin;
  /** Its output goes into a pipe, so that even `echo` matters. */
  readonly piped?: boolean;
}

const MAX_WHEN = 300;

/** A frame for what stands behind one more condition. */
export function behind(frame: Frame, condition: string, taken: boolean | undefined, scope: Scope): Frame {
  const when = frame.when === undefined ? condition : `${frame.when}, ${condition}`;
  const both = frame.taken === false || taken === false ? false : frame.taken && taken;
  return { ...frame, when: oneLine(when, MAX_WHEN), taken: both, scope };
}

/** The place of what stands at an offset of the frame's text. */
export function placeAt(frame: Frame, offset: number): Place {
  const { line: _line, when: _when, taken: _taken, ...file } = frame.text.place;
  const line = lineAt(frame.text, offset);
  return {
    ...file,
    ...(line === undefined ? {} : { line }),
    ...(frame.when === undefined ? {} : { when: frame.when }),
    ...(frame.when === undefined || frame.taken === undefined ? {} : { taken: frame.taken }),
  };
}

/** What words are worked out from here, with one of the cases of the positional parameters. */
export function wordContext(frame: Frame, positional?: Positional): WordContext {
  const { scope, chain } = frame;
  const only = scope.positional.length === 1 ? scope.positional[0] : undefined;
  return {
    scope,
    positional: positional ?? only ?? { args: undefined },
    tree: chain.tree,
    budget: chain.budget,
    config: chain.config,
    holes: chain.holes,
    substituted: substitutedText,
  };
}

import type { TreeNode } from '../../image/tree/image-tree.ts';
import { compareTreePaths } from '../../image/tree/tree-order.ts';
import type { ImageView, Standing } from '../detector.ts';
import type { Confidence, Evidence, Finding, Severity } from '../finding.ts';
import { PERSISTENCE_RULES } from './rules.ts';

export type AnyView = Pick<
  ImageView,
  'tree' | 'text' | 'standing' | 'standings' | 'configTexts' | 'image' | 'explanation'
>;

export interface Said {
  readonly severity: Severity;
  readonly confidence?: Confidence;
  readonly why: string;
  readonly fix: string;
  readonly evidence: readonly Evidence[];
}

/** What package databases say one of these things of, of the paths that are meant, in the tree's order. */
export function nodesStanding(
  { standings, tree }: Pick<AnyView, 'standings' | 'tree'>,
  wanted: readonly Standing[],
  paths = /^/,
): readonly TreeNode[] {
  return [...standings]
    .flatMap(([path, standing]) => (wanted.includes(standing) && paths.test(path) ? [path] : []))
    .sort(compareTreePaths)
    .flatMap((path) => tree.get(path) ?? []);
}

/** A finding of a rule of this detector; nothing where nothing was seen. */
export function findingOf(rule: string, said: Said): readonly Finding[] {
  const info = PERSISTENCE_RULES.find(({ id }) => id === `persistence/${rule}`);
  const [first, ...rest] = said.evidence;
  if (info === undefined || first === undefined) return [];
  return [
    {
      rule: info.id,
      title: info.title,
      category: info.category,
      severity: said.severity,
      confidence: said.confidence ?? 'high',
      why: said.why,
      fix: said.fix,
      ...(info.attack !== undefined && { attack: info.attack }),
      evidence: [first, ...rest],
    },
  ];
}

/** A folder that nobody looks into: hidden, or emptied by itself. */
export const HIDDEN_PLACE = /(?:^|\/)(?:tmp|var\/tmp|dev\/shm|run\/shm)\/|(?:^|\/)\.(?!\.?\/|\.?$)[^/]+/;

/** Where tools of their users live under a hidden name. */
const USUAL_HIDDEN =
  /(?:^|\/)\.(?:local|cargo|rustup|nvm|rbenv|pyenv|rvm|sdkman|bun|deno|volta|asdf|nodenv|goenv|jenv|dotnet|npm\w*|yarn|pnpm|config|composer|venv|virtualenv\w*|poetry|gem|linuxbrew|krew|arkade|fzf|oh-my-zsh|acme\.sh|vscode\w*|cache|java|m2|gradle|mix|cabal|ghcup|opam|nix-profile|s6\w*|docker\w*|ssh|aws|kube|env\w*|bash\w*|profile|zsh\w*|kshrc|inputrc|dircolors|[\w-]*rc|aliases|exports|functions|travis|fly|platform|heroku|profile\.d|direnv|conda|mamba|pixi|foundry|starship|git\w*|wasm\w*|tfenv|jabba|krew)(?:\/|$)|(?:^|\/)node_modules\/\.bin(?:\/|$)/;

/** Whether a path leads through a folder that is hidden for no usual reason. */
export function isHiddenPath(path: string): boolean {
  return HIDDEN_PLACE.test(path) && !USUAL_HIDDEN.test(path);
}

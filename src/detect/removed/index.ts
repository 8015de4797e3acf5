import type { GonePath } from '../../image/tree/image-tree.ts';
import type { Detector, ImageView } from '../detector.ts';
import type { Evidence, Finding } from '../finding.ts';

const RULE = 'hidden/removed-program';

/** Programs and secrets that were put in and taken out again: a container does not see them, the image has them. */
export const removed: Detector = {
  id: 'removed',
  version: 2,
  title: 'Content that a later layer takes away',
  rules: [
    {
      id: RULE,
      leaves: 'What builds take away (package caches, build folders), and files that a later layer replaces.',
      title: 'Program removed by a later layer',
      category: 'hidden',
      severity: ['low', 'medium'],
      description:
        'A program or secret file was added outside the places of packages and removed by a later layer. No container sees it, yet everybody who pulls the image gets it; tools that look at the finished file system miss it.',
      attack: 'T1070.004',
    },
  ],
  judge,
};

const PLACES = /^(?:tmp|var\/tmp|dev\/shm|root|opt|home|usr\/local|run|srv|mnt|media|data)\//;
/** Folders that builds fill and empty as a matter of course. */
const BUILD =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|__pycache__|vendor|gems|\.(?:git|cache|npm|cargo|rustup|gradle|m2|nvm|pyenv|rbenv|ivy2|sbt|yarn|pnpm-store|nuget|dotnet|gnupg|config|local|venv|deno|bun)|venv|go\/(?:pkg|src|bin)|src|source|build|target|dist|tests?|examples?|docs?|share|include|lib(?:exec|64|32)?|npm-[^/]+|pip-[^/]+|buildkit[^/]*|tmp\.[A-Za-z0-9]+|autom4te\.cache|m4)\//;
const BUILD_FILE =
  /(?:^|\/)(?:configure|config\.(?:guess|sub|status)|install-sh|missing|depcomp|compile|ltmain\.sh|libtool|test-driver|ylwrap|autogen\.sh|bootstrap(?:\.sh)?|build\.sh|install(?:er)?(?:\.sh)?|setup\.(?:py|sh)|get-pip\.py|conftest[^/]*|Makefile|rustup-init|sccache|[^/]*-(?:installer|install|setup|linux-x86_64|linux-amd64)(?:\.\w+)?|[^/]*\.(?:deb|rpm|apk|run|whl|so(?:\.[\d.]+)?|o|a))$/i;
const HIDDEN = /(?:^|\/)\.(?!wh\.)[^/]+/;
const WELL_KNOWN_DOT =
  /(?:^|\/)\.(?:bash\w*|profile|zsh\w*|wget-hsts|python_history|ssh|env|npmrc|netrc|gitconfig|dockerignore|gitignore|editorconfig|eslintrc\S*)$/;
const SECRET =
  /(?:^|\/)(?:id_(?:rsa|dsa|ecdsa|ed25519)|\.aws\/credentials|\.docker\/config\.json|\.kube\/config|\.git-credentials|\.netrc|\.pgpass|\.vault-token|service-account[^/]*\.json|kubeconfig)$/;

const MAX_EVIDENCE = 10;

/** Of these contents, those that the merged tree still has somewhere. */
function keptOf(view: ImageView, wanted: ReadonlySet<string | undefined>): ReadonlySet<string> {
  const kept = new Set<string>();
  if (wanted.size === 0) return kept;
  for (const { entry } of view.tree.nodes.values()) {
    const { sha256 } = entry;
    if (sha256 !== undefined && wanted.has(sha256)) kept.add(sha256);
  }
  return kept;
}

function judge(view: ImageView): readonly Finding[] {
  const kept = keptOf(view, new Set(view.tree.gone.map(({ entry }) => entry.sha256)));
  const seen: { gone: GonePath; what: string; telling: boolean }[] = [];
  for (const gone of view.tree.gone) {
    // What lies below a folder that a file or link replaces has no successor: it is taken away as well.
    const away = gone.how === 'removed' || view.tree.get(gone.path) === undefined;
    if (!away || gone.goneIn === gone.layer || gone.entry.kind !== 'file') continue;
    // Moved or copied elsewhere is not gone.
    if (gone.entry.sha256 !== undefined && kept.has(gone.entry.sha256)) continue;
    const what = whatItIs(gone);
    if (what !== undefined) seen.push({ gone, ...what });
  }
  seen.sort((a, b) => Number(b.telling) - Number(a.telling));
  const [first, ...rest] = seen.slice(0, MAX_EVIDENCE).map(
    ({ gone, what }): Evidence => ({
      path: `/${gone.path}`,
      layer: gone.layer,
      excerpt: what,
      goneIn: gone.goneIn,
    }),
  );
  if (first === undefined) return [];
  const telling = seen.some((item) => item.telling);
  const more = seen.length === 1 ? '' : ` and ${seen.length - 1} more`;
  return [
    {
      rule: RULE,
      title: 'Program removed by a later layer',
      category: 'hidden',
      severity: telling ? 'medium' : 'low',
      confidence: 'medium',
      why: `${first.path}${more} came in with one layer and was removed by another: a container does not see it, but everybody who pulls the image gets it.`,
      fix: 'Look at the layer that holds it. To leave something out, remove it in the same instruction that adds it, or use a build stage.',
      attack: 'T1070.004',
      evidence: [first, ...rest],
    },
  ];
}

/** What a removed file is, if it is worth a word; `telling` when honest builds hardly leave it. */
function whatItIs({ path, entry }: GonePath): { what: string; telling: boolean } | undefined {
  const { content, mode } = entry;
  if (SECRET.test(path)) return { what: 'a file that usually holds a secret', telling: false };
  const program =
    content?.kind === 'elf' ? 'an ELF program' : content?.kind === 'script' ? 'a script' : undefined;
  if (program === undefined) return undefined;
  if (content?.kind === 'elf' && content.elf.type !== 'executable' && content.elf.interpreter === undefined)
    return undefined;
  if ((mode & 0o4000) !== 0 && PLACES.test(path))
    return { what: `${program} with the setuid bit`, telling: true };
  if (BUILD.test(path) || BUILD_FILE.test(path)) return undefined;
  const hidden = HIDDEN.test(path) && !WELL_KNOWN_DOT.test(path);
  if (hidden) return { what: `${program} under a hidden name`, telling: true };
  if (!PLACES.test(path)) return undefined;
  return { what: program, telling: /^(?:dev\/shm)\//.test(path) };
}

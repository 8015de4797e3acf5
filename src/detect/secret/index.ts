import { limitReached } from '../../base/limit-reached.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import { plural } from '../../base/quantities.ts';
import { LineIndex } from '../../explain/program-text/line-index.ts';
import type { Detector, ImageView } from '../detector.ts';
import type { Finding, Severity } from '../finding.ts';
import { atMost } from '../finding-order.ts';
import { SSH_ACCOUNT_KEY, SSH_HOST_KEY } from '../pem/private-keys.ts';
import { evidenceOf, groupBy } from '../text/group.ts';
import type { Hit, LookedAt, Showing } from '../text/looked-at.ts';
import { placeHits } from '../text/placed/place-hits.ts';
import { type Placed, placeOf } from '../text/placed/placed.ts';
import { roleReason } from '../text/role.ts';
import type { Door } from './door.ts';
import { secretsIn } from './look-for.ts';
import { maskedLine } from './masked.ts';
import { RULE_OF, SECRET_RULES } from './rules.ts';

interface Seen {
  readonly [key: string]: string | boolean | undefined;
  readonly door: Door;
  readonly what: string;
  readonly unsure: boolean;
  readonly harmless?: string;
  /** How it was decoded, if it was. */
  readonly via?: string;
}

/** Finds keys, tokens and logins that open other doors to whoever reads the image. */
export const secret: Detector<Seen> = {
  id: 'secret',
  version: 9,
  title: 'Secrets',
  rules: SECRET_RULES,
  triggers: {
    literals: ['PRIVATE KEY-----', 'secret_access_key', 'github_pat_', '"private_key_id"', 'client-key-data'],
  },
  texts: { look, leavesImports: true, wants: (role) => role !== 'document' && role !== 'rules' },
  judge: (view) =>
    [
      ...groupBy([...placeHits(view, look), ...inInstructions(view)], (placed) => {
        const { where, data } = placed;
        const { severity, reason } = weightOf(placed);
        // Libraries bring test keys by the hundred: one note for all of them.
        return severity === 'info'
          ? `${data.door} ${reason}`
          : [data.door, where.path, where.gone, data.unsure, data.harmless].join(' ');
      }).values(),
    ].map(toFinding),
};

function look(file: LookedAt, showing: Showing): readonly Hit<Seen>[] {
  const plain = new Set<number | undefined>();
  let isCut = false;
  const hits = file.units.flatMap((unit) => {
    const path = (unit.target ?? file.path).replace(/^(?:\/+|~\/)/, '');
    const found = hitsIn(path, unit.text, showing, () => {
      isCut = true;
    }).map((hit) => ({
      ...hit,
      ...(unit.line !== undefined && { line: unit.line }),
      ...(unit.via !== undefined && { data: { ...hit.data, via: unit.via } }),
    }));
    if (unit.via === undefined) for (const { line } of found) plain.add(line);
    // A kubeconfig's key is in base64 there; it is one secret, not two.
    return unit.via === undefined ? found : found.filter(({ line }) => !plain.has(line));
  });
  // Libraries bring such words by the hundred, and what is found there weighs nothing.
  if (isCut && file.role === 'active') {
    const detail =
      'the text has so many words of keys that it was not looked at for all of them (maxSecretPlaces)';
    showing.unread?.(limitReached('maxSecretPlaces', detail, file.path));
  }
  return hits;
}

function hitsIn(path: string, text: string, { limits }: Showing, cut: () => void): readonly Hit<Seen>[] {
  const maxPlaces = (limits ?? DEFAULT_LIMITS).maxSecretPlaces;
  const found = secretsIn(path, text, { maxPlaces, cut });
  const lines = new LineIndex(text);
  // SSH's own keys are told as access/private-key.
  const ssh = SSH_HOST_KEY.test(path) || SSH_ACCOUNT_KEY.test(path);
  return found
    .map((one, index) => ({
      line: lines.lineAt(one.start),
      excerpt: maskedLine(text, found, index),
      data: {
        door: one.door,
        what: one.what,
        unsure: one.unsure === true,
        ...(one.harmless !== undefined && { harmless: one.harmless }),
      },
    }))
    .filter(({ data }) => !(ssh && data.door === 'key'));
}

/** Build arguments and commands that the history keeps: `ARG TOKEN=…` stays in the image for all to read. */
function inInstructions(view: ImageView<Seen>): readonly Placed<Seen>[] {
  const told = new Set(['ENV', 'LABEL', 'ENTRYPOINT', 'CMD', 'HEALTHCHECK', 'ONBUILD']);
  const { history } = view.image.config;
  return view.explanation.instructions.slice(0, 2000).flatMap(({ keyword, text, row, layer }) =>
    told.has(keyword)
      ? []
      : // The row itself has the values of build arguments; the instruction that is made of it has not.
        hitsIn(keyword, (history[row ?? -1]?.created_by ?? text).slice(0, 100_000), view, () => {}).map(
          ({ excerpt, data }): Placed<Seen> => ({
            data,
            evidence: { path: keyword, ...(layer !== undefined && { layer }), excerpt },
            where: { path: keyword, role: 'active', kind: 'config', gone: false },
          }),
        ),
  );
}

/** Folders whose files come out of packages that anybody can fetch. */
const PUBLIC =
  /^(?:usr\/(?:share|lib|lib64|libexec)|usr\/local\/go\/(?:src|test|misc)|lib|lib64|nix\/store|gnu\/store)\//;
/** Made when a package is installed, to have one until there is a real one. */
const SNAKE_OIL = /(?:^|[/._-])(?:ssl-cert-snakeoil|snakeoil|localhost|self[-_]?signed)[\w.-]{0,40}$/;
/** What programs that write other programs hand out with each; a name of a host (`example.com.key`) tells nothing. */
const EXAMPLE = /(?:^|[/_-])(?:example|sample|dummy)(?:[_-][\w-]{1,40})?\.(?:pem|key)$/;

function toFinding(group: readonly [Placed<Seen>, ...Placed<Seen>[]]): Finding {
  const [{ data, where }] = group;
  const info = RULE_OF[data.door];
  const { severity, reason } = weightOf(group[0]);
  const place = placeOf(where);
  const whats = new Set(group.map((placed) => placed.data.what)).size;
  const files = new Set(group.map((placed) => placed.where.path)).size;
  const more =
    files > 1 ? `, and ${plural(files - 1, 'more file')} like it` : whats > 1 ? ` and ${whats - 1} more` : '';
  const coded = data.via === undefined ? '' : `, in code (${data.via})`;
  const sure = data.unsure ? ', if it is a real one' : '';
  const removed = where.gone ? '; a later layer removes the file, which keeps nobody from reading it' : '';
  const less = reason === undefined ? '' : `; ${reason}`;
  return {
    rule: info.id,
    title: info.title,
    category: 'secret',
    severity,
    confidence: data.unsure ? 'low' : 'high',
    why: `${place} holds ${data.what}${coded}${more}${sure}${removed}${less}.`,
    fix: info.fix ?? '',
    ...(info.attack !== undefined && { attack: info.attack }),
    evidence: evidenceOf(group),
  };
}

function weightOf({ data, where }: Placed<Seen>): { severity: Severity; reason?: string } {
  const most = data.door === 'key' || data.door === 'password' ? 'medium' : 'high';
  if (where.role !== 'active') {
    const reason = roleReason(where.role);
    return { severity: 'info', ...(reason !== undefined && { reason }) };
  }
  if (where.kind === 'file' && PUBLIC.test(where.path))
    return { severity: 'info', reason: 'that is where packages put their files, which anybody can fetch' };
  if (data.door === 'key' && SNAKE_OIL.test(where.path))
    return { severity: 'low', reason: 'by its name it is only there until there is a real one' };
  if (data.door === 'key' && EXAMPLE.test(where.path))
    return { severity: 'low', reason: 'by its name it is an example' };
  if (data.harmless !== undefined) return { severity: atMost(most, 'low'), reason: data.harmless };
  return { severity: most };
}

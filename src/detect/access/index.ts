import type { Detector, ImageView, LayerView, Observation } from '../detector.ts';
import { clip } from '../text/lines.ts';
import { accountFindings } from './account-findings.ts';
import { isKeyFile } from './fetched-keys.ts';
import { keyFindings } from './key-findings.ts';
import { lookForAccess } from './look.ts';
import { madeFindings } from './made-findings.ts';
import { type GuessedPassword, passwordGuesses } from './password-guesses.ts';
import { privateKeyFindings } from './private-keys.ts';
import { ACCESS_RULES } from './rules.ts';
import type { Seen } from './seen.ts';
import { sshdFindings, sudoFindings } from './settings-findings.ts';
import { authorizedKeys, KEY_BLOBS } from './ssh-keys.ts';
import { trustedHostsFindings } from './trusted-hosts.ts';
import { weakPasswordFindings } from './weak-passwords.ts';

/** Finds ways in that were left for later: keys, accounts and settings that let somebody log in. */
export const access: Detector<Seen> = {
  id: 'access',
  version: 15,
  title: 'Access kept for later',
  readsFiles: true,
  rules: ACCESS_RULES,
  triggers: { literals: KEY_BLOBS },
  texts: { look: lookForAccess, wants: (role, entry) => role === 'active' || isKeyFile(entry.path) },
  inspect: (layer) => [...keysElsewhere(layer), ...guessed(layer)],
  judge: (view) => [
    ...keyFindings(view),
    ...madeFindings(view),
    ...accountFindings(view),
    ...sshdFindings(view),
    ...sudoFindings(view),
    ...trustedHostsFindings(view),
    ...weakPasswordFindings(view, guessesIn(view)),
    ...privateKeyFindings(view),
  ],
};

/** Public keys in files that are no key files by their names. Whether they let anybody in shows in the image. */
function keysElsewhere(layer: LayerView): readonly Observation<Seen>[] {
  const marked = [...new Set(layer.marks.map(({ entry }) => entry))].sort((a, b) => a - b);
  return marked.flatMap((index) => {
    const entry = layer.facts.entries[index];
    if (entry === undefined || isKeyFile(entry.path)) return [];
    return authorizedKeys(layer.text(entry) ?? '').map(({ line, excerpt, type, fingerprint, comment }) => ({
      entry: index,
      line,
      excerpt: clip(excerpt),
      data: { what: 'key-elsewhere', type, fingerprint, comment: comment.slice(0, 100) },
    }));
  });
}

function guessed(layer: LayerView): readonly Observation<Seen>[] {
  return passwordGuesses(layer).map(({ name, hash, password, entry, line, excerpt }) => ({
    entry,
    line,
    excerpt: clip(excerpt),
    data: { what: 'password', name, hash, password, type: '', fingerprint: '', comment: '' },
  }));
}

function guessesIn(view: ImageView<Seen>): readonly GuessedPassword[] {
  return view.sightings.flatMap(({ observation: { data } }): readonly GuessedPassword[] => {
    const { what, name, hash, password } = data;
    if (what !== 'password' || name === undefined || hash === undefined || password === undefined) return [];
    return [{ name, hash, password }];
  });
}

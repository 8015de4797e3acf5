import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import { compareImages, type Difference, type ImageProfile } from '../compare/index.ts';
import { SecretMask } from '../detect/secret/secret-mask.ts';
import { type CheckEvents, type CheckOptions, checkTarget } from './check.ts';
import { maskTexts } from './without-secrets.ts';

/**
 * Compares the image that one target names with that of another; each may come from anywhere. Both are read or
 * recalled and assessed as by a check.
 *
 * @throws ClearpullError when one cannot be opened, or holds more than one image
 */
export async function diffTargets(
  before: string,
  after: string,
  options: CheckOptions,
  events: CheckEvents = {},
): Promise<Difference> {
  const old = await profileOfTarget(before, options, events);
  const fresh = await profileOfTarget(after, options, events);
  const difference = compareImages(old, fresh);
  if (options.showSecrets === true) return difference;
  // Only what is told is masked: a secret that changed is a change.
  const mask = new SecretMask();
  for (const { config } of [old, fresh]) for (const text of config.Env ?? []) mask.learn(text);
  return maskTexts(difference, mask);
}

async function profileOfTarget(
  target: string,
  options: CheckOptions,
  events: CheckEvents,
): Promise<ImageProfile> {
  const profiles: ImageProfile[] = [];
  await checkTarget(target, options, { ...events, onProfile: (profile) => profiles.push(profile) });
  const [profile, ...more] = profiles;
  if (profile === undefined || more.length > 0) {
    throw new ClearpullError(
      'usage',
      `${visible(target)} holds ${profiles.length} images; only one can be compared.`,
      { hint: 'Name one of them behind a colon, such as oci:./layout:app, and one --platform.' },
    );
  }
  return profile;
}

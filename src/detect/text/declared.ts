import type { ConfigText, ImageView } from '../detector.ts';

/**
 * What of the image's name and labels says openly what it is, by `says`; undefined where nothing does. The folder that
 * an archive lies in is no name.
 */
export function declaredBy(
  { image, configTexts }: Pick<ImageView, 'image'> & { readonly configTexts: readonly ConfigText[] },
  says: (text: string) => boolean,
): string | undefined {
  const { reference } = image;
  const name = reference.replace(/@.*$/, '').split('/').slice(1).join('/') || reference;
  if (!/[/\\](?:tmp|var)\//.test(reference) && says(name)) return `its name is ${name.slice(0, 80)}`;
  for (const { path, key, text } of configTexts) {
    if (path !== 'LABEL' || key === undefined) continue;
    if (!/(?:^|\.)(?:title|description|name|summary)$/.test(key)) continue;
    if (says(text.slice(key.length + 1))) return `label ${key}`;
  }
  return undefined;
}

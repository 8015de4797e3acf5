import { rootFolders } from './root-file-system/looks-like-root.ts';

/**
 * Whether a folder with these names in it is one image or several, as tools write them, and no folder of archives: an
 * OCI layout, what docker save packs, what skopeo writes with dir:, or a root file system.
 */
export function looksLikeImageFolder(names: ReadonlySet<string>): boolean {
  if (names.has('oci-layout') || (names.has('index.json') && names.has('blobs'))) return true;
  if (names.has('manifest.json') && (names.has('version') || names.has('repositories') || names.has('blobs')))
    return true;
  return rootFolders(names).length > 0;
}

/** Public keys whose private halves are published, so that they name nobody. Fingerprints as `ssh-keygen -l` prints them. */
const PUBLISHED: ReadonlySet<string> = new Set([
  // Vagrant's insecure keys, RSA and Ed25519.
  'SHA256:1M4RzhMyWuFS/86uPY/ce2prh/dVTHW7iD2RhpquOZA',
  'SHA256:WkvqjnyPAeC0cbPErYiGP9vqHdgL1MqqvPdIe3lvHgI',
  // The insecure key of phusion/baseimage.
  'SHA256:mNz9adiNUt9xnouQa1sVz3M2zmUV/nTEjUOucMNM9l4',
]);

export function isPublishedKey(fingerprint: string): boolean {
  return PUBLISHED.has(fingerprint);
}

/** The sha256 that a pointer file of Git LFS stands for (git-lfs, docs/spec.md, "The Pointer"); undefined otherwise. */
export function lfsPointer(bytes: Buffer): string | undefined {
  if (bytes.length > 1024 || !bytes.toString('latin1', 0, 40).startsWith('version https://git-lfs')) {
    return undefined;
  }
  return /^oid sha256:([0-9a-f]{64})$/m.exec(bytes.toString('latin1'))?.[1];
}

/** Folders that the Filesystem Hierarchy Standard puts at the top. */
const STANDARD = new Set(
  'bin boot dev etc home lib lib64 media mnt opt proc root run sbin srv sys tmp usr var'.split(' '),
);
const ENOUGH = 3;

/**
 * The standard folders by which what lies at the top is told to be a root file system: at least three, one of
 * them /etc or /usr. None for anything else.
 */
export function rootFolders(topNames: ReadonlySet<string>): readonly string[] {
  const found = [...topNames].filter((name) => STANDARD.has(name)).sort();
  const typical = found.includes('etc') || found.includes('usr');
  return typical && found.length >= ENOUGH ? found : [];
}

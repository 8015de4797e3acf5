import { linesOf } from './lines.ts';

/** What `/var/lib/dpkg/status` says of one package (dpkg's lib/dpkg/parse.c, deb822(5)). */
export interface DpkgPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  /** True when its files are there as far as dpkg knows: not removed down to its configuration. */
  readonly installed: boolean;
  /** Configuration files with the md5 that they were delivered with. */
  readonly conffiles: readonly (readonly [path: string, md5: string])[];
}

const MAX_PACKAGES = 100_000;
const CONFFILE = / (\/.{1,4000}) ([0-9a-f]{32})(?: obsolete)?(?: remove-on-upgrade)?$/;

/** The packages of a status file. What has no name, and lines that are no fields, are passed over. */
export function readStatus(text: string): readonly DpkgPackage[] {
  const packages: DpkgPackage[] = [];
  let fields = new Map<string, string>();
  let conffiles: [string, string][] = [];
  let inConffiles = false;
  const end = (): void => {
    const name = fields.get('package');
    if (name !== undefined && packages.length < MAX_PACKAGES) {
      packages.push({
        name,
        version: fields.get('version') ?? '',
        architecture: fields.get('architecture') ?? '',
        // distroless' status.d has no Status field: what stands there is installed.
        installed: !/ (?:not-installed|config-files)$/.test(fields.get('status') ?? ''),
        conffiles,
      });
    }
    fields = new Map();
    conffiles = [];
    inConffiles = false;
  };
  for (const line of linesOf(text)) {
    if (line === '') {
      end();
      continue;
    }
    if (line.startsWith(' ')) {
      const match = inConffiles ? CONFFILE.exec(line) : null;
      if (match !== null) conffiles.push([match[1] ?? '', match[2] ?? '']);
      continue;
    }
    const colon = line.indexOf(':');
    const field = line.slice(0, colon).toLowerCase();
    inConffiles = field === 'conffiles';
    if (WANTED.has(field)) fields.set(field, line.slice(colon + 1).trim());
  }
  end();
  return packages;
}

const WANTED: ReadonlySet<string> = new Set(['package', 'version', 'architecture', 'status']);

import { formatReference, parseReference } from '../image/reference.ts';

/** Who an image was published by, as its name says. */
export interface Publisher {
  /** `docker.io/demo2018/tomcat`: without tag and digest. */
  readonly repository: string;
  /** `docker.io/demo2018`; absent where the name has none, or one that stands for no person. */
  readonly account?: string;
}

/** Schemes whose targets are places on this machine, with the image's name behind a colon. */
const LOCAL = /^(?:oci|oci-archive|docker-archive|docker-dir|rootfs|dir):/;
const DAEMON = /^(?:docker-daemon|podman|containerd):/;
const BARE_PATH = /^[./~]|^[^:]*\.(?:tar|tgz|tar\.(?:gz|zst))(?::|$)/i;
/** containerd's namespaces of Docker, Kubernetes and itself stand before the name. */
const NAMESPACE = /^(?:k8s\.io|moby|default)\/(?=[^/]+\.[^/]+\/)/;

/** Registries whose first folder is no account, and namespaces that stand for the registry itself. */
const NO_ACCOUNTS: ReadonlySet<string> = new Set([
  'mcr.microsoft.com',
  'registry.k8s.io',
  'k8s.gcr.io',
  'registry.access.redhat.com',
  'registry.redhat.io',
  'container-registry.oracle.com',
  'docker.elastic.co',
  'docker.io/library',
  'public.ecr.aws/docker',
  'gcr.io/distroless',
  'gcr.io/google-containers',
]);

/** What an image's reference says of its publisher; undefined where it names no repository. */
export function publisherOf(reference: string): Publisher | undefined {
  const name = nameIn(reference);
  const parsed = name === undefined ? undefined : parseReference(name);
  if (parsed === undefined || typeof parsed === 'string') return undefined;
  const { registry, repository } = parsed;
  const full = formatReference({ registry, repository });
  const [namespace = '', ...rest] = repository.split('/');
  const account = `${registry}/${namespace}`;
  const known = rest.length > 0 && !NO_ACCOUNTS.has(account) && !NO_ACCOUNTS.has(registry);
  return { repository: full, ...(known && { account }) };
}

/** The part of a reference that names the image: without scheme and local path, where a name stands behind them. */
export function shortName(reference: string): string {
  return (nameIn(reference) ?? reference).replace(/^docker\.io\/(?:library\/)?/, '');
}

function nameIn(reference: string): string | undefined {
  if (DAEMON.test(reference)) {
    return reference.slice(reference.indexOf(':') + 1).replace(NAMESPACE, '');
  }
  if (LOCAL.test(reference) || BARE_PATH.test(reference)) {
    const path = reference.replace(LOCAL, '');
    const colon = path.indexOf(':');
    return colon === -1 ? undefined : path.slice(colon + 1);
  }
  return reference.replace(/^(?:registry|docker):(?:\/\/)?(?=[^\d])/, '');
}

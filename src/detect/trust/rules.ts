import type { RuleInfo } from '../detector.ts';

export const TRUST_RULES: readonly RuleInfo[] = [
  {
    id: 'trust/package-mirror',
    title: 'Packages from a place that nobody vouches for',
    category: 'backdoor',
    severity: ['low', 'medium'],
    description:
      'The settings of a package manager switch off signatures or TLS for a mirror, so that whoever runs it, or sits before it, decides what is installed.',
    leaves:
      'Official places and well-known public mirrors over HTTPS, local folders, addresses inside a network, signed repositories.',
    fix: 'Name a signed repository, or one over HTTPS that you trust, and take trusted=yes, trusted-host, gpgcheck=0 or strict-ssl=false out.',
    attack: 'T1195.002',
  },
  {
    id: 'trust/hosts',
    title: 'Well-known name that leads elsewhere',
    category: 'backdoor',
    severity: ['low', 'medium'],
    description:
      'The hosts file, or a script that writes it, gives the name of a package or image registry or an update server an address of its own.',
    leaves: 'Block-lists of other names, and names of the image’s own network.',
    fix: 'Take the lines out.',
    attack: 'T1565.001',
  },
  {
    id: 'trust/resolver',
    title: 'Names answered by a stranger',
    category: 'backdoor',
    severity: ['low', 'medium'],
    description:
      'A script writes a name server of its own into resolv.conf, so that whoever runs it decides where every name leads. (The file in an image itself does nothing: container engines put their own in its place.)',
    leaves: 'Well-known public resolvers, and addresses of the container’s own network.',
    fix: 'Take the line out, and name resolvers where the container is run.',
    attack: 'T1584.002',
  },
  {
    id: 'trust/extra-ca',
    title: 'Certificate authority that was added',
    category: 'backdoor',
    severity: ['info', 'medium'],
    description:
      'The image trusts a certificate authority beside those of its distribution. Whoever holds its key can read and change what the image fetches over TLS. Companies do this for their own networks; one that a script fetches at start without TLS or from a bare address is whoever answers there.',
    leaves: 'The authorities that packages bring.',
    fix: 'Ask whose it is; take it out where you do not use that network.',
    attack: 'T1553.004',
  },
];

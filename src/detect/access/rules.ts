import type { RuleInfo } from '../detector.ts';

export const ACCESS_RULES: readonly RuleInfo[] = [
  {
    id: 'access/authorized-keys',
    title: 'SSH key that lets somebody in',
    category: 'access',
    severity: ['info', 'high'],
    description:
      'A public key is built into the image for an account, or a script adds one. Whoever holds the private half can log in wherever an SSH server is reachable.',
    leaves: 'known_hosts, public keys that no account has, empty key files.',
    fix: 'Remove the key unless it is yours, and hand keys in at run time.',
    attack: 'T1098.004',
  },
  {
    id: 'access/no-password',
    title: 'Account without password',
    category: 'access',
    severity: ['info', 'high'],
    description:
      'An account with a login shell has an empty password field, as in CVE-2019-5021: anything that asks for its password (su, login, sshd with empty passwords allowed) lets anybody in.',
    leaves: 'Locked accounts, and accounts whose shell lets nobody in.',
    fix: 'Lock the account: passwd -l NAME.',
    attack: 'T1078.003',
  },
  {
    id: 'access/weak-password',
    title: 'Password that is known',
    category: 'access',
    severity: ['low', 'high'],
    description:
      'The password of an account that can log in is one of a short list that anybody tries first, or stands in an instruction of the image. Hashes of MD5, SHA-256, SHA-512, yescrypt and bcrypt are tried; of the last two, which are slow on purpose, only the six most common ones.',
    leaves: 'Locked accounts; passwords that come from a variable or a secret of the build.',
    fix: 'Lock the account (passwd -l NAME), and hand passwords in at run time.',
    attack: 'T1078.003',
  },
  {
    id: 'access/private-key',
    title: 'Private key that others have too',
    category: 'access',
    severity: ['low', 'medium'],
    description:
      'The image carries the private half of a key: a host key of SSH that every container and every reader of the image shares, or a key of an account that opens other doors.',
    leaves: 'Keys with a passphrase, public halves, and keys outside of the places where SSH looks for them.',
    fix: 'Take the keys out of the layer that brings them, and make or mount them when the container starts.',
    attack: 'T1552.004',
  },
  {
    id: 'access/second-root',
    title: 'Second account with the rights of root',
    category: 'access',
    severity: ['info', 'high'],
    description: 'An account other than root has the user id 0 and so all its rights.',
    leaves: 'The account root itself.',
    fix: 'Remove the account, or give it a user id of its own.',
    attack: 'T1136.001',
  },
  {
    id: 'access/sshd-config',
    title: 'SSH server that is easy to enter',
    category: 'access',
    severity: ['medium', 'medium'],
    description: 'The SSH server accepts empty passwords, or root with a password.',
    leaves: 'Images without an SSH server, and what stands in comments.',
    fix: 'Set PermitRootLogin no, PasswordAuthentication no and PermitEmptyPasswords no, or leave the server out.',
    attack: 'T1021.004',
  },
  {
    id: 'access/sudo-all',
    title: 'Account that becomes root without password',
    category: 'access',
    severity: ['low', 'medium'],
    description: 'sudo lets an account run everything as root without asking for a password.',
    leaves: 'sudo that asks for a password, and single commands without one.',
    fix: 'Allow only the commands that are needed, or leave sudo out of the image.',
    attack: 'T1548.003',
  },
  {
    id: 'access/trusted-hosts',
    title: 'Every host is trusted',
    category: 'access',
    severity: ['medium', 'medium'],
    description:
      'A .rhosts, .shosts or hosts.equiv names + in place of a host: who says to be that user is let in.',
    leaves: 'Files that name hosts.',
    fix: 'Remove the file.',
    attack: 'T1021.004',
  },
];

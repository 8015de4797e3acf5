import type { RuleInfo } from '../detector.ts';

export const REGISTRY = 'look-alike/registry';
export const NAME = 'look-alike/name';
export const OFFICIAL_NAME = 'look-alike/official-name';
export const NOT_INSIDE = 'look-alike/not-inside';
export const ADDED_LAYERS = 'look-alike/added-layers';
export const BASE = 'look-alike/base';
export const UPSTREAM = 'look-alike/upstream';

export const RULES: readonly RuleInfo[] = [
  {
    id: REGISTRY,
    leaves: 'Names of registries that differ from a known one by more than a slip.',
    title: 'Registry with almost the name of a well-known one',
    category: 'look-alike',
    severity: ['medium', 'medium'],
    description:
      'The registry’s name differs from that of a well-known one by a slip of a finger or by signs that look alike (ghrc.io for ghcr.io). Such names are registered to be typed by mistake; who holds one sees the logins and chooses the content.',
    attack: 'T1036.005',
  },
  {
    id: NAME,
    leaves: 'Names that go on (nginx-ui, tomcat9), words of their own, and private registries.',
    title: 'Name almost like an official image’s',
    category: 'look-alike',
    severity: ['low', 'low'],
    description:
      'Under an account that anybody can open, the image has a name that differs from an official image’s by one letter or by signs that look alike.',
    attack: 'T1036.005',
  },
  {
    id: OFFICIAL_NAME,
    leaves:
      "Official images and copies of them, publishers known for theirs, Docker's platform accounts, and private registries.",
    title: 'An official image’s name under another account',
    category: 'look-alike',
    severity: ['info', 'info'],
    description:
      'The image has the name of one of Docker’s official images and is not that image. Thousands of honest images are like that; it only says whom to ask about it.',
  },
  {
    id: NOT_INSIDE,
    leaves: 'Images of which not all was read, and software that the catalogue does not know.',
    title: 'Named like software that is not inside',
    category: 'look-alike',
    severity: ['low', 'medium'],
    description:
      'The image has the name of well-known software under an account that anybody can open, shares no layer with the official image, and holds no file of that software. A name that draws pulls is on something else.',
    attack: 'T1036.005',
  },
  {
    id: ADDED_LAYERS,
    leaves: 'Copies without a layer more.',
    title: 'The official image, and something more',
    category: 'look-alike',
    severity: ['info', 'low'],
    description:
      'The image has the name and all layers of an official image, under another account, and adds layers of its own or another configuration. Usual for an application on top; what was added is all there is to look at.',
    attack: 'T1036.005',
  },
  {
    id: BASE,
    leaves: 'Claims about a base that the catalogue does not know.',
    title: 'Built on another image than it says',
    category: 'look-alike',
    severity: ['low', 'medium'],
    description:
      'An annotation or label names a base image, and the layers show that it is another. What people and tools conclude from that name (updates, advisories, licences) is wrong.',
    attack: 'T1036',
  },
  {
    id: UPSTREAM,
    leaves: 'Labels that the image has from its base.',
    title: 'Labels claim an official upstream',
    category: 'look-alike',
    severity: ['low', 'low'],
    description:
      'Labels of its own say that the image comes from docker-library or is an official image, under an account that anybody can open, and no layer of that image is in it.',
    attack: 'T1036.005',
  },
];

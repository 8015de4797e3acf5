import type { RuleInfo } from '../detector.ts';

export const HIDDEN_PLACE = 'hiding/hidden-place';
export const FALSE_EXTENSION = 'hiding/false-extension';
export const APPENDED = 'hiding/appended-data';
export const PACKED = 'hiding/packed-program';
export const SELF_EXTRACTING = 'hiding/self-extracting';

export const HIDING_RULES: readonly RuleInfo[] = [
  {
    id: HIDDEN_PLACE,
    leaves:
      'Folders of well-known tools whose names begin with a dot (.cargo, .venv, .local, .build-id), and sockets.',
    title: 'Program in a hidden place',
    category: 'hidden',
    severity: ['low', 'high'],
    description:
      'A program lies in a folder, or under a name, that listings pass over: dots and blanks, hidden folders in /tmp, /dev/shm or among system programs, or the name of a kernel thread.',
    attack: 'T1564.001',
  },
  {
    id: FALSE_EXTENSION,
    leaves: 'Libraries with a version behind their name, scripts called .txt, and test fixtures.',
    title: 'Program named as something else',
    category: 'hidden',
    severity: ['low', 'high'],
    description: 'A program has the ending of a picture, a font, a text or another file that nobody runs.',
    attack: 'T1036.008',
  },
  {
    id: APPENDED,
    leaves: 'AppImages and other programs that carry their files by design are a note only.',
    title: 'Something behind the end of a file',
    category: 'hidden',
    severity: ['info', 'high'],
    description:
      'Behind the end of a program or a picture there is a program, a script or an archive, where viewers and scanners of formats do not look. Programs that carry their own resources do it as well (AppImage, PyInstaller).',
    attack: 'T1027.009',
  },
  {
    id: PACKED,
    leaves: 'Those that nothing starts weigh little.',
    title: 'Packed program',
    category: 'hidden',
    severity: ['info', 'medium'],
    description:
      'A program is packed, so that what it holds cannot be searched without running it. Worth a review where it runs at start; many small tools are packed for size.',
    attack: 'T1027.002',
  },
  {
    id: SELF_EXTRACTING,
    leaves: 'Installers that nothing starts weigh little.',
    title: 'Script that unpacks itself',
    category: 'hidden',
    severity: ['low', 'medium'],
    description:
      'A script unpacks an archive from its own text. Installers do (makeself); one that runs at start brings programs that no scanner of files has seen.',
    attack: 'T1027.009',
  },
];

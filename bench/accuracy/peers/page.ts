import { shareOf, table } from '../table.ts';
import type { PeerResults } from './peer-results.ts';
import { ABSENT, PEERS } from './peers.ts';

/** docs/accuracy-peers.md. */
export function peersPage({ seed, hidden, honest, of, classes, tools }: PeerResults): string {
  return `${[
    '# Other tools on the same images',
    'Made by `npm run bench:accuracy:peers -- --tools FOLDER`. The corpus is that of [accuracy.md](accuracy.md): inert images, made by code.',
    '## What is compared, and by which criterion',
    `${hidden} of the ${of.hidden} images that hide something, and ${honest} of the ${of.honest} honest ones, drawn by chance with the fixed ` +
      `seed “${seed}” (the order of a SHA-256 of seed and name), of each class as large a part as it has of all. All tools get the same images, offline.`,
    'A tool **tells** of an image when it says at least one thing, at the level named below, that it does not say of the base image alone. ' +
      'It need not name what is hidden: for a tool that looks for something else this is generous. On honest images the same counts as a ' +
      '**false alarm**; for the makers of a tool some of them are none (“do not run as root” is good advice), and the honest images were made to look like bad ones, so that shares are higher here than of ordinary images. Tools that read files get ' +
      'every layer unpacked by itself with the configuration beside it, so that nothing is lost to them that a later layer takes away.',
    'These tools are made for other questions, and none claims to answer this one. A low count is no fault of theirs; it shows what a ' +
      'clean report of theirs does not mean. The corpus is ours, and clearpull’s rules were written with its classes in mind, so its own ' +
      'share is no fair measure beside theirs: what it misses on material it has not seen is not known.',
    table(
      ['Tool', 'Made for', 'Tells (95 %)', 'False alarms (95 %)', 'Could not read'],
      tools.map(({ tool, version, is, told, falseAlarms, unread }) => [
        `${tool} ${version}`,
        is,
        `${told}: ${shareOf(told, hidden)}`,
        `${falseAlarms}: ${shareOf(falseAlarms, honest)}`,
        String(unread),
      ]),
    ),
    '## By class',
    'Images of which each tells.',
    table(
      ['Class', 'Images', ...tools.map(({ tool }) => tool)],
      Object.entries(classes).map(([name, count]) => [
        name,
        String(count),
        ...tools.map((one) => String(one.classes[name] ?? 0)),
      ]),
    ),
    'Where malcontent’s rules tell of more (settings of sshd and PAM, doors left open): they match bytes wherever these lie. ' +
      'clearpull asks whether a setting is in force, and says nothing of one that a later layer took away or that lies in an archive.',
    '## What each was asked',
    tools.map(({ tool, asked }) => `- **${tool}**: ${asked}.`).join('\n'),
    '## What they do that this does not show',
    [
      '- trivy, grype, Docker Scout and Snyk find known vulnerabilities in packages, which clearpull does not look for.',
      '- malcontent says what a program is capable of and how that changed from one version to the next, and its rules know thousands of real malware families by their bytes; no image here holds real malware, so none of these rules had a chance.',
      '- ClamAV and YaraHunter know real samples as well. An image with a known family of malware in it is theirs to name.',
      '- gitleaks and kingfisher know hundreds of kinds of tokens, and kingfisher can ask the service whether one is valid; here only few classes are about secrets.',
      '- dockle judges how an image is built.',
    ].join('\n'),
    '## Not compared',
    [...ABSENT, ...missingFrom(tools)].map(({ tool, why }) => `- ${tool}: ${why}.`).join('\n'),
  ].join('\n\n')}\n`;
}

function missingFrom(tools: PeerResults['tools']): typeof ABSENT {
  return PEERS.filter(({ name }) => !tools.some(({ tool }) => tool === name)).map(({ name }) => ({
    tool: name,
    why: 'not on the machine where this was made',
  }));
}

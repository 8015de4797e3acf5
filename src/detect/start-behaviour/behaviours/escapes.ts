import { baseName } from '../../../base/base-name.ts';
import { type Behaviour, isOrWraps, type ScriptCommand, type Sign, signOf } from '../behaviour.ts';
import { mountedDisks } from './mounted-disks.ts';

/** Where the host's own files are seen, by how images for nodes mount them. */
const HOST =
  /^\/(?:host|hostfs|mnt\/host)\/(?:etc\/(?:cron|passwd|shadow|sudoers|ssh|ld\.so\.preload|profile|systemd)|root\/\.ssh|var\/spool\/cron|usr\/lib\/systemd)/;
const ENGINE = /(?:docker|containerd|crio|podman)\.sock/;
const ALL_OF_HOST =
  /^(?:--volume=|-v)?\/:\/\w|^--mount=?\S{0,80}(?:source|src)=\/,|^type=bind,(?:source|src)=\/,/;

/** What turns a container into the host: what node agents and installers do as well, but not unseen. */
export const escapes: Behaviour = {
  rule: {
    id: 'start/escapes',
    title: 'Reaches out of its container',
    category: 'start',
    description:
      'A script enters the namespaces of the host’s first process, mounts the host’s disk, makes the kernel run a program of its own (core_pattern, release_agent), loads a kernel module from a file, or has the container engine start a container that holds the whole host. Agents of nodes do some of it; an application never does.',
    leaves: 'Asking the container engine for its state, and building images.',
    attack: 'T1611',
  },
  fix: 'Do not run it with more rights than an application needs (no --privileged, no engine socket, no host folders), and ask why it wants them.',
  look: ({ commands }) => {
    const disks = mountedDisks(commands);
    return commands.flatMap((entry, index) => [
      ...namespaces(entry),
      ...kernelHooks(entry),
      ...engine(entry),
      ...hostFiles(entry),
      ...(disks.get(index) ?? []),
      ...modules(entry),
    ]);
  },
};

/** `nsenter -t 1 -m …`: into the host. */
function namespaces(entry: ScriptCommand): readonly Sign[] {
  const { command, args } = entry;
  const first = args.some(
    (arg, i) => /^(?:-t1|--target=1)$/.test(arg) || (/^(?:-t|--target)$/.test(arg) && args[i + 1] === '1'),
  );
  return isOrWraps(entry, 'nsenter') && (first || command.wrappers.includes('nsenter'))
    ? [signOf(entry, 'middle', 'enters the namespaces of the host')]
    : [];
}

/** Files by which the kernel runs a program on the host. */
function kernelHooks(entry: ScriptCommand): readonly Sign[] {
  const { pipeline } = entry;
  const target = pipeline.writesTo ?? '';
  const handler = target.endsWith('/core_pattern') ? /\|\s*(\S{1,200})/.exec(written(entry))?.[1] : undefined;
  if (handler !== undefined) {
    // apport, systemd-coredump and the like are installed where packages go.
    const packaged = /^\/(?:usr\/)?(?:s?bin|lib(?:exec)?|share)\//.test(handler);
    return [
      signOf(entry, packaged ? 'weak' : 'strong', `has the kernel of the host run ${handler} (core_pattern)`),
    ];
  }
  // `echo > /sys/kernel/uevent_helper`: no program any more, as udev's own script says.
  const isCleared = pipeline.output?.trim() === '';
  if (!isCleared && (target.endsWith('/release_agent') || target === '/sys/kernel/uevent_helper'))
    return [signOf(entry, 'strong', `has the kernel of the host run a program (${baseName(target)})`)];
  return [];
}

/** What goes into the file, where that can be told; else the command as it stands. */
function written({ pipeline }: ScriptCommand): string {
  return pipeline.output ?? pipeline.text;
}

/** A container with the whole host in it, or with all rights, by the engine's client or its API. */
function engine(entry: ScriptCommand): readonly Sign[] {
  const { command, args } = entry;
  const words = args.slice(0, 200);
  if (
    /^(?:docker|podman|nerdctl|crictl|ctr)$/.test(command.name) &&
    words.some((word) => /^(?:run|create)$/.test(word))
  ) {
    // Of an engine on another machine the host is that machine: a sidecar's, or one that is spread to.
    const elsewhere = words.some((word) => /^(?:-H|--host=|-H=)?(?:tcp|ssh):\/\//.test(word));
    const holds = !elsewhere && words.some((word) => ALL_OF_HOST.test(word));
    return holds ? [signOf(entry, 'strong', 'starts a container that holds the whole host')] : [];
  }
  if (command.name !== 'curl' || !words.some((word) => ENGINE.test(word))) return [];
  const makes = words.some((word) => /\/containers\/(?:create|\w{1,80}\/start)/.test(word));
  const holds = words.some((word) => /"Privileged"\s*:\s*true|"\/:\/\w/.test(word.slice(0, 4000)));
  if (!makes) return [];
  return [signOf(entry, holds ? 'strong' : 'middle', 'has the container engine start another container')];
}

/** Writes where the host starts things, or keeps keys. */
function hostFiles(entry: ScriptCommand): readonly Sign[] {
  const target = entry.pipeline.writesTo ?? '';
  return HOST.test(target) ? [signOf(entry, 'middle', `writes ${target} on the host`)] : [];
}

/** `insmod /opt/x.ko`; modules by name are the host's own. */
function modules(entry: ScriptCommand): readonly Sign[] {
  const { command, args } = entry;
  const file = args.find((arg) => /\.ko(?:\.\w{1,4})?$/.test(arg));
  const own = file?.includes('/') === true && !/^\/(?:usr\/)?lib\/modules\//.test(file);
  const loads = /^(?:insmod|modprobe)$/.test(command.name) && own;
  return loads ? [signOf(entry, 'middle', `loads the kernel module ${file}`)] : [];
}

import { type Behaviour, type Script, type ScriptCommand, type Sign, signOf } from '../behaviour.ts';

/** Registers of the prefetchers, which RandomX runs faster without (xmrig's randomx_boost.sh). */
const PREFETCH = /^0x(?:1a4|c001102[012b]|c0011020)$/i;

/** Setting a machine up for RandomX: huge pages and model-specific registers. */
export const tunesForMining: Behaviour = {
  rule: {
    id: 'start/tunes-for-mining',
    leaves: 'Huge pages of databases and of the Java machine alone.',
    severity: ['low', 'critical'],
    title: 'Sets the machine up for mining',
    category: 'start',
    description:
      'Huge pages and writes to model-specific registers of the processor make RandomX mine faster. Databases ask for huge pages as well, so those alone say little.',
    attack: 'T1496.001',
  },
  fix: 'Find out what needs this; if the image mines and you did not ask for it, do not run it.',
  look(script) {
    const pages = script.commands.filter(asksForHugePages);
    const registers = script.commands.filter(writesRegisters);
    const loads = script.commands.filter(loadsModule);
    const both = pages.length > 0 && registers.length + loads.length > 0;
    return [
      ...registers.map((entry) =>
        signOf(entry, 'middle', 'writes to registers of the processor, as miners do'),
      ),
      ...loads.map((entry) =>
        signOf(entry, both ? 'middle' : 'weak', 'loads the module that writes registers'),
      ),
      ...pages.map(
        (entry): Sign =>
          signOf(entry, both || sizedForRandomX(entry) ? 'middle' : 'weak', 'sets up huge pages'),
      ),
      ...settings(script),
    ];
  },
};

function asksForHugePages({ args, command, pipeline }: ScriptCommand): boolean {
  if (/\/nr_(?:overcommit_)?hugepages(?:_mempolicy)?$/.test(pipeline.writesTo ?? '')) return true;
  return command.name === 'sysctl' && args.some((arg) => /^vm[./]nr_hugepages=/.test(arg));
}

/** 1168 pages for the data set of RandomX, and one or two for each thread. */
function sizedForRandomX({ pipeline }: ScriptCommand): boolean {
  return (
    /\b(?:1168|1280|1248)\b/.test(pipeline.text) ||
    (/nproc|cpuinfo/.test(pipeline.text) && /\+/.test(pipeline.text))
  );
}

function writesRegisters({ command, args }: ScriptCommand): boolean {
  return command.name === 'wrmsr' && args.some((arg) => PREFETCH.test(arg));
}

function loadsModule({ command, args, pipeline }: ScriptCommand): boolean {
  if (pipeline.writesTo?.endsWith('/msr/parameters/allow_writes') === true) return true;
  return /^(?:modprobe|insmod)$/.test(command.name) && args.some((arg) => /(?:^|\/)msr(?:\.ko)?$/.test(arg));
}

/** The same asked of sysctl's own files. */
function settings({ commands }: Script): readonly Sign[] {
  return commands
    .filter(
      ({ pipeline }) =>
        /sysctl(?:\.conf|\.d\/)/.test(pipeline.writesTo ?? '') && /nr_hugepages/.test(pipeline.text),
    )
    .map((entry) => signOf(entry, 'weak', 'sets up huge pages'));
}

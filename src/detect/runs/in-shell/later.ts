import type { ShellCommand, ShellPipeline } from '../../shell/model.ts';
import { languageOfInterpreter } from '../../text/language.ts';
import { type Fetch, fetchOf, savedTo } from '../fetchers.ts';
import { builds } from './builds.ts';
import type { How, Run } from './run.ts';
import { lookUp, remember, type Saved } from './saved.ts';
import { worksOnFiles } from './works-on-files.ts';

/** What is saved on one line and run on a later one. */
export function later(pipelines: readonly ShellPipeline[]): readonly Run[] {
  const saved = new Map<string, Saved>();
  const runs: Run[] = [];
  for (const pipeline of pipelines) {
    for (const command of pipeline.commands) {
      const used = usedFile(command, saved);
      if (used !== undefined) {
        const { fetch, unclear, unpacked, cloned } = used.saved;
        const made = unclear === undefined ? 'decoded' : 'unclear';
        const how: How = fetch === undefined ? made : cloned ? 'built' : unpacked ? 'unpacked' : 'saved';
        const mild = languageOfInterpreter(command.name) === undefined && command.name === 'java';
        runs.push({
          how,
          pipeline: used.saved.pipeline,
          ...(fetch !== undefined && { fetch }),
          ...(unclear !== undefined && { unclear: { ...unclear, piped: false } }),
          ranIn: pipeline,
          ...(mild && { mild }),
        });
        saved.delete(used.file);
        if (pipeline.from !== undefined && used.saved.pipeline.from !== undefined) runs.pop();
        continue;
      }
      const fetch = writesStart(command, pipeline);
      if (fetch !== undefined) runs.push({ how: 'saved', pipeline, fetch });
      else remember(command, pipeline, saved);
    }
  }
  return runs;
}

/** Places whose files something starts that runs in many containers. */
const STARTS =
  /^\/etc\/(?:cron\.[a-z]+\/|crontab$|profile(?:$|\.d\/)|init\.d\/|rc\.local$|systemd\/|bash\.bashrc$)|^\/var\/spool\/cron\/|(?:^|\/)\.(?:bashrc|profile|bash_profile|zshrc)$/;

/** A fetch that is saved where a login, cron or an init system starts it. */
function writesStart(command: ShellCommand, pipeline: ShellPipeline): Fetch | undefined {
  const fetch = fetchOf(command);
  return fetch !== undefined && STARTS.test(savedTo(command, pipeline) ?? '') ? fetch : undefined;
}

/** The saved file that a command runs, directly or through an interpreter or a build. */
function usedFile(
  command: ShellCommand,
  saved: ReadonlyMap<string, Saved>,
): { file: string; saved: Saved } | undefined {
  if (saved.size === 0) return undefined;
  const language = languageOfInterpreter(command.name);
  const runner =
    language !== undefined || /^(?:source|\.|java|exec|open|start-stop-daemon)$/.test(command.name);
  if (language !== undefined && worksOnFiles(command, language)) return undefined;
  const candidates = runner
    ? command.args.map((arg) => arg.text).filter((text) => !text.startsWith('-'))
    : [command.program];
  for (const candidate of candidates.slice(0, 3)) {
    const found = candidate === '' ? undefined : lookUp(candidate, saved)[0];
    if (found !== undefined && !found.saved.cloned) return found;
    if (found !== undefined && (runner || candidate.includes('/'))) return found;
  }
  if (builds(command)) {
    const cloned = [...saved].find(([, entry]) => entry.cloned || entry.unpacked);
    if (cloned !== undefined) return { file: cloned[0], saved: { ...cloned[1], cloned: true } };
  }
  return undefined;
}

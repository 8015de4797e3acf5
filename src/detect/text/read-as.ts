import { baseName } from '../../base/base-name.ts';
import type { StartStep } from '../../explain/explanation.ts';
import { isSourced } from '../../explain/start-paths.ts';
import type { Content } from '../../image/layer-facts.ts';
import { type Language, languageOf, languageOfInterpreter } from './language.ts';

const known = new WeakMap<readonly StartStep[], StartLanguages>();

/** What files are written in that a start chain runs or reads; found once for all detectors. */
export function startLanguages(chain: readonly StartStep[]): StartLanguages {
  const languages = known.get(chain) ?? new StartLanguages(chain);
  known.set(chain, languages);
  return languages;
}

/** Paths are without leading slash. */
class StartLanguages {
  readonly #read = new Map<string, Language>();
  readonly #withCommands = new Set<string>();

  constructor(chain: readonly StartStep[]) {
    const foreign = new Set<string>();
    const pending = chain.map((step): readonly [StartStep, StartStep | undefined] => [step, undefined]);
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const [step, above] = next;
      const language = languageOfStep(step, above);
      if (step.path !== undefined && language !== undefined) this.#read.set(step.path.slice(1), language);
      if (step.path !== undefined && isForeign(step, above)) foreign.add(step.path);
      // What a server reads of its settings is no shell's text.
      if (above?.path === step.file && !foreign.has(step.file)) this.#withCommands.add(step.file.slice(1));
      for (const child of step.children) pending.push([child, step]);
    }
  }

  /**
   * Whoever reads a file decides: `python3 /app/logo` runs Python, whatever its name, place or first line say. One that
   * nobody is seen to read, and that says nothing, is shell when commands of the chain stand in it.
   */
  of(path: string, content: Content | undefined, text: string): Language {
    const read = this.#read.get(path);
    if (read !== undefined) return read;
    const language = languageOf(path, content, text);
    const isSilent = language === 'settings' || language === 'other';
    return isSilent && this.#withCommands.has(path) ? 'shell' : language;
  }
}

/** An interpreter and the file that it was given stand behind the same command; what either starts has its own. */
function languageOfStep(step: StartStep, above: StartStep | undefined): Language | undefined {
  if (step.kind !== 'script') return undefined;
  if (isSourced(step)) return 'shell';
  return isGiven(step, above) ? languageOfInterpreter(baseName(above.what)) : undefined;
}

/** Read by an interpreter of a language that no detector knows. */
function isForeign(step: StartStep, above: StartStep | undefined): boolean {
  return (
    step.kind === 'script' &&
    isGiven(step, above) &&
    languageOfInterpreter(baseName(above.what)) === undefined
  );
}

function isGiven(step: StartStep, above: StartStep | undefined): above is StartStep {
  return above !== undefined && above.kind !== 'script' && above.command === step.command;
}

import type { SourceDockerfile, SourceInstruction, SourceStage } from './parse-dockerfile.ts';
import { expand } from './variables.ts';

/** What building one stage of a Dockerfile comes to: an image from elsewhere, and all instructions put on it. */
export interface StageChain {
  /** Name or number of the stage. */
  readonly name: string;
  /** The image it starts from, arguments replaced: `docker.io/library/debian:12`, or `scratch`. */
  readonly from: string;
  /** Of the stages it is built from and of itself, from the first to the last. */
  readonly instructions: readonly SourceInstruction[];
}

/** Stages that one is built from. */
const MAX_STAGES = 100;

interface NamedStage extends SourceStage {
  readonly index: number;
  readonly image: string;
  readonly alias: string | undefined;
}

/** The stages of a Dockerfile by name, and what each is built from. */
export class Stages {
  readonly #stages: readonly NamedStage[];

  /** @param args build arguments that are known; they go over the defaults before the first FROM */
  constructor(dockerfile: SourceDockerfile, args: ReadonlyMap<string, string>) {
    const globals = new Map<string, string>();
    const lookup = (name: string): string | undefined => globals.get(name);
    for (const { keyword, argument } of dockerfile.globals) {
      if (keyword !== 'ARG') continue;
      for (const word of argument.split(/\s+/)) {
        const [name, preset] = splitOnce(word);
        const value = args.get(name) ?? (preset === undefined ? undefined : expand(preset, lookup));
        if (value !== undefined) globals.set(name, value);
      }
    }
    this.#stages = dockerfile.stages.map((stage, index) => {
      const [, image = '', alias] = /^(\S+)(?:\s+as\s+(\S+))?/i.exec(stage.from) ?? [];
      return { ...stage, index, image: expand(image, lookup), alias: alias?.toLowerCase() };
    });
  }

  get names(): readonly string[] {
    return this.#stages.map(nameOf);
  }

  /** The stage that `FROM` or `--from` names before stage `before`; undefined when it names an image. */
  find(name: string, before = this.#stages.length): string | undefined {
    const stage = this.#find(name, before);
    return stage === undefined ? undefined : nameOf(stage);
  }

  /** Undefined when there is no such stage. */
  chain(name: string): StageChain | undefined {
    let stage = this.#find(name, this.#stages.length);
    if (stage === undefined) return undefined;
    const own = nameOf(stage);
    const parts: (readonly SourceInstruction[])[] = [];
    let from = stage.image;
    while (stage !== undefined && parts.length < MAX_STAGES) {
      parts.push(stage.instructions);
      from = stage.image;
      stage = this.#find(stage.image, stage.index);
    }
    return { name: own, from, instructions: parts.reverse().flat() };
  }

  /** Several stages may have one name: the last before the place that names it. */
  #find(name: string, before: number): NamedStage | undefined {
    const wanted = name.toLowerCase();
    const byName = this.#stages.findLast(({ alias, index }) => index < before && alias === wanted);
    if (byName !== undefined || !/^\d{1,4}$/.test(name)) return byName;
    return Number(name) < before ? this.#stages[Number(name)] : undefined;
  }
}

function nameOf({ alias, index }: NamedStage): string {
  return alias ?? String(index);
}

function splitOnce(word: string): [string, string?] {
  const equals = word.indexOf('=');
  return equals === -1 ? [word] : [word.slice(0, equals), word.slice(equals + 1)];
}

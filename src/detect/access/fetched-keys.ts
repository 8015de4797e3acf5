import { fetchIn, savedTo } from '../runs/fetchers.ts';
import { ownPipelines, type TextUnit } from '../text/text-unit.ts';

/** SSH keys that a script gets from somebody else when it runs. */
export interface FetchedKeys {
  /** URL, or account of a service: `gh:somebody`. */
  readonly from: string;
  readonly line: number;
  readonly excerpt: string;
}

/** A file from which sshd(8) or dropbear(8) reads who may come in; without leading slash. */
export function isKeyFile(path: string): boolean {
  return /(?:^|\/)authorized_keys2?$|^etc\/ssh\/authorized_keys(?:\.d)?\/[^/]+$|^etc\/dropbear\/authorized_keys$/.test(
    path,
  );
}

/** Keys that are fetched into a key file from an address that stands in the text; one that the user gives is theirs. */
export function fetchedKeys(unit: TextUnit): readonly FetchedKeys[] {
  return ownPipelines(unit).flatMap((pipeline): readonly FetchedKeys[] => {
    const place = { line: unit.line ?? pipeline.line, excerpt: pipeline.text };
    for (const command of pipeline.commands) {
      const imported =
        command.name === 'ssh-import-id' || command.name === 'ssh-import-id-gh'
          ? command.args.map(({ text }) => text).find((text) => /^(?:gh:|lp:)?[\w-]{1,64}$/.test(text))
          : undefined;
      if (imported !== undefined) return [{ from: imported, ...place }];
      const into = savedTo(command, pipeline);
      if (into === undefined || !isKeyFile(into.replace(/^(?:\/+|~\/)/, ''))) continue;
      const url = fetchIn(pipeline)?.url;
      if (url !== undefined && !/[$`{]/.test(url) && /^https?:\/\/[\w.-]+\/./.test(url))
        return [{ from: url, ...place }];
    }
    return [];
  });
}

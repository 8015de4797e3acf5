/** The first group of a match that is there: of alternatives, the one that was taken. */
export function firstGroup(match: RegExpExecArray | null | undefined): string | undefined {
  return match?.slice(1).find((group) => group !== undefined);
}

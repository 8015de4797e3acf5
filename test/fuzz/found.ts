/** What fuzzing found, made small, and fixed since: each is tried again by `fuzz.test.ts`. */
export interface FoundInput {
  readonly target: string;
  /** What went wrong, and what was done about it. */
  readonly what: string;
  /** Base64. */
  readonly input: string;
}

export const FOUND: readonly FoundInput[] = [
  {
    target: 'gzip',
    what: 'Of damaged deflate data, more or less came out depending on how the bytes arrived and on timing, so the report of a damaged layer differed from run to run. Blobs are now cut into the same blocks whatever their source, and what came out before the damage is always taken.',
    input:
      'H4sIAAAAAAAAA+2dP28rRRDAr3ZLSbNJqEC5/X+bZ2QJKiRANE9UFNHZzySBxGfOFz0/iYJvQUMZOsRHgMINn4Pi1XwCgvbO/3Jnc7aeZ++cnV+UtdPkJt7MzO7M7OzsIQCHMWaMMfbVUn6tvucVEBaG9DwFFu5+ksVpwNi7/p7yH3ckhK+vwxD4GYwxZbTeNv+cRVHpf8EYLgICLFaB5/N/Fnza+QsHHPYbkGfCcJoNR5ObZAT4DGsPI6W2+3+uS/6fcyMD8gWgTEtG6yggkYsPwHP9nz3QcTyExrlxyr+T8Q+HFs7z+W+H/5dV/8/R/7tg7v7jsN+0JEgTFCYW9hm1+l/x/0pzE5DIChfT3PyDLU481//8s10tAkHCrfvHfwWPVEA4gCwVPJ//Vvh/FZX9v9AqIFNAmZZ4Pv8X5OrmVY91uCJLK9Dr8IgMktEkS+8HWZL2Ok1riUABubVawOb7/636H5Xjf1JF7MjzP/15ZO0wUoLxIVl8pUmSETol5wmZZGmc3d99lA3GXUrHSXIbDqfx3fh22JVSSjQHzwdH+r/I/+4Y/5GMabv+p/AxaSj9H2YD2rdfhxETimnnDY2BQ4BXcdqPr4YnW+O/umz/tWImIE4WUZ6v/85OaP9mRCfXncF9ekvOJ+Q6y6zV5y8uQs1Dzlho6JT8SCbXaPefHy4Cf3vv/5lSJgqIBpcM9Z/mDgD2GQv7v3X+pSjX/xnO0P67wK76u9Mu67Jul+Y/LPxB05IhLiD/Kj/YvvF/npcEYf7fAS72f7Xr',
  },
  {
    target: 'shell',
    what: "The shell parser's error message went into the start chain with the escape sequence that it quotes. It is made visible now.",
    input: 'IiJzaCAtYyAiW1sgWCAbWzJK',
  },
  {
    target: 'shell',
    what: 'The signals of a `trap` went into the start chain as written, escape sequences and all. They are made visible now.',
    input: 'ZSAyPiYxIFthLXpdKiAkXHg0MSAbWzJKCnVzZXJhZGQgfHwgY2F0ICQoWD0oKCkpIHRyYXAgXCIkQA==',
  },
  {
    target: 'shell',
    what: 'The name of a function went into the start chain as written, with a sign that turns the direction of writing. What a step shows is made visible where steps are made now.',
    input: '4oCuKCkgeyBsczsgfQrigK4gYQo=',
  },
  {
    target: 'statement',
    what: 'A sigstore bundle whose verification material is no object ended the check of signatures. It is looked into as carefully as everything else now.',
    input:
      'eyJtZWRpYVR5cGUiOiAiYXBwbGljYXRpb24vdm5kLmRldi5zaWdzdG9yZS5idW5kbGUudjAuMytqc29uIiwgInZlcmlmaWNhdGlvbk1hdGVyaWFsIjogdHJ1ZSwgImRzc2VFbnZlbG9wZSI6IHsicGF5bG9hZFR5cGUiOiAiYXBwbGljYXRpb24vdm5kLmluLXRvdG8ranNvbiIsICJwYXlsb2FkIjogImV5SmZkSGx3WlNJNklDSm9kSFJ3Y3pvdkwybHVMWFJ2ZEc4dWFXOHZVM1JoZEdWdFpXNTBMM1l4SWl3Z0luQnlaV1JwWTJGMFpWUjVjR1VpT2lBaWFIUjBjSE02THk5emJITmhMbVJsZGk5d2NtOTJaVzVoYm1ObEwzWXhJaXdnSW5OMVltcGxZM1FpT2lCYmV5SnVZVzFsSWpvZ0luZ2lMQ0FpWkdsblpYTjBJam9nZXlKemFHRXlOVFlpT2lBaVlXRWlmWDFkTENBaWNISmxaR2xqWVhSbElqb2dlMzE5IiwgInNpZ25hdHVyZXMiOiBbeyJzaWciOiAiQUFBQSJ9XX19',
  },
];

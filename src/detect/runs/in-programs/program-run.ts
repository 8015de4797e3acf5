export interface ProgramRun {
  readonly how: 'piped' | 'saved' | 'decoded';
  readonly line: number;
  readonly excerpt: string;
  readonly url?: string;
  /** A checksum that the program holds is compared in it. */
  readonly verified?: boolean;
}

/** What `inspect` keeps of one place that decodes a program and runs it. */
export interface Seen {
  readonly [key: string]: string | undefined;
  /**
   * `text`: what comes out is known; `opaque`: it lies in the image, but cannot be read without running it;
   * `outside`: the container is given it when it starts; `program`: an ELF program, which need not be run here.
   */
  readonly source: 'text' | 'opaque' | 'outside' | 'program';
  /** The codings, the outermost first. */
  readonly via?: string;
}

/** What `inspect` keeps of one place that decodes a program and runs it. */
export interface Seen {
  readonly [key: string]: string | undefined;
  /**
   * `text`: what comes out is known; `opaque`: it lies in the image, but cannot be read without running it;
   * `outside`: the container is given it when it starts; `program`: an ELF program, which need not be run here;
   * `file`: commands make it of files, which the image may have or not.
   */
  readonly source: 'text' | 'opaque' | 'outside' | 'program' | 'file';
  /** Of `file`, and where it may be one: which ones, a line each, and whether a shell reads from a pipe what comes of them. */
  readonly files?: string;
  readonly piped?: 'piped';
  /** Of `outside`: the variables that it is given in, with blanks between; the image's own ENV may set them. */
  readonly names?: string;
  /** The codings, the outermost first. */
  readonly via?: string;
}

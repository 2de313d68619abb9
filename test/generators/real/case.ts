/** One input of generators: files laid over a root, and the kernel command line. */
export interface GeneratorCase {
  /** Path to content; `link`: a symlink; mode 644 where none is given. */
  readonly files: ReadonlyMap<string, CaseFile>;
  readonly cmdline: string;
}

export interface CaseFile {
  readonly content?: string;
  readonly link?: string;
  readonly mode?: number;
}

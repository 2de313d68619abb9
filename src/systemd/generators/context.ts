/** What a generator sees beside the files. */
export interface GeneratorContext {
  /** systemd's major version. */
  readonly version: number;
  /** The kernel command line in force; empty where it is not known. */
  readonly cmdline: string;
}

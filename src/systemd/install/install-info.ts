/** What is known of a unit while an operation of systemctl goes on (install.h: InstallInfo). */
export interface InstallInfo {
  readonly name: string;
  /** Named by another unit's Also=: what is wrong with it is no error. */
  readonly auxiliary: boolean;
  mode: 'unknown' | 'regular' | 'masked' | 'alias' | 'linked' | 'missing';
  /** The first file of that name in the load path, or its template's. */
  path: string | undefined;
  /** Where the file leads, if it is a link. */
  target: string | undefined;
  aliases: string[];
  wantedBy: string[];
  requiredBy: string[];
  upheldBy: string[];
  also: string[];
  defaultInstance: string | undefined;
}

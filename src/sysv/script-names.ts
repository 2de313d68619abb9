/** Which names in /etc/init.d insserv takes for scripts. */

const COMMON = /^(README|Makefile|skeleton|powerfail)/;
const NOT_SCRIPTS: ReadonlySet<string> = new Set(['core', 'rx', 'rcS', 'rc']);
const BACKUP_EXTENSION = /^(rpm|ba|dpkg|ucf)|^(old|new|org|orig|save|swp|core)$/;
const BAD_START = /^[$.#%_+\-\\*[\]^:()~]/;

/**
 * True for a name that insserv passes over (insserv.c: main, cfgfile_filter): its own machinery, backups of editors and
 * package managers, names that begin with a sign.
 * @param filters extensions of /etc/insserv/file-filters
 */
export function isIgnoredScriptName(name: string, filters: ReadonlySet<string> = new Set()): boolean {
  return (
    COMMON.test(name) ||
    NOT_SCRIPTS.has(name) ||
    isIgnoredConfigName(name, filters) ||
    name.endsWith('~') ||
    BAD_START.test(name)
  );
}

/** The part of that rule that holds for files in /etc/insserv.conf.d too. */
export function isIgnoredConfigName(name: string, filters: ReadonlySet<string> = new Set()): boolean {
  if (name === '' || name.startsWith('.')) return true;
  const dot = name.lastIndexOf('.');
  if (dot >= 0) {
    const extension = name.slice(dot + 1);
    if (BACKUP_EXTENSION.test(extension) || filters.has(extension)) return true;
  }
  const comma = name.lastIndexOf(',');
  return comma >= 0 && name.slice(comma + 1) === 'v';
}

/** /etc/insserv/file-filters: one extension a line. */
export function parseFileFilters(text: string | undefined): Set<string> {
  return new Set((text ?? '').split('\n').filter((line) => line !== '' && !line.startsWith('\r')));
}

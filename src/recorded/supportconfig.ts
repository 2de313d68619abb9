/**
 * What a supportconfig of SUSE holds of systemd: systemd.txt, one output after the other, each below a line `#==[ Command ]===#` and one with
 * the command (supportutils: supportconfig, systemd_info; supportconfig.rc, _log_cmd). Among them `systemctl show` of every loaded unit.
 */

export const SUPPORTCONFIG_RECORD = '/systemd.txt';

const HEAD = /^#==\[ .+? \]=+#\r?$/;
/** `# /usr/bin/systemctl show 'ssh.service' | sort`; without a name, the manager. */
const SHOW = /^# (?:\S*\/)?systemctl (?:--no-pager )?show(?: '.+')?(?: \| sort)?\s*$/;

/** Whether a text is one of a supportconfig's. @param head its beginning */
export function isSupportconfig(head: string): boolean {
  return head.split('\n', 40).some((line) => HEAD.test(line));
}

/** The outputs of `systemctl show` alone, on the lines on which they stand; between them, empty lines. */
export function shownUnits(text: string): string {
  let kept = false;
  let heading = false;
  return text
    .split('\n')
    .map((line) => {
      const isHead = line.startsWith('#==[') && HEAD.test(line);
      if (isHead) kept = false;
      else if (heading) kept = SHOW.test(line);
      const own = kept && !heading && !isHead;
      heading = isHead;
      return own ? line : '';
    })
    .join('\n');
}

import type { BootNode } from '../../graph/model.ts';
import { maskFile, maskRemedy } from '../../words/mask-remedy.ts';
import { type AuditContext, placeOf } from '../context.ts';
import { needsOf, unmaskAdvice } from '../masked.ts';
import type { Rule } from '../rule.ts';

/** A job whose requirement cannot be loaded is taken out of the transaction; before, it stayed. */
const COUNTS = 'failed-requirement-deletes-job';
/** More names than these are counted. */
const SHOWN = 3;

export const maskedNeeded: Rule = {
  id: 'masked-needed',
  severity: 'error',
  statement: 'What the boot requires or activates is not masked.',
  why: 'A masked unit cannot be started by anything: what requires it is not started either (since systemd 254; before, it starts without it), and what activates it has nothing to start.',
  mend: 'systemctl unmask the unit, or disable what needs it.',
  example: {
    files: {
      '/etc/systemd/system/db.service': { link: '/dev/null' },
      '/etc/systemd/system/web.service': '[Unit]\nRequires=db.service\n[Service]\nExecStart=/bin/true\n',
      '/etc/systemd/system/multi-user.target.wants/web.service': { link: '../web.service' },
    },
    version: 255,
    finds: ['/etc/systemd/system/db.service'],
    mended: { '/etc/systemd/system/db.service': '[Service]\nExecStart=/bin/true\n' },
  },
  *check(context) {
    const { units, opened, attempted, does, version, plan } = context;
    for (const unit of units) {
      if (unit.load !== 'masked') continue;
      const needs = needsOf(context, unit);
      if (needs.length === 0) continue;
      const tried = needs.filter(({ from }) => attempted(from) || plan.failed !== null);
      const deciding = tried.length > 0 ? tried : needs;
      const requirers = deciding.filter(({ type }) => type !== 'Triggers').map(({ from }) => from);
      const activators = deciding.filter(({ type }) => type === 'Triggers').map(({ from }) => from);
      const { word } = maskRemedy(unit, opened);
      const lost = requirers.length > 0 && does(COUNTS);
      const sure = isSure(context, unit);
      const parts = [
        ...(requirers.length > 0 ? [`${listed(requirers)} ${verb(requirers, 'require')} it`] : []),
        ...(activators.length > 0 ? [`${listed(activators)} ${verb(activators, 'activate')} it`] : []),
      ];
      const fate =
        tried.length === 0
          ? ' Nothing of that is started at this boot; when it is, this counts.'
          : requirers.length === 0
            ? ''
            : lost
              ? ` systemd ${version} does not start what requires it.`
              : ` systemd ${version} starts what requires it all the same.`;
      const file = maskFile(unit, opened);
      const where = word === undefined ? (file ?? 'in no file') : `${word} on the kernel command line`;
      yield {
        message: sure
          ? `${unit.id} is masked (${where}), but ${parts.join(', and ')}.${fate}`
          : `${unit.id} is an empty file in this sosreport (${where}), as one that could not be read is, and ${parts.join(', and ')}: if it is empty on the machine, it is masked there.`,
        unit: unit.id,
        ...(file === null || word !== undefined ? placeOf(needs[0]?.declared[0]) : { file }),
        proof: deciding,
        mend: unmaskAdvice(unit, context),
        severity: tried.length === 0 || !sure ? 'notice' : lost || activators.length > 0 ? 'error' : 'warning',
      };
    }
  },
};

/** A sosreport has files without a read bit as empty ones (sos/archive.py: add_file); only a link, or /dev/null itself, is a mask for sure. */
function isSure({ opened, snapshot }: AuditContext, { fragment }: BootNode): boolean {
  return opened.capture.kind !== 'sosreport' || fragment === null || snapshot.lstat(fragment)?.kind !== 'file';
}

function listed(names: readonly string[]): string {
  const all = [...new Set(names)];
  const shown = all.slice(0, SHOWN);
  const more = all.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(' and ');
}

function verb(names: readonly string[], word: string): string {
  return new Set(names).size === 1 ? `${word}s` : word;
}

import { at } from '../context.ts';
import type { Rule } from '../rule.ts';

/** Old spellings that PID 1 still reads or skips, and what is written today. */
const TODAY: Readonly<Record<string, string>> = {
  BindTo: 'BindsTo=',
  PropagateReloadTo: 'PropagatesReloadTo=',
  PropagateReloadFrom: 'ReloadPropagatedFrom=',
  RequiresOverridable: 'Requires=',
  RequisiteOverridable: 'Requisite=',
  OnFailureIsolate: 'OnFailureJobMode=isolate',
  IgnoreOnSnapshot: 'nothing: snapshot units are gone',
  PermissionsStartOnly: '+ before the ExecStartPre= commands that need root',
  CPUShares: 'CPUWeight=',
  StartupCPUShares: 'StartupCPUWeight=',
  MemoryLimit: 'MemoryMax=',
  BlockIOAccounting: 'IOAccounting=',
  BlockIOWeight: 'IOWeight=',
  StartupBlockIOWeight: 'StartupIOWeight=',
  BlockIODeviceWeight: 'IODeviceWeight=',
  BlockIOReadBandwidth: 'IOReadBandwidthMax=',
  BlockIOWriteBandwidth: 'IOWriteBandwidthMax=',
  ReadWriteDirectories: 'ReadWritePaths=',
  ReadOnlyDirectories: 'ReadOnlyPaths=',
  InaccessibleDirectories: 'InaccessiblePaths=',
  SysVStartPriority: 'After= or Before=',
};

export const obsoleteKey: Rule = {
  id: 'obsolete-key',
  severity: 'notice',
  statement: 'No unit file uses a key that systemd has given up.',
  why: 'Old spellings are dropped one release after another; from then on they have no effect.',
  mend: 'Write the key that took its place.',
  example: {
    files: { '/etc/systemd/system/web.service': '[Unit]\nBindTo=db.service\n[Service]\nExecStart=/bin/true\n' },
    finds: ['/etc/systemd/system/web.service:2'],
    mended: { '/etc/systemd/system/web.service': '[Unit]\nBindsTo=db.service\n[Service]\nExecStart=/bin/true\n' },
  },
  *check({ keys, version }) {
    for (const { unit, setting, knowledge } of keys) {
      const today = Object.hasOwn(TODAY, setting.key) ? TODAY[setting.key] : undefined;
      const gone = knowledge === 'gone';
      if (today === undefined && !gone) continue;
      yield {
        message: `${setting.key}= is ${gone ? `no longer known to systemd ${version} and has no effect` : 'an old spelling'}${today === undefined ? '' : `; today: ${today}`}.`,
        unit: unit.id,
        ...at(setting),
        severity: gone ? 'warning' : setting.file.startsWith('/etc/') ? 'notice' : 'info',
      };
    }
  },
};

import { keyKnowledge } from '../../behaviours/keys.ts';
import type { BootNode, Setting } from '../../graph/model.ts';
import { at } from '../context.ts';
import type { Rule } from '../rule.ts';
import { isTaken } from '../values/ignored-values.ts';
import { spanLength } from '../values/times.ts';

/** Keys of services that do nothing without another (service_verify); values that are as good as none. */
const NEEDS: readonly (readonly [key: string, none: RegExp, needed: string, neededNone: RegExp])[] = [
  ['USBFunctionDescriptors', /^$/, 'USBFunctionStrings', /^$/],
  ['USBFunctionStrings', /^$/, 'USBFunctionDescriptors', /^$/],
  ['RuntimeRandomizedExtraSec', /^0\D*$/, 'RuntimeMaxSec', /^infinity$/],
  ['RestartSteps', /^0+$/, 'RestartMaxDelaySec', /^infinity$/],
  ['RestartMaxDelaySec', /^infinity$/, 'RestartSteps', /^0+$/],
];

export const loneSetting: Rule = {
  id: 'lone-setting',
  severity: 'notice',
  statement: 'No service has a setting that does nothing without another, which is missing.',
  why: 'systemd takes the value and passes over it, with a word in its log: what was meant is not in force.',
  mend: 'Write the other setting too, or take this one away.',
  example: {
    files: { '/etc/systemd/system/web.service': '[Service]\nExecStart=/bin/true\nRuntimeRandomizedExtraSec=10min\n' },
    finds: ['/etc/systemd/system/web.service:3'],
    mended: {
      '/etc/systemd/system/web.service':
        '[Service]\nExecStart=/bin/true\nRuntimeRandomizedExtraSec=10min\nRuntimeMaxSec=1d\n',
    },
  },
  *check({ units, version, opened }) {
    for (const unit of units) {
      if (unit.type !== 'service' || unit.load !== 'loaded') continue;
      const standing = (key: string, none: RegExp): Setting | undefined => {
        if (keyKnowledge('Service', key, version) !== 'known') return undefined;
        const last = lastOf(unit, key, (setting) => isTaken(unit, setting, opened.build, opened.host));
        return last === undefined || none.test(last.value) ? undefined : last;
      };
      for (const [key, none, needed, neededNone] of NEEDS) {
        const setting = unit.settings.some((one) => one.key === key) ? standing(key, none) : undefined;
        if (setting !== undefined && standing(needed, neededNone) === undefined)
          yield { message: `${key}= of ${unit.id} does nothing without ${needed}=.`, unit: unit.id, ...at(setting) };
      }
      const [most, pause] = [standing('RestartMaxDelaySec', /^infinity$/), standing('RestartSec', /^infinity$/)];
      const length = (setting: Setting | undefined): bigint | undefined => spanLength(setting?.value ?? '', 's');
      if (most && pause && standing('RestartSteps', /^0+$/) && (length(most) ?? 0n) < (length(pause) ?? 0n))
        yield {
          message: `RestartMaxDelaySec= of ${unit.id} is shorter than RestartSec=, and taken for both.`,
          unit: unit.id,
          ...at(most),
        };
      const longest = standing('RuntimeMaxSec', /^infinity$/);
      if (longest !== undefined && unit.facts.serviceType === 'oneshot')
        yield {
          message: `RuntimeMaxSec= of ${unit.id} does nothing with Type=oneshot.`,
          unit: unit.id,
          ...at(longest),
          mend: 'Write TimeoutStartSec=, which limits how long such a service runs.',
        };
    }
  },
};

function lastOf(unit: BootNode, key: string, taken: (setting: Setting) => boolean): Setting | undefined {
  return unit.settings.findLast((one) => one.section === 'Service' && one.key === key && taken(one));
}

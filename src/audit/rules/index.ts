/** Every rule, in the order of docs/rules. */
import type { Rule } from '../rule.ts';
import { accountMissing } from './account-missing.ts';
import { activatesMissing } from './activates-missing.ts';
import { aliasTaken } from './alias-taken.ts';
import { blockingStart } from './blocking-start.ts';
import { crypttabBlocksBoot } from './crypttab-blocks-boot.ts';
import { danglingLink } from './dangling-link.ts';
import { defaultTarget } from './default-target.ts';
import { deviceWait } from './device-wait.ts';
import { discouragedValue } from './discouraged-value.ts';
import { earlyWithDefaultDependencies } from './early-with-default-dependencies.ts';
import { emptyAssignment } from './empty-assignment.ts';
import { enabledNotReached } from './enabled-not-reached.ts';
import { enabledUnderPassive } from './enabled-under-passive.ts';
import {
  badUnitName,
  brokenJob,
  dependencyRefused,
  doubleStart,
  eventNobodyEmits,
  instanceUnset,
  invalidAlias,
  overrideIgnored,
  selfDependency,
  startedByChance,
  unreadLine,
  upstartDeadlock,
} from './from-diagnostics.ts';
import { fstabBlocksBoot } from './fstab-blocks-boot.ts';
import { fstabIncomplete } from './fstab-incomplete.ts';
import { fstabNetworkAsLocal } from './fstab-network-as-local.ts';
import { halfEnabled } from './half-enabled.ts';
import { hiddenDropIn } from './hidden-drop-in.ts';
import {
  afterAll,
  initNumberDrift,
  initOrderDrift,
  insservRefuses,
  lsbProvidedTwice,
  lsbWordsLost,
} from './init-script-order.ts';
import { insservLoop } from './insserv-loop.ts';
import { keyTooNew } from './key-too-new.ts';
import { latentCycle } from './latent-cycle.ts';
import { linkOfOtherName } from './link-of-other-name.ts';
import { loneSetting } from './lone-setting.ts';
import { lsbHeader } from './lsb-header.ts';
import { lsbUnknownName } from './lsb-unknown-name.ts';
import { maskedNeeded } from './masked-needed.ts';
import { needsInitScriptSupport } from './needs-init-script-support.ts';
import { networkOnlineNotWanted } from './network-online-not-wanted.ts';
import { noEffect } from './no-effect.ts';
import { notALink } from './not-a-link.ts';
import { obsoleteKey } from './obsolete-key.ts';
import { openstackNotOrdered } from './openstack-not-ordered.ts';
import { openstackNothingProvides } from './openstack-nothing-provides.ts';
import { openstackOtherName } from './openstack-other-name.ts';
import { orderingCycle, unbreakableCycle } from './ordering-cycle.ts';
import { orphanedDropIn } from './orphaned-drop-in.ts';
import { presetNotEnabled } from './preset-not-enabled.ts';
import { programMissing } from './program-missing.ts';
import { rcLinkDrift } from './rc-link-drift.ts';
import { refusedUnit } from './refused-unit.ts';
import { refusedValue } from './refused-value.ts';
import { requiredNotOrdered } from './required-not-ordered.ts';
import { requiredUnavailable } from './required-unavailable.ts';
import { templateWithoutInstance } from './template-without-instance.ts';
import { unitOfOtherManager } from './unit-of-other-manager.ts';
import { unknownKey } from './unknown-key.ts';
import { unknownSection } from './unknown-section.ts';
import { writableUnitFile } from './writable-unit-file.ts';

export const RULES: readonly Rule[] = [
  defaultTarget,
  unbreakableCycle,
  orderingCycle,
  latentCycle,
  requiredUnavailable,
  maskedNeeded,
  requiredNotOrdered,
  blockingStart,
  networkOnlineNotWanted,
  unitOfOtherManager,
  earlyWithDefaultDependencies,
  refusedUnit,
  programMissing,
  accountMissing,
  activatesMissing,
  deviceWait,
  fstabBlocksBoot,
  fstabIncomplete,
  fstabNetworkAsLocal,
  crypttabBlocksBoot,
  enabledNotReached,
  enabledUnderPassive,
  halfEnabled,
  presetNotEnabled,
  aliasTaken,
  danglingLink,
  notALink,
  linkOfOtherName,
  templateWithoutInstance,
  invalidAlias,
  orphanedDropIn,
  hiddenDropIn,
  emptyAssignment,
  selfDependency,
  dependencyRefused,
  badUnitName,
  unknownKey,
  unknownSection,
  refusedValue,
  loneSetting,
  keyTooNew,
  obsoleteKey,
  discouragedValue,
  unreadLine,
  writableUnitFile,
  needsInitScriptSupport,
  initOrderDrift,
  insservRefuses,
  insservLoop,
  afterAll,
  lsbProvidedTwice,
  lsbWordsLost,
  initNumberDrift,
  lsbUnknownName,
  lsbHeader,
  rcLinkDrift,
  openstackNotOrdered,
  openstackNothingProvides,
  openstackOtherName,
  noEffect,
  brokenJob,
  overrideIgnored,
  upstartDeadlock,
  startedByChance,
  eventNobodyEmits,
  instanceUnset,
  doubleStart,
];

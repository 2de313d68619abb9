/** How a unit that is started is left out of the boot: by what reaches all that asks for it, and what goes with it. */
import { isEnablingLink } from '../audit/link-folders.ts';
import { bootOf } from '../boot/boot.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import { lostBetween, planWithout } from '../boot/supposing.ts';
import { PULLS, REQUIREMENTS } from '../engine/why.ts';
import type { Declaration } from '../graph/model.ts';
import { cmdlineItems } from '../words/kernel-cmdline.ts';
import { systemctlFor } from '../words/systemctl.ts';
import { decidingOption, enablementOf } from './enablement.ts';
import { fewOf, place } from './words.ts';

/** Tables of which a line that says noauto makes no link (fstab(5), crypttab(5)). */
const TABLES: ReadonlySet<string> = new Set(['/etc/fstab', '/etc/crypttab']);
/** So many units that go with it are named. */
const NAMED = 4;

/** Advice only where nothing that is started requires it; undefined: none. */
export function leaveOut(opened: RootFacts, unit: string): string | undefined {
  const { graph } = opened;
  const { started } = bootOf(opened);
  if (graph.nodes.get(unit)?.init !== 'systemd') return undefined;
  const askers = graph.edges.filter((edge) => edge.to === unit && started(edge.from));
  const pulls = askers.filter((edge) => PULLS.has(edge.type));
  const declared = pulls.flatMap((edge) => edge.declared);
  // A device that needs it asks for it whatever the table says of the boot.
  const line = pulls.some(({ from }) => from.endsWith('.device')) ? undefined : tableLine(unit, declared);
  if (line !== undefined) return `To leave it out of the boot: ${line}.`;
  // A unit that nobody started asks for comes to its turn by chance only.
  if (declared.length === 0 || askers.some((edge) => REQUIREMENTS.has(edge.type))) return undefined;
  return `To leave it out of the boot: ${way(opened, unit, declared)}${goesWith(opened, unit)}`;
}

function way(opened: RootFacts, unit: string, declared: readonly Declaration[]): string {
  const { graph, config } = opened;
  const systemctl = systemctlFor(config);
  const option = decidingOption(graph, unit);
  if (option !== undefined) return `${option}.enable = false; in the configuration of NixOS, which makes these links.`;
  const word = commandLineWord(opened, unit, declared);
  if (word !== undefined) return `take ${word} off the kernel command line.`;
  const others = declared.filter((one) => !isEnablingLink(one, opened));
  const disabled = others.length === declared.length ? '' : `${systemctl} disable ${unit}, and `;
  if (others.length > 0 && isTaken(opened, unit)) return `${disabled}${withoutMask(opened, unit, others)}`;
  // A dump does not tell a link from a line.
  if (declared.some((d) => d.how === 'record'))
    return `${systemctl} mask ${unit}; ${systemctl} disable ${unit} does where only links in /etc ask for it.`;
  if (others.length === 0 && enablementOf(graph) === 'presets')
    return `${systemctl} mask ${unit}, or a preset "disable ${unit}" before all others; what is only disabled, the presets may enable anew at this first boot.`;
  // systemctl hands an init script on to the distribution's own tool (systemd-sysv-install).
  if (others.length > 0 && others.every(({ generator }) => generator === 'systemd-sysv-generator'))
    return `${systemctl} disable ${unit}, which has update-rc.d or chkconfig take its links out of rcN.d; or ${systemctl} mask ${unit}.`;
  if (others.length > 0)
    return `${systemctl} mask ${unit} (to disable it is not enough: more than links in /etc asks for it).`;
  const also = graph.nodes.get(unit)?.settings.filter(({ section, key }) => section === 'Install' && key === 'Also');
  const names = (also ?? []).flatMap(({ value }) => value.split(/\s+/)).filter((name) => name !== '');
  return `${systemctl} disable ${unit}${names.length === 0 ? '.' : ` (and with it ${fewOf(names, NAMED)}, by Also=).`}`;
}

/** `systemctl mask` puts a link where it finds nothing: a file or link of that name in /etc is in its way (unit_file_mask: EEXIST). */
function isTaken({ graph, config, snapshot }: RootFacts, unit: string): boolean {
  const fragment = graph.nodes.get(unit)?.fragment;
  return fragment === `${config}/${unit}` || snapshot.readlink(`${config}/${unit}`) !== undefined;
}

/** Lines of this machine's own files can go; in place of a vendor's the unit's own file has to. */
function withoutMask({ config }: RootFacts, unit: string, others: readonly Declaration[]): string {
  const file = `${config}/${unit}`;
  const own = others.every(({ how, file: at }) => how === 'line' && at?.startsWith('/etc/') === true);
  if (own && others.length <= 2)
    return `take it out of ${others.map((one) => `${one.key ?? ''}= at ${place(one)}`).join(' and of ')} (systemctl mask does not replace ${file}).`;
  return `move ${file} out of the way, then ${systemctlFor(config)} mask ${unit} (which replaces no file).`;
}

/** All that asks for it was made from one line of a table. */
function tableLine(unit: string, declared: readonly Declaration[]): string | undefined {
  const [first] = declared;
  const { source } = first ?? {};
  if (source?.line === undefined || !TABLES.has(source.file)) return undefined;
  const at = `${source.file}:${source.line}`;
  if (!declared.every((one) => one.source?.file === source.file && one.source.line === source.line)) return undefined;
  return unit.endsWith('.automount')
    ? `take x-systemd.automount, or the whole line, out of ${at}`
    : `give ${at} the option noauto, or take the line out`;
}

/** The word of the kernel command line that alone asks for it (systemd-debug-generator(8)). */
function commandLineWord({ cmdline }: RootFacts, unit: string, declared: readonly Declaration[]): string | undefined {
  if (!declared.every(({ source }) => source?.file === '/proc/cmdline')) return undefined;
  const item = cmdlineItems(cmdline).find(
    ({ key, value }) =>
      (key === 'systemd.wants' && value !== undefined && (unit === value || unit === `${value}.service`)) ||
      (unit === 'debug-shell.service' && /^systemd\.debug[-_]shell$/.test(key)),
  );
  return item === undefined ? undefined : `${item.key}${item.value === undefined ? '' : `=${item.value}`}`;
}

/** What nobody else asks for is not started without it. */
function goesWith(opened: RootFacts, unit: string): string {
  const boot = bootOf(opened);
  if (boot.plan.system !== 'systemd' || !boot.out(unit).some(({ type, to }) => PULLS.has(type) && boot.started(to)))
    return '';
  const lost = lostBetween(boot.plan, planWithout(opened, unit), unit).filter((id) => !id.endsWith('.slice'));
  return lost.length === 0 ? '' : ` With it goes what nothing else asks for: ${fewOf(lost, NAMED)}.`;
}

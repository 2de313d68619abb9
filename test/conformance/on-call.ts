/**
 * On call, on real roots: an enabled service of each is broken in eleven ways, over the root and in memory. The first line of `why` tells the
 * reason, the audit the line to mend; without it the root is as quiet as before. Then it is a gate: red, waived with a reason, green.
 */

import { type AuditAnswer, audit, RULES, readWaivers } from '../../src/answers/audit.ts';
import { why } from '../../src/answers/why.ts';
import { type OpenedRoot, openTree } from '../../src/open.ts';
import { whyText } from '../../src/report/why.ts';
import { place } from '../../src/report/words.ts';
import { type OverlayEntry, overlayTree } from '../../src/snapshot/overlay.ts';
import { folderSource } from '../../src/snapshot/source.ts';

interface Breakage {
  readonly what: string;
  readonly entries: readonly OverlayEntry[];
  /** The unit that is asked about, where it is not the service, and how the answer begins. */
  readonly asks?: string;
  readonly first: RegExp;
  /** What the audit finds, and where. */
  readonly finds?: readonly [rule: string, at: string];
}

const OWN = '/etc/systemd/system';

/** @param fstab what stands in the root's own */
function breakages(unit: string, other: string, fstab: string): readonly Breakage[] {
  const dropIn = `${OWN}/${unit}.d/zz-broken.conf`;
  const with_ = (text: string): readonly OverlayEntry[] => [{ path: dropIn, content: text }];
  const lines = fstab === '' ? 0 : fstab.replace(/\n$/, '').split('\n').length;
  return [
    {
      what: 'masked',
      entries: [{ path: `${OWN}/${unit}`, linkTarget: '/dev/null' }],
      first: /^Not started: \S+ is masked/,
    },
    {
      what: 'a key is mistyped',
      entries: with_('[Unit]\nAfetr=network.target\n'),
      first: /^(Started at boot|Not at every boot)/,
      finds: ['unknown-key', `${dropIn}:2`],
    },
    {
      what: 'requires what is not there',
      entries: with_('[Unit]\nRequires=nosuch-unit.service\n'),
      first: /^(Not started: \S+ (loses its job: it )?requires nosuch-unit\.service|Started at boot)/,
      finds: ['required-unavailable', `${dropIn}:2`],
    },
    {
      what: 'an ordering cycle',
      entries: [
        ...with_(`[Unit]\nAfter=${other}\n`),
        { path: `${OWN}/${other}.d/zz-broken.conf`, content: `[Unit]\nAfter=${unit}\n` },
      ],
      first: /^Not at every boot: .* ordering cycle/,
      finds: ['ordering-cycle', `zz-broken.conf:2`],
    },
    {
      what: 'its program is gone',
      entries: with_('[Service]\nExecStart=\nExecStart=/usr/bin/nosuch-program\n'),
      first: /^Started at boot/,
      finds: ['program-missing', `${dropIn}:3`],
    },
    {
      what: 'its user is gone',
      entries: with_('[Service]\nUser=nosuch-user\nDynamicUser=no\n'),
      first: /^Started at boot/,
      finds: ['account-missing', `${dropIn}:2`],
    },
    {
      what: 'a drop-in takes its command away',
      entries: with_('[Service]\nType=simple\nRemainAfterExit=no\nExecStart=\nExecStop=\n'),
      first: /^Not started: \S+ is refused by systemd for a bad setting/,
      finds: ['refused-unit', dropIn],
    },
    {
      what: 'a condition is not met',
      entries: with_('[Unit]\nConditionPathExists=/nosuch/path\n'),
      first: /^Skipped: /,
    },
    {
      what: 'a line of fstab names a disk',
      entries: [
        {
          path: '/etc/fstab',
          content: `${fstab}${fstab.endsWith('\n') || fstab === '' ? '' : '\n'}UUID=nosuch /nosuch ext4 defaults 0 2\n`,
        },
      ],
      asks: 'nosuch.mount',
      first: /^Started at boot: nosuch\.mount, because local-fs\.target requires it/,
      finds: ['fstab-blocks-boot', `/etc/fstab:${lines + 1}`],
    },
    {
      what: 'a link of what was removed',
      entries: [
        {
          path: `${OWN}/multi-user.target.wants/nosuch-unit.service`,
          linkTarget: '/lib/systemd/system/nosuch-unit.service',
        },
      ],
      asks: 'nosuch-unit.service',
      first: /^Not started: nosuch-unit\.service is not found/,
      finds: ['dangling-link', `${OWN}/multi-user.target.wants/nosuch-unit.service`],
    },
    {
      what: 'enabled under a misspelt target',
      entries: [
        {
          path: `${OWN}/nosuch-own.service`,
          content: '[Service]\nExecStart=/bin/sh -c :\n[Install]\nWantedBy=multiuser.target\n',
        },
        { path: `${OWN}/multiuser.target.wants/nosuch-own.service`, linkTarget: '../nosuch-own.service' },
      ],
      asks: 'nosuch-own.service',
      first: /^Not started: \S+ is enabled under multiuser\.target, of which there is no unit file/,
      finds: ['enabled-not-reached', `${OWN}/multiuser.target.wants/nosuch-own.service`],
    },
  ];
}

function open(root: string, entries: readonly OverlayEntry[] = []): OpenedRoot {
  const tree = folderSource(root);
  return openTree(entries.length > 0 ? overlayTree(tree, entries) : tree, root, {});
}

function gate(opened: OpenedRoot, waivers: ReturnType<typeof readWaivers> = []): AuditAnswer {
  if (typeof waivers === 'string') throw new Error(waivers);
  return audit(opened, { rules: RULES, level: 'notice', failOn: 'warning', known: [], waivers });
}

/** Two services that a link in /etc enables and that start at every boot, of different names at their beginnings. */
function services(opened: OpenedRoot): readonly string[] {
  const links = (opened.snapshot.list(`${OWN}/multi-user.target.wants`) ?? []).map(({ name }) => name).sort();
  return links.filter((name) => {
    const node = opened.graph.nodes.get(name);
    return (
      node?.load === 'loaded' &&
      node.facts.conditions === undefined &&
      why(opened, name).holds &&
      !hasOwnRoot(node.settings.map(({ key }) => key))
    );
  });
}

function hasOwnRoot(keys: readonly string[]): boolean {
  return keys.some((key) => key.startsWith('Root') || key === 'User' || key === 'Group');
}

/** @returns what was not as it has to be, in words, and how many breakages were tried */
export function onCall(root: string): { readonly problems: readonly string[]; readonly tried: number } {
  const plain = open(root);
  const [unit, other] = services(plain);
  if (unit === undefined || other === undefined) return { problems: ['no two services to break'], tried: 0 };
  const before = new Set(gate(plain).all.map((one) => `${one.rule} ${place(one)}`));
  const problems: string[] = [];
  const all = breakages(unit, other, plain.snapshot.read('/etc/fstab') ?? '');
  for (const { what, entries, asks = unit, first, finds } of all) {
    const broken = open(root, entries);
    const text = whyText(broken, why(broken, asks), { width: 1000 }).replaceAll(/[\ufdd0-\ufdef]/g, '');
    if (!first.test(text)) problems.push(`${what}: why ${asks}: ${text.split('\n')[0]}`);
    if (finds === undefined) continue;
    const [rule, at] = finds;
    const found = gate(broken).all.filter((one) => !before.has(`${one.rule} ${place(one)}`));
    if (!found.some((one) => one.rule === rule && place(one).includes(at)))
      problems.push(`${what}: no ${rule} at ${at} but ${found.map((one) => `${one.rule} ${place(one)}`).join(', ')}`);
    const reason = JSON.stringify({
      waive: [...new Set(found.map((one) => one.rule))].map((id) => ({ rule: id, reason: 'on purpose' })),
    });
    const [red, green] = [
      gate(broken),
      gate(
        broken,
        readWaivers(
          reason,
          RULES.map(({ id }) => id),
        ),
      ),
    ];
    const still = green.shown.filter((one) => red.fails(one) && !before.has(`${one.rule} ${place(one)}`));
    if (!red.failed || still.length > 0)
      problems.push(`${what}: the gate is ${red.failed ? 'red though it is waived' : 'green'}`);
  }
  return { problems, tried: all.length };
}

/**
 * Units that fail, are skipped, missing, masked or timed out, and others that hang on them in every way: laid over a root before it boots.
 * What the first ones do is certain; what becomes of the others is what is compared.
 */
export interface Prepared {
  readonly files: Readonly<Record<string, string>>;
  readonly links: Readonly<Record<string, string>>;
  /** How many units do not come up by themselves. */
  readonly failing: number;
}

/** What a unit does: lines of [Unit] and of [Service]. */
const KINDS: Readonly<Record<string, readonly [unit: string, service: string]>> = {
  oneshot: ['', 'Type=oneshot\nRemainAfterExit=yes\nExecStart=/bin/false'],
  simple: ['', 'ExecStart=/bin/false'],
  prepare: ['', 'ExecStartPre=/bin/false\nExecStart=/bin/sleep 600'],
  notify: ['', 'Type=notify\nExecStart=/bin/false'],
  forking: ['', 'Type=forking\nExecStart=/bin/false'],
  slow: ['', 'Type=oneshot\nRemainAfterExit=yes\nTimeoutStartSec=2\nExecStart=/bin/sleep 600'],
  condition: ['ConditionPathExists=/srv/nowhere', 'Type=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true'],
  assertion: ['AssertPathExists=/srv/nowhere', 'Type=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true'],
  ends: ['', 'Type=oneshot\nExecStart=/bin/true'],
};

/** How another unit hangs on it. `DEP` is its name. */
const TIES: Readonly<Record<string, string>> = {
  'requires-after': 'Requires=DEP\nAfter=DEP',
  'bindsto-after': 'BindsTo=DEP\nAfter=DEP',
  'requisite-after': 'Requisite=DEP\nAfter=DEP',
  'wants-after': 'Wants=DEP\nAfter=DEP',
  'requires-before': 'Requires=DEP\nBefore=DEP',
};

const STAYS = 'Type=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true';
const UNITS = '/etc/systemd/system';

/** @param rounds how many times the whole set is made: each has names of its own */
export function prepared(rounds: number): Prepared {
  const files: Record<string, string> = {};
  const links: Record<string, string> = {};
  const add = (name: string, unit: string, service: string): void => {
    files[`${UNITS}/${name}`] = `[Unit]\n${unit}\n[Service]\n${service}\n`;
    links[`${UNITS}/multi-user.target.wants/${name}`] = `../${name}`;
  };
  let failing = 0;
  for (let round = 0; round < rounds; round++)
    for (const [kind, [unit, service]] of Object.entries(KINDS)) {
      const root = `t${round}-${kind}.service`;
      add(root, `${unit}\nOnFailure=t${round}-${kind}-rescue.service`, service);
      files[`${UNITS}/t${round}-${kind}-rescue.service`] = `[Service]\n${STAYS}\n`;
      failing++;
      for (const [tie, lines] of Object.entries(TIES))
        add(`t${round}-${kind}-${tie}.service`, lines.replaceAll('DEP', root), STAYS);
      const first = `t${round}-${kind}-requires-after.service`;
      add(`t${round}-${kind}-second.service`, `Requires=${first}\nAfter=${first}`, STAYS);
      add(`t${round}-${kind}-bound.service`, `BindsTo=${first}\nAfter=${first}`, STAYS);
    }
  for (const tie of ['requires-after', 'wants-after']) {
    add(`t-missing-${tie}.service`, TIES[tie]?.replaceAll('DEP', 't-nowhere.service') ?? '', STAYS);
    add(`t-masked-${tie}.service`, TIES[tie]?.replaceAll('DEP', 't-masked.service') ?? '', STAYS);
  }
  links[`${UNITS}/t-masked.service`] = '/dev/null';
  return { files, links, failing };
}

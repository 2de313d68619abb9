/** Which distribution a root is of, and what its builders changed that files of the root do not say by themselves. */

/** Builders whose systemd, layout and tools are alike. */
export type Family = 'debian' | 'redhat' | 'fedora' | 'amazon' | 'suse' | 'arch' | 'nixos';

/** How a family sets up init scripts: the folders compiled into its sysvinit and systemd, and what goes with them. */
export interface Tradition {
  readonly name: 'debian' | 'red-hat' | 'suse';
  readonly initFolder: string;
  /** The folder that holds rc0.d to rc6.d and rcS.d (systemd's meson option sysvrcnd-path). */
  readonly rcFolder: string;
  readonly rcLocal: string;
  /** What switches a script on and off. */
  readonly serviceTool: 'update-rc.d' | 'chkconfig' | 'insserv';
  /** `# chkconfig: LEVELS START STOP` is a whole header. */
  readonly readsChkconfigComments: boolean;
  /** A required name that nothing provides ends the ordering of all scripts (insserv(8)). */
  readonly insserv: boolean;
  /** Its Upstart reads NAME.override and knows `manual`: since 1.3 (2011); Red Hat 6 and its kin have 0.6.5. */
  readonly upstartOverrides: boolean;
}

const RED_HAT: Tradition = {
  name: 'red-hat',
  initFolder: '/etc/rc.d/init.d',
  rcFolder: '/etc/rc.d',
  rcLocal: '/etc/rc.d/rc.local',
  serviceTool: 'chkconfig',
  readsChkconfigComments: true,
  insserv: false,
  upstartOverrides: false,
};

export const DEBIAN_TRADITION: Tradition = {
  name: 'debian',
  initFolder: '/etc/init.d',
  rcFolder: '/etc',
  rcLocal: '/etc/rc.local',
  serviceTool: 'update-rc.d',
  readsChkconfigComments: false,
  insserv: true,
  upstartOverrides: true,
};

const SUSE: Tradition = {
  name: 'suse',
  initFolder: '/etc/init.d',
  rcFolder: '/etc/init.d',
  rcLocal: '/etc/init.d/boot.local',
  serviceTool: 'insserv',
  readsChkconfigComments: false,
  insserv: true,
  upstartOverrides: true,
};

/** Of those that have init scripts at all. */
export const TRADITIONS: Readonly<Record<Exclude<Family, 'arch' | 'nixos'>, Tradition>> & {
  readonly arch?: undefined;
  readonly nixos?: undefined;
} = {
  debian: DEBIAN_TRADITION,
  redhat: RED_HAT,
  fedora: RED_HAT,
  amazon: RED_HAT,
  suse: SUSE,
};

export interface DistributionFacts {
  /** Fields of os-release(5). */
  readonly osRelease?: ReadonlyMap<string, string> | undefined;
  /** Text of /etc/redhat-release or /etc/system-release. */
  readonly redhatRelease?: string | undefined;
  /** Text of /etc/SuSE-release. */
  readonly suseRelease?: string | undefined;
  /** Text of /etc/debian_version. */
  readonly debianVersion?: string | undefined;
}

export interface Distribution {
  readonly family: Family | undefined;
  /** ID= of os-release, or what an older release file comes to. */
  readonly id: string | undefined;
  /** VERSION_ID= of os-release, or the first number of an older release file. */
  readonly version: string | undefined;
  /** Which of the facts says so. */
  readonly seen: 'os-release' | 'redhat-release' | 'SuSE-release' | 'debian_version' | undefined;
}

/** By ID= or a word of ID_LIKE=, the first that fits. */
const FAMILIES: readonly (readonly [words: RegExp, family: Family])[] = [
  [/^amzn$/, 'amazon'],
  [
    /^(rhel|centos|rocky|almalinux|ol|scientific|eurolinux|cloudlinux|virtuozzo|xenenterprise|rhcos|springdale)$/,
    'redhat',
  ],
  [/^fedora$/, 'fedora'],
  [/^(arch|archarm|manjaro|endeavouros|cachyos)$/, 'arch'],
  [/^nixos$/, 'nixos'],
  [/^(debian|ubuntu|raspbian|linuxmint|pop|kali|devuan)$/, 'debian'],
  [/^(suse|sles|sled|sles_sap|sle-micro|sl-micro|opensuse|opensuse-.*)$/, 'suse'],
];

const NAMES: readonly (readonly [name: RegExp, id: string, family: Family])[] = [
  [/^Amazon Linux/i, 'amzn', 'amazon'],
  [/^Fedora/i, 'fedora', 'fedora'],
  [/^Red Hat Enterprise/i, 'rhel', 'redhat'],
  [/^CentOS/i, 'centos', 'redhat'],
  [/^Rocky/i, 'rocky', 'redhat'],
  [/^AlmaLinux/i, 'almalinux', 'redhat'],
  [/^Oracle/i, 'ol', 'redhat'],
  [/^Scientific/i, 'scientific', 'redhat'],
];

/**
 * Which distribution the files speak of (os-release(5): ID= first, then ID_LIKE= from left to right; before there was such a
 * file, each had its own).
 */
export function distributionOf(facts: DistributionFacts): Distribution {
  const { osRelease, redhatRelease, suseRelease, debianVersion } = facts;
  const id = osRelease?.get('ID');
  if (id !== undefined && id !== '') {
    const words = [id, ...(osRelease?.get('ID_LIKE') ?? '').split(/\s+/)];
    const family = words.map(familyOf).find((one) => one !== undefined);
    return { family, id, version: osRelease?.get('VERSION_ID'), seen: 'os-release' };
  }
  if (redhatRelease !== undefined) {
    const [, named, family] = NAMES.find(([name]) => name.test(redhatRelease)) ?? [];
    return { family: family ?? 'redhat', id: named, version: numberIn(redhatRelease), seen: 'redhat-release' };
  }
  if (suseRelease !== undefined)
    return { family: 'suse', id: undefined, version: numberIn(suseRelease), seen: 'SuSE-release' };
  if (debianVersion !== undefined)
    return { family: 'debian', id: undefined, version: numberIn(debianVersion), seen: 'debian_version' };
  return { family: undefined, id: undefined, version: undefined, seen: undefined };
}

function familyOf(word: string): Family | undefined {
  return FAMILIES.find(([words]) => words.test(word.toLowerCase()))?.[1];
}

function numberIn(text: string): string | undefined {
  return /\d+(?:\.\d+)*/.exec(text)?.[0];
}

/** Words that a machine's kind may be called by in conditions (virt.c, architecture.c, efi-loader.c, condition.c). */

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Of virtualization_table: everything behind these is a machine. */
export const CONTAINERS: readonly string[] = words(
  'container-other systemd-nspawn lxc lxc-libvirt openvz docker podman rkt wsl proot pouch',
);
const MACHINES =
  words(`kvm amazon qemu bochs xen uml vmware oracle microsoft zvm parallels bhyve qnx acrn powervm apple sre google
  vm-other`);

/** What a value has to be; a list: one of these words, or several with commas where the key takes some. */
export const KNOWN_WORDS = {
  virtualization: ['none', 'vm', 'container', ...MACHINES, ...CONTAINERS],
  architecture:
    words(`x86 x86-64 ppc ppc-le ppc64 ppc64-le ia64 parisc parisc64 s390 s390x sparc sparc64 mips mips-le mips64 mips64-le
    alpha arm arm-be arm64 arm64-be sh sh64 m68k tilegx cris arc arc-be loongarch64 riscv32 riscv64 nios2`),
  firmware: ['uefi', 'bios', 'device-tree'],
  security: words('none selinux smack apparmor tomoyo ima audit uefi-secureboot tpm2 cvm measured-uki measured-os'),
  cgroup: words('none v1 v2 cpu cpuacct cpuset io blkio memory devices pids bpf-firewall bpf-devices'),
  'ac-power': ['yes', 'no'],
  'first-boot': ['yes', 'no'],
  pressure: ['low', 'high'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Names by which other programs call the same (uname -m, dpkg). */
export const ARCHITECTURE_NAMES: Readonly<Record<string, string>> = {
  x86_64: 'x86-64',
  amd64: 'x86-64',
  aarch64: 'arm64',
  i386: 'x86',
  i686: 'x86',
  ppc64le: 'ppc64-le',
  ppc64el: 'ppc64-le',
};

/** A number, an amount, a release: what a value looks like where it is none of a list. */
export const KNOWN_FORMS: Readonly<Record<string, RegExp>> = {
  kernel: /^\d/,
  memory: /^\d+(?:\.\d+)?[KMGTPE]?B?$/i,
  cpus: /^\d+$/,
  capability: /^(?:none|all|cap_[a-z_]+)(?:,cap_[a-z_]+)*$/i,
};

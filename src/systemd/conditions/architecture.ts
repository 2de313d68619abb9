/** For which machine a copy's programs are built: the head of PID 1's own file (ELF, e_machine). */
import type { Snapshot } from '../../snapshot/snapshot.ts';

const PROGRAMS = ['/usr/lib/systemd/systemd', '/lib/systemd/systemd', '/sbin/init', '/usr/bin/env', '/bin/sh'];

/** e_machine, whether 64 bits, whether big-endian → systemd's names of the kernels that run it; the first is its own. */
const MACHINES: Readonly<Record<string, readonly string[]>> = {
  '62 64 little': ['x86-64'],
  '3 32 little': ['x86', 'x86-64'],
  '183 64 little': ['arm64'],
  '40 32 little': ['arm', 'arm64'],
  '21 64 little': ['ppc64-le'],
  '21 64 big': ['ppc64'],
  '22 64 big': ['s390x'],
  '243 64 little': ['riscv64'],
  '258 64 little': ['loongarch64'],
  '8 64 little': ['mips64-le'],
  '8 32 little': ['mips-le', 'mips64-le'],
};

export interface CopyArchitecture {
  readonly name: string;
  readonly file: string;
  /** Kernels that can run such programs. */
  readonly kernels: readonly string[];
}

/** undefined: no program that tells. */
export function copyArchitecture(snapshot: Snapshot): CopyArchitecture | undefined {
  for (const file of PROGRAMS) {
    const head = snapshot.readBytes(file, 20);
    if (head === undefined || head.length < 20 || Buffer.from(head.subarray(0, 4)).toString('latin1') !== '\x7fELF')
      continue;
    const big = head[5] === 2;
    const machine = big ? (head[18]! << 8) | head[19]! : (head[19]! << 8) | head[18]!;
    const kernels = MACHINES[`${machine} ${head[4] === 2 ? 64 : 32} ${big ? 'big' : 'little'}`];
    if (kernels !== undefined) return { name: kernels[0] as string, file: snapshot.realpath(file) ?? file, kernels };
  }
  return undefined;
}

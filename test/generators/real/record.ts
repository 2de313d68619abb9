/**
 * `tsx record.ts ROOT VERSION KIND FROM COUNT`: what the generators of a real root write for random inputs, chrooted into a
 * copy on write of it; added to recorded.json. Needs root rights, unshare and overlayfs. With `compare` for a sixth word
 * nothing is recorded, and differences from ours are printed. HIDE names files of the root (without a first slash) to leave out.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { folderSource } from '../../../src/snapshot/source.ts';
import type { GeneratorCase } from './case.ts';
import { factDifferences, factsOf, type Generated, told } from './compare.ts';
import { KINDS, type KindName } from './kinds.ts';
import { readGenerated } from './machine.ts';
import { ourOutput } from './ours.ts';
import { seeded } from './random.ts';

const [root = '', version = '', kind = '', from = '0', count = '10', compare] = process.argv.slice(2);
const SCRIPT = `
mount --make-rprivate /
mkdir "$1/root" "$1/work"
for f in $HIDE; do [ ! -e "$2/$f" ] || [ -e "$1/upper/$f" ] || { mkdir -p "$(dirname "$1/upper/$f")"; mknod "$1/upper/$f" c 0 0; }; done
mount -t overlay -o "lowerdir=$2,upperdir=$1/upper,workdir=$1/work" overlay "$1/root"
cd "$1/root"
mount -t proc proc proc
# 229 does not know the variable.
printf '%s\\n' "$CMDLINE" >"$1/cmdline"
mount --bind "$1/cmdline" proc/cmdline
mount -t tmpfs tmpfs run
mkdir run/systemd
mount --bind "$1/out" run/systemd
mkdir run/systemd/generator run/systemd/generator.early run/systemd/generator.late
shift 2
for program; do
  f=usr/lib/systemd/system-generators/$program; [ -e $f ] || f=lib/systemd/system-generators/$program
  chroot . /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin SYSTEMD_LOG_LEVEL=emerg SYSTEMD_PROC_CMDLINE="$CMDLINE" \\
    /$f /run/systemd/generator /run/systemd/generator.early /run/systemd/generator.late || :
done
`;

function run(input: GeneratorCase, generators: readonly string[]): Generated {
  const work = mkdtempSync(join(tmpdir(), 'bootscope-record-'));
  mkdirSync(join(work, 'out'));
  try {
    for (const [path, { content, link, mode }] of input.files) {
      const file = join(work, 'upper', path);
      mkdirSync(dirname(file), { recursive: true });
      if (link !== undefined) symlinkSync(link, file);
      else writeFileSync(file, content ?? '');
      if (link === undefined) chmodSync(file, mode ?? 0o644);
    }
    mkdirSync(join(work, 'upper'), { recursive: true });
    spawnSync('unshare', ['--mount', 'sh', '-ec', SCRIPT, 'sh', work, root, ...generators], {
      stdio: ['ignore', 'ignore', process.env.BOOTSCOPE_VERBOSE === undefined ? 'ignore' : 'inherit'],
      env: { ...process.env, CMDLINE: input.cmdline, HIDE: process.env.HIDE ?? '' },
    });
    return readGenerated(join(work, 'out'), '/recorded-nowhere');
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const file = fileURLToPath(new URL('recorded.json', import.meta.url));
const recorded: { version: number; kind: string; seed: number; facts: readonly string[] }[] = JSON.parse(
  readFileSync(file, 'utf8'),
);
const { make, generators } = KINDS[kind as KindName];
let different = 0;
for (let seed = Number(from); seed < Number(from) + Number(count); seed++) {
  const input = make(seeded(seed));
  const facts = factsOf(run(input, generators)).filter((fact) => told(kind, fact));
  if (compare === undefined) recorded.push({ version: Number(version), kind, seed, facts });
  const ours = factsOf(ourOutput(folderSource(root), input, generators, { version: Number(version) }));
  const found = factDifferences(
    ours.filter((fact) => told(kind, fact)),
    facts,
  );
  if (found.length > 0 && ++different < 6)
    console.log(`seed ${seed}`, found.slice(0, 12), process.env.BOOTSCOPE_VERBOSE ? input.files : '');
}
if (compare === undefined) writeFileSync(file, `${JSON.stringify(recorded)}\n`);
console.log({ kind, version, inputs: Number(count), different });

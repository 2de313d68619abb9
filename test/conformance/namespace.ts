/**
 * What a captured root is shown of the machine, in words of sh: parts of the scripts that run systemd in a mount namespace.
 * Which systemd needs what stands here alone; `$version` is the root's own from `SHOW_CGROUPS` on.
 */

/**
 * Enters a root as nobody: `systemd --test` refuses to run as root, and must not be able to change anything. The program is
 * the machine's, since old roots have no setpriv. Its control group is the one of `SHOW_CGROUPS`, where there is one.
 */
export const AS_NOBODY = `sh -c '[ -z "$0" ] || echo $$ >"$0/cgroup.procs"
  root=$1; shift; exec chroot --userspec=65534:65534 --groups= "$root" "$@"' "$own_cgroup"`;

/**
 * `show_cgroups DIR`, where /sys is bound already. Up to v229 systemd knows control groups only as hierarchies of the first
 * kind, its own among them; v262 only the unified one, which is shown where the machine has both. A machine that has but
 * the unified one gets the old hierarchy mounted, which the kernel must be able to do. v237 makes itself a control group in
 * test mode too, which 229 and 247 do not: it is given one of nobody's to do so in, until the shell ends.
 */
export const SHOW_CGROUPS = `
own_cgroup=
show_cgroups() {
  version=$(chroot "$1" /lib/systemd/systemd --version | sed -n '1s/^systemd \\([0-9]*\\).*/\\1/p')
  if [ "$version" -ge 230 ]; then
    [ ! -d /sys/fs/cgroup/unified ] || mount --bind /sys/fs/cgroup/unified "$1/sys/fs/cgroup"
  elif [ ! -d /sys/fs/cgroup/systemd ]; then
    mount -t tmpfs tmpfs "$1/sys/fs/cgroup"
    mkdir "$1/sys/fs/cgroup/systemd"
    mount -t cgroup -o none,name=systemd cgroup "$1/sys/fs/cgroup/systemd"
  fi
  if [ "$version" -ge 230 ] && [ "$version" -lt 247 ]; then
    own_cgroup="$1/sys/fs/cgroup/bootscope-$$"
    mkdir "$own_cgroup"
    chown -R 65534:65534 "$own_cgroup"
    trap 'rmdir "$own_cgroup"/* "$own_cgroup" 2>/dev/null || :' EXIT
  fi
}
`;

/**
 * `run_generators DIR`: what PID 1 does at boot and v229 leaves out in test mode (manager_run_generators). Of generators with
 * one name the first folder's runs, and a mask hides it. `$generated_path` is then the load path that has their folders,
 * empty where systemd runs generators in test mode too (237 does; where that began was not read).
 */
export const RUN_GENERATORS = `
run_generators() {
  generated_path=
  [ "$version" -lt 237 ] || return 0
  mkdir -p "$1/run/systemd/generator" "$1/run/systemd/generator.early" "$1/run/systemd/generator.late"
  seen=' '
  for d in run/systemd etc/systemd usr/local/lib/systemd lib/systemd usr/lib/systemd; do
    for f in "$1/$d/system-generators/"*; do
      name=\${f##*/}
      case "$seen" in *" $name "*) continue;; esac
      seen="$seen$name "
      [ -f "$f" ] && [ -x "$f" ] || continue
      chroot "$1" /$d/system-generators/$name /run/systemd/generator /run/systemd/generator.early /run/systemd/generator.late >&2 || :
    done
  done
  s=/systemd/system
  generated_path=/run/systemd/generator.early:/etc$s:/run$s:/run/systemd/generator:/usr/local/lib$s:/lib$s:/usr/lib$s:/run/systemd/generator.late
}
`;

/** What systemctl does with unit files, by build (src/shared/install.c). Seen in runs of 247, 249, 252, 257 and 262 too. */
import type { Behaviour } from './behaviour.ts';

export const SYSTEMCTL = {
  /** UpheldBy= makes links. */
  'upheld-by-makes-links': { since: 254, seen: 'install.c: install_context_apply' },
  /** A template without an instance may be wanted by templates and instances. */
  'bare-templates-are-wanted': { since: 249, seen: 'install.c: install_info_symlink_wants' },
  /** A link that leads to the same unit by another path is left as it is. */
  'equivalent-links-stay': { since: 251, seen: 'install.c: chroot_unit_symlinks_equivalent' },
  /** An alias that leads nowhere is replaced. */
  'broken-aliases-are-replaced': { since: 253, seen: 'install.c: install_info_symlink_alias' },
  /** What Also= names may be missing; before, it ended the whole operation (so did a run of 249, whose source passes it over). */
  'missing-also-is-forgiven': { since: 251, seen: 'install.c: install_context_apply; runs' },
  /** `disable` gives up at a name that leads nowhere; before, it took that name's links away. */
  'disable-stops-at-dangling': {
    since: 253,
    until: 257,
    untilToo: ['253.21', '254.14', '255.8', '256.1'],
    seen: 'install.c: do_unit_file_disable; runs',
  },
  /** Disabling a template removes the links of its instances by their names, wherever they lead. */
  'templates-disable-instances': { since: 251, seen: 'install.c: remove_marked_symlinks_fd' },
  /** A file outside the load path is linked before all else, and nothing is done where that fails. */
  'files-are-linked-first': { since: 251, seen: 'install.c: install_info_apply' },
  /** `preset-all` gives up at a link that leads nowhere. */
  'preset-stops-at-dangling': { since: 251, until: 253, seen: 'runs of 249, 252 and 257' },
  /** Another name of a unit is told as `alias`; before, it had the state of its unit. */
  'aliases-have-a-state': { since: 246, seen: 'install.c: unit_file_lookup_state' },
  /** A link in .wants makes a unit enabled by its name, wherever it leads; before, by its name or by where it leads. */
  'links-count-by-name': { since: 251, seen: 'install.c: find_symlinks_in_directory' },
  /** A preset may name instances of a template behind it; before, all of the line was one pattern. */
  'presets-name-instances': { since: 242, sinceToo: ['239-43.el'], seen: 'install.c: read_presets' },
  /** `ignore` is a word of presets. */
  'presets-may-ignore': { since: 254, seen: 'install.c: PRESET_IGNORE' },
} as const satisfies Record<string, Behaviour>;

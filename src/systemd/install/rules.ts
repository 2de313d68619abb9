/**
 * What systemctl does differently from version to version. Seen in runs of 247, 249, 252, 257 and 262; where a change lies
 * between two of those, the number is inferred.
 */
export interface InstallRules {
  /** UpheldBy= makes links (v254). */
  readonly upheldBy: boolean;
  /** A template without an instance may be wanted by templates and instances. */
  readonly bareTemplates: boolean;
  /** A link that leads to the same unit by another path is left as it is. */
  readonly equivalentLinks: boolean;
  /** An alias that leads nowhere is replaced. */
  readonly replacesBrokenAliases: boolean;
  /** What Also= names may be missing; before, it ended the whole operation. */
  readonly forgivesAlso: boolean;
  /** `disable` gives up at a name that leads nowhere; before, it took that name's links away. */
  readonly disableStopsAtDangling: boolean;
  /** `preset-all` gives up at a link that leads nowhere. */
  readonly presetStopsAtDangling: boolean;
  /** `ignore` is a word of presets. */
  readonly presetIgnore: boolean;
}

export function installRules(version: number): InstallRules {
  return {
    upheldBy: version >= 254,
    bareTemplates: version >= 249,
    equivalentLinks: version >= 251,
    replacesBrokenAliases: version >= 253,
    forgivesAlso: version >= 251,
    disableStopsAtDangling: version >= 253,
    presetStopsAtDangling: version === 251 || version === 252,
    presetIgnore: version >= 256,
  };
}

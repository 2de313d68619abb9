/**
 * Every key that PID 1 knows, by section, with the versions that know it: what `systemd --dump-configuration-items` of
 * 247, 252, 257 and 262 prints. Between two of those a key's first version is not known here, and nothing is claimed.
 */

/** Sections of a unit file that PID 1 or `systemctl` reads, beside those named X-…. */
export const SECTIONS = [
  'Unit',
  'Install',
  'Service',
  'Socket',
  'Timer',
  'Path',
  'Mount',
  'Automount',
  'Swap',
  'Slice',
  'Scope',
] as const;

/** Versions whose own list was read. */
const READ = [247, 252, 257, 262] as const;

/** Sections; first and last of READ that know the keys; the keys. */
const TABLE: readonly (readonly [sections: string, first: number, last: number, keys: string])[] = [
  ['Service Socket Mount Swap Slice Scope', 247, 247, `ManagedOOMMemoryPressureLimitPercent`],
  [
    'Service Socket Mount Swap Slice Scope',
    247,
    257,
    `BlockIOAccounting BlockIODeviceWeight BlockIOReadBandwidth BlockIOWeight BlockIOWriteBandwidth CPUAccounting
     CPUShares DefaultMemoryLow DefaultMemoryMin MemoryLimit StartupBlockIOWeight StartupCPUShares`,
  ],
  [
    'Service Socket Mount Swap Slice Scope',
    247,
    262,
    `AllowedCPUs AllowedMemoryNodes CPUQuota CPUQuotaPeriodSec CPUWeight Delegate DeviceAllow DevicePolicy
     DisableControllers IOAccounting IODeviceLatencyTargetSec IODeviceWeight IOReadBandwidthMax IOReadIOPSMax
     IOWeight IOWriteBandwidthMax IOWriteIOPSMax IPAccounting IPAddressAllow IPAddressDeny IPEgressFilterPath
     IPIngressFilterPath ManagedOOMMemoryPressure ManagedOOMSwap MemoryAccounting MemoryHigh MemoryLow MemoryMax
     MemoryMin MemorySwapMax Slice StartupCPUWeight StartupIOWeight TasksAccounting TasksMax`,
  ],
  [
    'Service Socket Mount Swap Slice Scope',
    252,
    262,
    `BPFProgram ManagedOOMMemoryPressureLimit ManagedOOMPreference RestrictNetworkInterfaces SocketBindAllow
     SocketBindDeny StartupAllowedCPUs StartupAllowedMemoryNodes`,
  ],
  ['Service Socket Mount Swap Slice Scope', 257, 257, `DefaultStartupMemoryLow`],
  [
    'Service Socket Mount Swap Slice Scope',
    257,
    262,
    `CoredumpReceive DelegateSubgroup ManagedOOMMemoryPressureDurationSec MemoryPressureThresholdSec
     MemoryPressureWatch MemoryZSwapMax MemoryZSwapWriteback NFTSet StartupMemoryHigh StartupMemoryLow
     StartupMemoryMax StartupMemorySwapMax StartupMemoryZSwapMax`,
  ],
  [
    'Service Socket Mount Swap Slice Scope',
    262,
    262,
    `BindNetworkInterface CPUPressureThresholdSec CPUPressureWatch CPUSetPartition IOPressureThresholdSec
     IOPressureWatch OOMRules`,
  ],
  [
    'Service Socket Mount Swap Scope',
    247,
    262,
    `FinalKillSignal KillMode KillSignal RestartKillSignal SendSIGHUP SendSIGKILL WatchdogSignal`,
  ],
  [
    'Service Socket Mount Swap',
    247,
    262,
    `AmbientCapabilities AppArmorProfile BindPaths BindReadOnlyPaths CPUAffinity CPUSchedulingPolicy
     CPUSchedulingPriority CPUSchedulingResetOnFork CacheDirectory CacheDirectoryMode CapabilityBoundingSet
     ConfigurationDirectory ConfigurationDirectoryMode CoredumpFilter DynamicUser Environment EnvironmentFile
     Group IOSchedulingClass IOSchedulingPriority IgnoreSIGPIPE InaccessibleDirectories InaccessiblePaths
     KeyringMode LimitAS LimitCORE LimitCPU LimitDATA LimitFSIZE LimitLOCKS LimitMEMLOCK LimitMSGQUEUE LimitNICE
     LimitNOFILE LimitNPROC LimitRSS LimitRTPRIO LimitRTTIME LimitSIGPENDING LimitSTACK LoadCredential
     LockPersonality LogExtraFields LogLevelMax LogNamespace LogRateLimitBurst LogRateLimitIntervalSec
     LogsDirectory LogsDirectoryMode MemoryDenyWriteExecute MountAPIVFS MountFlags MountImages NUMAMask
     NUMAPolicy NetworkNamespacePath Nice NoNewPrivileges OOMScoreAdjust PAMName PassEnvironment Personality
     PrivateDevices PrivateMounts PrivateNetwork PrivateTmp PrivateUsers ProcSubset ProtectClock
     ProtectControlGroups ProtectHome ProtectHostname ProtectKernelLogs ProtectKernelModules
     ProtectKernelTunables ProtectProc ProtectSystem ReadOnlyDirectories ReadOnlyPaths ReadWriteDirectories
     ReadWritePaths RemoveIPC RestrictAddressFamilies RestrictNamespaces RestrictRealtime RestrictSUIDSGID
     RootDirectory RootHash RootHashSignature RootImage RootImageOptions RootVerity RuntimeDirectory
     RuntimeDirectoryMode RuntimeDirectoryPreserve SELinuxContext SecureBits SetCredential SmackProcessLabel
     StandardError StandardInput StandardInputData StandardInputText StandardOutput StateDirectory
     StateDirectoryMode SupplementaryGroups SyslogFacility SyslogIdentifier SyslogLevel SyslogLevelPrefix
     SystemCallArchitectures SystemCallErrorNumber SystemCallFilter SystemCallLog TTYPath TTYReset TTYVHangup
     TTYVTDisallocate TemporaryFileSystem TimeoutCleanSec TimeoutSec TimerSlackNSec UMask UnsetEnvironment User
     UtmpIdentifier UtmpMode WorkingDirectory`,
  ],
  [
    'Service Socket Mount Swap',
    252,
    262,
    `ExecPaths ExecSearchPath ExtensionDirectories ExtensionImages IPCNamespacePath LoadCredentialEncrypted
     NoExecPaths PrivateIPC RestrictFileSystems SetCredentialEncrypted TTYColumns TTYRows`,
  ],
  [
    'Service Socket Mount Swap',
    257,
    262,
    `BindLogSockets ExtensionImagePolicy ImportCredential LogFilterPatterns MemoryKSM MountImagePolicy
     PrivatePIDs RootEphemeral RootImagePolicy SetLoginEnvironment`,
  ],
  [
    'Service Socket Mount Swap',
    262,
    262,
    `BPFDelegateAttachments BPFDelegateCommands BPFDelegateMaps BPFDelegatePrograms CacheDirectoryAccounting
     CacheDirectoryQuota DelegateNamespaces LogsDirectoryAccounting LogsDirectoryQuota MemoryTHP PrivateBPF
     RootMStack StateDirectoryAccounting StateDirectoryQuota UserNamespacePath`,
  ],
  ['Socket Path Mount Automount', 247, 262, `DirectoryMode`],
  ['Mount Automount', 247, 262, `Where`],
  ['Mount Swap', 247, 262, `Options What`],
  ['Service Mount', 247, 262, `Type`],
  ['Service Scope', 247, 262, `RuntimeMaxSec TimeoutStopSec`],
  ['Service Scope', 252, 262, `RuntimeRandomizedExtraSec`],
  ['Service Socket', 247, 262, `ExecStartPost ExecStartPre ExecStopPost`],
  ['Socket Swap', 247, 262, `Priority`],
  ['Timer Path', 247, 262, `Unit`],
  ['Unit Service', 247, 262, `FailureAction RebootArgument StartLimitAction StartLimitBurst StartLimitInterval`],
  [
    'Unit',
    247,
    262,
    `After AllowIsolate AssertACPower AssertArchitecture AssertCPUs AssertCapability AssertControlGroupController
     AssertDirectoryNotEmpty AssertEnvironment AssertFileIsExecutable AssertFileNotEmpty AssertFirstBoot
     AssertGroup AssertHost AssertKernelCommandLine AssertKernelVersion AssertMemory AssertNeedsUpdate
     AssertPathExists AssertPathExistsGlob AssertPathIsDirectory AssertPathIsEncrypted AssertPathIsMountPoint
     AssertPathIsReadWrite AssertPathIsSymbolicLink AssertSecurity AssertUser AssertVirtualization Before BindTo
     BindsTo CollectMode ConditionACPower ConditionArchitecture ConditionCPUs ConditionCapability
     ConditionControlGroupController ConditionDirectoryNotEmpty ConditionEnvironment ConditionFileIsExecutable
     ConditionFileNotEmpty ConditionFirstBoot ConditionGroup ConditionHost ConditionKernelCommandLine
     ConditionKernelVersion ConditionMemory ConditionNeedsUpdate ConditionPathExists ConditionPathExistsGlob
     ConditionPathIsDirectory ConditionPathIsEncrypted ConditionPathIsMountPoint ConditionPathIsReadWrite
     ConditionPathIsSymbolicLink ConditionSecurity ConditionUser ConditionVirtualization Conflicts
     DefaultDependencies Description Documentation FailureActionExitStatus IgnoreOnIsolate JobRunningTimeoutSec
     JobTimeoutAction JobTimeoutRebootArgument JobTimeoutSec JoinsNamespaceOf OnFailure OnFailureIsolate
     OnFailureJobMode PartOf PropagateReloadFrom PropagateReloadTo PropagatesReloadTo RefuseManualStart
     RefuseManualStop ReloadPropagatedFrom Requires RequiresMountsFor RequiresOverridable Requisite
     RequisiteOverridable SourcePath StartLimitIntervalSec StopWhenUnneeded SuccessAction SuccessActionExitStatus
     Wants`,
  ],
  [
    'Unit',
    252,
    262,
    `AssertCPUFeature AssertCPUPressure AssertCredential AssertIOPressure AssertMemoryPressure AssertOSRelease
     ConditionCPUFeature ConditionCPUPressure ConditionCredential ConditionFirmware ConditionIOPressure
     ConditionMemoryPressure ConditionOSRelease OnSuccess OnSuccessJobMode PropagatesStopTo StopPropagatedFrom
     Upholds`,
  ],
  ['Unit', 257, 262, `SurviveFinalKillSignal WantsMountsFor`],
  [
    'Unit',
    262,
    262,
    `AssertFraction AssertKernelModuleLoaded AssertMachineTag AssertPathIsSocket AssertVersion ConditionFraction
     ConditionKernelModuleLoaded ConditionMachineTag ConditionPathIsSocket ConditionVersion`,
  ],
  ['Install', 247, 262, `Alias Also DefaultInstance RequiredBy WantedBy`],
  ['Install', 257, 262, `UpheldBy`],
  [
    'Service',
    247,
    262,
    `BusName ExecCondition ExecReload ExecStart ExecStop FileDescriptorStoreMax GuessMainPID NonBlocking
     NotifyAccess OOMPolicy PIDFile PermissionsStartOnly RemainAfterExit Restart RestartForceExitStatus
     RestartPreventExitStatus RestartSec RootDirectoryStartOnly Sockets SuccessExitStatus TimeoutAbortSec
     TimeoutStartFailureMode TimeoutStartSec TimeoutStopFailureMode USBFunctionDescriptors USBFunctionStrings
     WatchdogSec`,
  ],
  ['Service', 252, 262, `ExitType`],
  [
    'Service',
    257,
    262,
    `FileDescriptorStorePreserve OpenFile ReloadSignal RestartMaxDelaySec RestartMode RestartSteps`,
  ],
  ['Service', 262, 262, `ExecReloadPost LUOSession RefreshOnReload RestartRandomizedDelaySec`],
  [
    'Socket',
    247,
    262,
    `Accept Backlog BindIPv6Only BindToDevice Broadcast DeferAcceptSec ExecStopPre FileDescriptorName
     FlushPending FreeBind IPTOS IPTTL KeepAlive KeepAliveIntervalSec KeepAliveProbes KeepAliveTimeSec
     ListenDatagram ListenFIFO ListenMessageQueue ListenNetlink ListenSequentialPacket ListenSpecial ListenStream
     ListenUSBFunction Mark MaxConnections MaxConnectionsPerSource MessageQueueMaxMessages
     MessageQueueMessageSize NoDelay PassCredentials PassPacketInfo PassSecurity PipeSize ReceiveBuffer
     RemoveOnStop ReusePort SELinuxContextFromNet SendBuffer Service SmackLabel SmackLabelIPIn SmackLabelIPOut
     SocketGroup SocketMode SocketProtocol SocketUser Symlinks TCPCongestion Timestamping Transparent
     TriggerLimitBurst TriggerLimitIntervalSec Writable`,
  ],
  ['Socket', 257, 262, `PassFileDescriptorsToExec PollLimitBurst PollLimitIntervalSec`],
  [
    'Socket',
    262,
    262,
    `AcceptFileDescriptors DeferTrigger DeferTriggerMaxSec PassPIDFD XAttrAccept XAttrEntryPoint XAttrListen`,
  ],
  [
    'Timer',
    247,
    262,
    `AccuracySec FixedRandomDelay OnActiveSec OnBootSec OnCalendar OnClockChange OnStartupSec OnTimezoneChange
     OnUnitActiveSec OnUnitInactiveSec Persistent RandomizedDelaySec RemainAfterElapse WakeSystem`,
  ],
  ['Timer', 257, 262, `DeferReactivation`],
  ['Timer', 262, 262, `RandomizedOffsetSec`],
  ['Path', 247, 262, `DirectoryNotEmpty MakeDirectory PathChanged PathExists PathExistsGlob PathModified`],
  ['Path', 252, 262, `TriggerLimitBurst TriggerLimitIntervalSec`],
  ['Mount', 247, 262, `ForceUnmount LazyUnmount ReadWriteOnly SloppyOptions`],
  ['Automount', 247, 262, `TimeoutIdleSec`],
  ['Automount', 252, 262, `ExtraOptions`],
  ['Slice', 262, 262, `ActivatingConcurrencyMax ConcurrencyHardMax ConcurrencySoftMax`],
  ['Scope', 252, 262, `OOMPolicy`],
];

export type KeyKnowledge = 'known' | 'unknown-key' | 'too-new' | 'gone' | 'not-claimed';

interface Span {
  readonly first: number;
  readonly last: number;
}

const SPANS = new Map<string, Span>(
  TABLE.flatMap(([sections, first, last, keys]) =>
    sections
      .split(' ')
      .flatMap((section) => keys.split(/\s+/).map((key) => [`${section}.${key}`, { first, last }] as const)),
  ),
);

/**
 * Whether a version of systemd knows a key of a section.
 * @returns `too-new`: a later version does; `gone`: an earlier one did; `not-claimed`: the table cannot tell
 */
export function keyKnowledge(section: string, key: string, version: number): KeyKnowledge {
  const span = SPANS.get(`${section}.${key}`);
  if (span === undefined) return version > READ[READ.length - 1]! ? 'not-claimed' : 'unknown-key';
  const before = READ.filter((read) => read < span.first).at(-1) ?? 0;
  const after = READ.find((read) => read > span.last) ?? Number.POSITIVE_INFINITY;
  if (version <= before) return 'too-new';
  if (version >= after) return 'gone';
  return version >= span.first && version <= span.last ? 'known' : version < READ[0] ? 'known' : 'not-claimed';
}

/** The first version whose list was read that knows the key. */
export function knownSince(section: string, key: string): number | undefined {
  return SPANS.get(`${section}.${key}`)?.first;
}

/** Other sections that do know the key, for one that is misplaced. */
export function sectionsOf(key: string): readonly string[] {
  return SECTIONS.filter((section) => SPANS.has(`${section}.${key}`));
}

/** The keys of each section, in any version. */
export const KEYS_BY_SECTION: ReadonlyMap<string, readonly string[]> = new Map(
  SECTIONS.map((section) => [
    section,
    [...SPANS.keys()].filter((name) => name.startsWith(`${section}.`)).map((name) => name.slice(section.length + 1)),
  ]),
);

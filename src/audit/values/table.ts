/**
 * Which kind of value each key takes: load-fragment-gperf.gperf.in as a table. The same key takes the same kind in every
 * section, but for those written with their section. Keys that are not named here take anything, or are judged elsewhere.
 */
import { anything, type Check, where } from './check.ts';
import { command } from './commands.ts';
import * as credentials from './credentials.ts';
import * as devices from './devices.ts';
import * as limits from './limits.ts';
import * as mounts from './mounts.ts';
import * as names from './names.ts';
import * as network from './network.ts';
import * as numbers from './numbers.ts';
import * as paths from './paths.ts';
import * as sandbox from './sandbox.ts';
import * as streams from './streams.ts';
import * as times from './times.ts';
import * as units from './units.ts';
import * as words from './words.ts';

const ROWS: readonly (readonly [Check, string])[] = [
  [
    words.boolean,
    `Accept AcceptFileDescriptors AllowIsolate BlockIOAccounting Broadcast CPUAccounting CPUSchedulingResetOnFork
     CacheDirectoryAccounting CoredumpReceive DefaultDependencies DeferReactivation FixedRandomDelay FlushPending
     ForceUnmount FreeBind GuessMainPID IOAccounting IPAccounting IgnoreOnIsolate IgnoreSIGPIPE KeepAlive LazyUnmount
     LockPersonality LogsDirectoryAccounting MakeDirectory MemoryAccounting MemoryDenyWriteExecute MemoryZSwapWriteback NoDelay NoNewPrivileges
     NonBlocking OnClockChange OnFailureIsolate OnTimezoneChange PassCredentials PassFileDescriptorsToExec PassPIDFD
     PassPacketInfo PassSecurity PermissionsStartOnly Persistent PrivateBPF PrivateDevices PrivateIPC PrivateNetwork
     PrivatePIDs ProtectClock ProtectKernelLogs ProtectKernelModules ProtectKernelTunables ReadWriteOnly RefuseManualStart
     RefuseManualStop RemainAfterElapse RemainAfterExit RemoveIPC RemoveOnStop RestrictRealtime RestrictSUIDSGID ReusePort
     RootDirectoryStartOnly RootEphemeral SELinuxContextFromNet SendSIGHUP SendSIGKILL SloppyOptions StateDirectoryAccounting
     StopWhenUnneeded SurviveFinalKillSignal SyslogLevelPrefix TTYReset TTYVHangup TTYVTDisallocate TasksAccounting
     Transparent WakeSystem Writable`,
  ],
  [words.booleanOrEmpty, 'BindLogSockets MemoryKSM MountAPIVFS SetLoginEnvironment'],
  [where('private-mounts-reset', words.booleanOrEmpty, words.boolean), 'PrivateMounts'],
  [words.privateTmp, 'PrivateTmp'],
  [words.privateUsers, 'PrivateUsers'],
  [words.protectControlGroups, 'ProtectControlGroups'],
  [where('protect-hostname-by-name', sandbox.protectHostname, words.boolean), 'ProtectHostname'],
  [words.cpuSetPartition, 'CPUSetPartition'],
  [words.hugePages, 'MemoryTHP'],
  [words.deferTrigger, 'DeferTrigger'],
  [words.collectMode, 'CollectMode'],
  [words.devicePolicy, 'DevicePolicy'],
  [words.keyringMode, 'KeyringMode'],
  [words.protectProc, 'ProtectProc'],
  [words.procSubset, 'ProcSubset'],
  [words.utmpMode, 'UtmpMode'],
  [words.jobMode, 'OnFailureJobMode OnSuccessJobMode'],
  [words.notifyAccess, 'NotifyAccess'],
  [words.protectHome, 'ProtectHome'],
  [words.protectSystem, 'ProtectSystem'],
  [words.preserveMode, 'RuntimeDirectoryPreserve'],
  [words.serviceType, 'Service.Type'],
  [words.exitType, 'ExitType'],
  [words.restart, 'Restart'],
  [words.restartMode, 'RestartMode'],
  [words.timeoutFailureMode, 'TimeoutStartFailureMode TimeoutStopFailureMode'],
  [words.bindIpv6Only, 'BindIPv6Only'],
  [words.oomPolicy, 'OOMPolicy'],
  [words.oomPreference, 'ManagedOOMPreference'],
  [words.ipTos, 'IPTOS'],
  [words.mountFlags, 'MountFlags'],
  [words.numaPolicy, 'NUMAPolicy'],
  [words.timestamping, 'Timestamping'],
  [words.socketProtocol, 'SocketProtocol'],
  [words.killMode, 'KillMode'],
  [words.ioClass, 'IOSchedulingClass'],
  [words.cpuPolicy, 'CPUSchedulingPolicy'],
  [sandbox.forWatched(words.oomMode), 'ManagedOOMSwap ManagedOOMMemoryPressure'],
  [words.facility, 'SyslogFacility'],
  [words.level, 'LogLevelMax SyslogLevel'],
  [words.emergencyAction, 'FailureAction JobTimeoutAction StartLimitAction SuccessAction'],
  [words.pressureWatch, 'CPUPressureWatch IOPressureWatch MemoryPressureWatch'],
  [words.storePreserve, 'FileDescriptorStorePreserve'],
  [words.personality, 'Personality'],
  [words.signal, 'FinalKillSignal KillSignal ReloadSignal RestartKillSignal WatchdogSignal'],

  [
    times.span,
    `AccuracySec CPUPressureThresholdSec DeferAcceptSec DeferTriggerMaxSec IOPressureThresholdSec JobRunningTimeoutSec JobTimeoutSec KeepAliveIntervalSec KeepAliveTimeSec
     LogRateLimitIntervalSec MemoryPressureThresholdSec PollLimitIntervalSec RandomizedDelaySec RandomizedOffsetSec RestartMaxDelaySec RestartRandomizedDelaySec RestartSec
     RuntimeMaxSec RuntimeRandomizedExtraSec StartLimitInterval StartLimitIntervalSec TimeoutCleanSec TimeoutIdleSec
     TimeoutSec TimeoutStartSec TimeoutStopSec TriggerLimitIntervalSec WatchdogSec`,
  ],
  [times.spanOrEmpty, `CPUQuotaPeriodSec TimeoutAbortSec`],
  [sandbox.forWatched(times.pressureDuration), 'ManagedOOMMemoryPressureDurationSec'],
  [times.nanoseconds, 'TimerSlackNSec'],
  [times.timer, 'OnActiveSec OnBootSec OnStartupSec OnUnitActiveSec OnUnitInactiveSec'],
  [times.calendar, 'OnCalendar'],

  [
    numbers.unsigned,
    `Backlog FileDescriptorStoreMax KeepAliveProbes LogRateLimitBurst MaxConnections MaxConnectionsPerSource PollLimitBurst
     RestartSteps StartLimitBurst TriggerLimitBurst`,
  ],
  [numbers.int, 'IPTTL Mark Socket.Priority'],
  [numbers.swapPriority, 'Swap.Priority'],
  [numbers.long, 'MessageQueueMaxMessages'],
  [numbers.messageSize, 'MessageQueueMessageSize'],
  [numbers.countOrInfinity, 'ActivatingConcurrencyMax ConcurrencyHardMax ConcurrencySoftMax'],
  [numbers.diskQuota, 'CacheDirectoryQuota LogsDirectoryQuota StateDirectoryQuota'],
  [numbers.nice, 'Nice'],
  [numbers.oomScore, 'OOMScoreAdjust'],
  [numbers.exitStatus, 'FailureActionExitStatus SuccessActionExitStatus'],
  [numbers.ttySize, 'TTYColumns TTYRows'],
  [numbers.ioPriority, 'IOSchedulingPriority'],
  [numbers.weight, 'IOWeight StartupIOWeight'],
  [numbers.cpuWeight, 'CPUWeight StartupCPUWeight'],
  [numbers.cpuShares, 'CPUShares StartupCPUShares'],
  [numbers.blockWeight, 'BlockIOWeight StartupBlockIOWeight'],
  [
    numbers.mode,
    `CacheDirectoryMode ConfigurationDirectoryMode DirectoryMode LogsDirectoryMode RuntimeDirectoryMode SocketMode
     StateDirectoryMode UMask`,
  ],
  [numbers.bufferSize, 'PipeSize ReceiveBuffer SendBuffer'],
  [sandbox.forWatched(numbers.pressureLimit), 'ManagedOOMMemoryPressureLimit'],
  [numbers.cpuQuota, 'CPUQuota'],
  [
    numbers.memoryLimit,
    `DefaultMemoryLow DefaultMemoryMin DefaultStartupMemoryLow MemoryHigh MemoryLimit MemoryLow MemoryMax MemoryMin
     MemorySwapMax MemoryZSwapMax StartupMemoryHigh StartupMemoryLow StartupMemoryMax StartupMemorySwapMax
     StartupMemoryZSwapMax`,
  ],
  [numbers.tasksMax, 'TasksMax'],
  [numbers.cpuSet, 'AllowedCPUs AllowedMemoryNodes StartupAllowedCPUs StartupAllowedMemoryNodes'],
  [numbers.cpuAffinity, 'CPUAffinity'],
  [numbers.numaMask, 'NUMAMask'],
  [numbers.cpuPriority, 'CPUSchedulingPriority'],

  [
    paths.path,
    `IPCNamespacePath NetworkNamespacePath SourcePath TTYPath USBFunctionDescriptors USBFunctionStrings
     UserNamespacePath Where`,
  ],
  [
    paths.pathSpec,
    `DirectoryNotEmpty IPEgressFilterPath IPIngressFilterPath ListenSpecial PathChanged PathExists PathExistsGlob
     PathModified`,
  ],
  [where('mount-node-tags', names.text, paths.path), 'Swap.What'],
  [paths.listenPath, 'ListenFIFO ListenMessageQueue ListenUSBFunction'],
  [paths.pathList, 'Symlinks'],
  [
    paths.namespacePaths,
    `ExecPaths ExtensionDirectories InaccessibleDirectories InaccessiblePaths NoExecPaths ReadOnlyDirectories ReadOnlyPaths
     ReadWriteDirectories ReadWritePaths`,
  ],
  [paths.mountsFor, 'RequiresMountsFor WantsMountsFor'],
  [paths.searchPath, 'ExecSearchPath'],
  [paths.environmentFile, 'EnvironmentFile'],
  [
    paths.conditionPath,
    ['Assert', 'Condition']
      .flatMap((kind) =>
        `DirectoryNotEmpty FileIsExecutable FileNotEmpty NeedsUpdate PathExists PathExistsGlob PathIsDirectory PathIsEncrypted
         PathIsMountPoint PathIsReadWrite PathIsSocket PathIsSymbolicLink`
          .split(/\s+/)
          .map((key) => kind + key),
      )
      .join(' '),
  ],
  [paths.workingDirectory, 'WorkingDirectory'],
  [paths.directories, 'CacheDirectory ConfigurationDirectory LogsDirectory RuntimeDirectory StateDirectory'],
  [mounts.bindPaths, 'BindPaths BindReadOnlyPaths'],
  [mounts.temporaryFileSystems, 'TemporaryFileSystem'],
  [mounts.mountImages, 'MountImages'],
  [mounts.extensionImages, 'ExtensionImages'],
  [devices.deviceAllow, 'DeviceAllow'],
  [devices.deviceAnd(numbers.weight, 'WEIGHT'), 'IODeviceWeight'],
  [devices.deviceAnd(numbers.blockWeight, 'WEIGHT'), 'BlockIODeviceWeight'],
  [devices.deviceAnd(times.span, 'SPAN'), 'IODeviceLatencyTargetSec'],
  [devices.deviceAnd(numbers.ioLimit, 'LIMIT'), 'IOReadBandwidthMax IOReadIOPSMax IOWriteBandwidthMax IOWriteIOPSMax'],
  [devices.deviceAnd(numbers.bandwidth, 'BYTES'), 'BlockIOReadBandwidth BlockIOWriteBandwidth'],
  [devices.bpfProgram, 'BPFProgram'],
  [mounts.rootHash, 'RootHash'],
  [paths.openFile, 'OpenFile'],
  [mounts.rootImageOptions, 'RootImageOptions'],

  [
    names.text,
    `Automount.ExtraOptions Description Mount.Options Mount.Type Mount.What PAMName PIDFile SmackLabel
     SmackLabelIPIn SmackLabelIPOut Swap.Options SyslogIdentifier UtmpIdentifier`,
  ],
  [where('reboot-argument-checked', names.rebootArgument, names.text), 'JobTimeoutRebootArgument RebootArgument'],
  [names.label, 'AppArmorProfile SELinuxContext SmackProcessLabel'],
  [names.descriptorName, 'FileDescriptorName'],
  [names.busName, 'BusName'],
  [names.logNamespace, 'LogNamespace'],
  [where('bind-to-device-checked', names.device, anything), 'BindToDevice'],
  [names.bindInterface, 'BindNetworkInterface'],
  [names.networkInterfaces, 'RestrictNetworkInterfaces'],
  [names.documentation, 'Documentation'],
  [names.environment, 'Environment'],
  [names.passEnvironment, 'PassEnvironment'],
  [names.unsetEnvironment, 'UnsetEnvironment'],
  [names.logFields, 'LogExtraFields'],
  [names.statusList, 'RestartForceExitStatus RestartPreventExitStatus SuccessExitStatus'],
  [credentials.loadCredential, 'LoadCredential LoadCredentialEncrypted'],
  [credentials.importCredential, 'ImportCredential'],
  [sandbox.forWatched(names.rules), 'OOMRules'],
  [names.nftSets, 'NFTSet'],
  [names.extendedAttribute, 'XAttrAccept XAttrEntryPoint XAttrListen'],
  [where('credentials-checked', credentials.setCredential, anything), 'SetCredential'],
  [credentials.setEncrypted, 'SetCredentialEncrypted'],
  [credentials.inputText, 'StandardInputText'],
  [credentials.inputData, 'StandardInputData'],
  [credentials.rootHashSignature, 'RootHashSignature'],
  [
    names.conditionText,
    ['Assert', 'Condition']
      .flatMap((kind) =>
        `ACPower Architecture CPUFeature CPUPressure CPUs Capability ControlGroupController Credential Environment Firmware
         FirstBoot Fraction Group Host IOPressure KernelCommandLine KernelModuleLoaded KernelVersion MachineTag Memory
         MemoryPressure OSRelease Security User Version Virtualization`
          .split(/\s+/)
          .map((key) => kind + key),
      )
      .join(' '),
  ],

  [streams.input, 'StandardInput'],
  [streams.outputOrOld, 'StandardError StandardOutput'],

  [network.addressPrefixes, 'IPAddressAllow IPAddressDeny'],
  [network.socketBind, 'SocketBindAllow SocketBindDeny'],
  [network.listen, 'ListenDatagram ListenSequentialPacket ListenStream'],
  [network.listenNetlink, 'ListenNetlink'],

  [sandbox.errno, 'SystemCallErrorNumber'],
  [where('system-calls-checked', sandbox.systemCalls, anything), 'SystemCallFilter'],
  [sandbox.systemCallLog, 'SystemCallLog'],
  [sandbox.architectures, 'SystemCallArchitectures'],
  [sandbox.addressFamilies, 'RestrictAddressFamilies'],
  [sandbox.namespaces, 'RestrictNamespaces'],
  [sandbox.delegateNamespaces, 'DelegateNamespaces'],
  [sandbox.refresh, 'RefreshOnReload'],
  [sandbox.delegate, 'Delegate'],
  [sandbox.delegateSubgroup, 'DelegateSubgroup'],
  [sandbox.disableControllers, 'DisableControllers'],
  [sandbox.coredumpFilter, 'CoredumpFilter'],
  [sandbox.fileSystems, 'RestrictFileSystems'],
  [
    limits.resourceLimit,
    `LimitAS LimitCORE LimitCPU LimitDATA LimitFSIZE LimitLOCKS LimitMEMLOCK LimitMSGQUEUE LimitNICE LimitNOFILE LimitNPROC
     LimitRSS LimitRTPRIO LimitRTTIME LimitSIGPENDING LimitSTACK`,
  ],

  [units.slice, 'Slice'],
  [units.triggered, 'Unit'],
  [units.service, 'Socket.Service'],
  [units.sockets, 'Sockets'],
  [
    units.dependencies,
    `After Before BindTo BindsTo Conflicts JoinsNamespaceOf OnFailure OnSuccess PartOf PropagateReloadFrom PropagateReloadTo
     PropagatesReloadTo PropagatesStopTo ReloadPropagatedFrom Requires RequiresOverridable Requisite RequisiteOverridable
     StopPropagatedFrom Upholds Wants`,
  ],
  [
    command,
    'ExecCondition ExecReload ExecReloadPost ExecStart ExecStartPost ExecStartPre ExecStop ExecStopPost ExecStopPre',
  ],
];

const BY_KEY: ReadonlyMap<string, Check> = new Map(
  ROWS.flatMap(([check, keys]) => keys.split(/\s+/).map((key) => [key, check] as const)),
);

/** The check of a key's values; undefined where none is known. */
export function checkFor(section: string, key: string): Check | undefined {
  return BY_KEY.get(`${section}.${key}`) ?? BY_KEY.get(key);
}

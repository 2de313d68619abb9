/** A small true example of every input format, and where in a root it is read: what mutation begins with. */

/** By path. Several of a kind, so that they can be spliced. */
export const FILES: Readonly<Record<string, string>> = {
  '/etc/systemd/system/web.service':
    '[Unit]\nDescription=Web %n on %H\nAfter=network.target db.service \\\n  cache.socket\nRequires=db.service\nConditionPathExists=|!/run/x\n[Service]\nType=notify\nUser=%i\nEnvironment="A=1 2" B=$A\nEnvironmentFile=-/etc/default/web*\nExecStartPre=/bin/sh -c "test -f /etc/x || exit 1"\nExecStart=@/opt/web web --port ${PORT} $OPTS %t/%n\nRestartSec=1min 20s\nMemoryMax=20%\n[Install]\nWantedBy=multi-user.target\nAlias=www.service\n',
  '/etc/systemd/system/db@.service':
    '[Unit]\nBindsTo=dev-%i.device\nBefore=web.service\nAfter=web.service\n[Service]\nExecStart=/opt/s.sh start\nRuntimeDirectory=db/%I\nSystemCallFilter=~@mount\nCapabilityBoundingSet=CAP_SYS_ADMIN\nLimitNOFILE=1024:infinity\n[Install]\nDefaultInstance=a\nWantedBy=multi-user.target\n',
  '/etc/systemd/system/x.socket': '[Socket]\nListenStream=[::1]:80\nListenDatagram=/run/x\nAccept=yes\n',
  '/etc/systemd/system/x.timer': '[Timer]\nOnCalendar=Mon..Fri *-*-* 00/2:30\nOnBootSec=5m\nUnit=web.service\n',
  '/etc/systemd/system/x.path': '[Path]\nPathExistsGlob=/var/spool/*\nUnit=web.service\n',
  '/etc/systemd/system/srv-data.mount':
    '[Mount]\nWhat=UUID=ab-cd\nWhere=/srv/data\nOptions=noauto,x-systemd.requires=db.service\n',
  '/etc/systemd/system/web.service.d/10.conf':
    '[Unit]\nAfter=\nAfter=other.target\n[Service]\nExecStart=\nExecStart=/bin/true\n',
  '/usr/lib/systemd/system/multi-user.target': '[Unit]\nDescription=Multi\nRequires=basic.target\nAfter=basic.target\n',
  '/usr/lib/systemd/system/basic.target': '[Unit]\nRequires=sysinit.target\nAfter=sysinit.target\n',
  '/usr/lib/systemd/system/sysinit.target': '[Unit]\nDefaultDependencies=no\n',
  '/etc/systemd/system-preset/10.preset': 'enable web.*\ndisable [a-c]*@.service x y\nignore *\n',
  '/etc/systemd/system.conf': '[Manager]\nDefaultTimeoutStartSec=90s\nDefaultEnvironment=A=b\n',
  '/etc/os-release': 'ID=debian\nVERSION_ID="12"\nNAME=\'x y\'\n',
  '/etc/fstab':
    'UUID=1-2 / ext4 defaults 0 1\n/dev/sda2 /srv/my\\040data xfs noauto,x-systemd.automount,x-systemd.idle-timeout=1min,nofail 0 2\nnfs:/x /mnt/n nfs _netdev,bg 0 0\n/swap none swap pri=3 0 0\n',
  '/etc/crypttab': 'luks UUID=1-2 /etc/key luks,nofail,x-initrd.attach,keyfile-timeout=2s\nb /dev/sdb - swap\n',
  '/proc/cmdline':
    'root=/dev/sda1 ro quiet systemd.unit=rescue.target systemd.mask=a.service rd.luks.uuid=x systemd.run="/bin/x y" 3\n',
  '/etc/crontab':
    'MAILTO=root\nPATH=/bin\n*/5 0-7 1,15 * mon-fri root /bin/true > /dev/null\n@daily root test -x /bin/a && /bin/a\n',
  '/etc/netplan/01.yaml':
    'network:\n  version: 2\n  ethernets:\n    eth0: {dhcp4: true, optional: false}\n    "eth1":\n      addresses:\n      - 10.0.0.1/24\n',
  '/etc/containers/systemd/a.container':
    '[Container]\nImage=b.image\nVolume=c.volume:/x\nNetwork=d.network\n[Service]\nRestart=always\n',
  '/etc/containers/systemd/c.volume': '[Volume]\nDevice=/dev/sdb\nType=xfs\nVolumeName=c\n',
  '/etc/containers/systemd/e.kube': '[Kube]\nYaml=/etc/e.yaml\n[Install]\nWantedBy=default.target\n',
  '/etc/containers/systemd/p@.pod': '[Pod]\nPodName=p-%i\n[Install]\nDefaultInstance=a\n',
  '/etc/systemd/system/x.automount': '[Automount]\nWhere=/srv/data\nTimeoutIdleSec=1min\nExtraOptions=a,b\n',
  '/etc/systemd/system/dev-sdc.swap': '[Swap]\nWhat=/dev/sdc\nOptions=discard,pri=3\nPriority=5\n',
  '/etc/systemd/system/a-b.slice': '[Slice]\nMemoryMax=50%\nCPUQuota=20%\n[Unit]\nBefore=slices.target\n',
  '/etc/systemd/user/web.service': '[Service]\nExecStart=%h/bin/web %t\n[Install]\nWantedBy=default.target\n',
  '/etc/systemd/zram-generator.conf': '[zram0]\nzram-size = min(ram / 2, 4096)\nfs-type=ext2\nmount-point=/var/a b\n',
  '/etc/veritytab': 'root /dev/a /dev/b ab12 superblock=no,hash-offset=1M\n',
  '/etc/integritytab': 'i PARTUUID=1-2 - allow-discards,mode=journal\n',
  '/boot/grub/grub.cfg':
    'set default="1>0"\nif [ x = y ]; then\n set default=2\nfi\nmenuentry "a" --class b {\n linux /vmlinuz root=/dev/sda1 ro init=/bin/x\n}\nsubmenu \'c\' {\n menuentry d { linux /e systemd.unit=rescue.target\n }\n}\n',
  '/boot/loader/entries/a.conf': 'title A\nlinux /vmlinuz\noptions root=UUID=1-2 $kernelopts quiet\n',
  '/etc/default/grub': 'GRUB_DEFAULT=saved\nGRUB_CMDLINE_LINUX="quiet \'a b\'"\n',
  '/etc/kernel/cmdline': 'root=/dev/sda2 rd.luks.name=ab=c rd.luks.options=timeout=5s\n',
  '/var/lib/dpkg/status':
    'Package: systemd\nStatus: install ok installed\nVersion: 252.1-1\nDescription: x\n y\n\nPackage: web\nStatus: deinstall ok config-files\nVersion: 1\n',
  '/etc/postgresql/15/main/start.conf': 'auto # c\n',
  '/etc/ssh/sshd_config': 'Port 22\nListenAddress [::]:2222\n',
  '/etc/machine-id': 'uninitialized\n',
  '/etc/nfs.conf': '[general]\npipefs-directory = "/var/lib/x"\n',
  '/etc/exports': '/srv *(rw)\n"/a b" 10.0.0.0/8(ro) # c\n',
  '/etc/default/openvpn': 'AUTOSTART="a b" # c\n',
  '/etc/lvm/lvm.conf': 'global {\n event_activation = 1 # c\n}\n',
  '/etc/inittab':
    'id:2:initdefault:\nsi::sysinit:/etc/init.d/rcS\nl2:2:wait:/etc/init.d/rc 2\n1:2345:respawn:/sbin/getty 38400 tty1\n',
  '/etc/insserv.conf': '$local_fs +mountall $network\n$network networking\n<interactive> keyboard\n',
  '/etc/init.d/web':
    '#!/bin/sh\n### BEGIN INIT INFO\n# Provides: web www\n# Required-Start: $local_fs $remote_fs\n# Should-Start: db\n# Required-Stop: $all\n# Default-Start: 2 3 4 5\n# Default-Stop: 0 1 6\n# X-Start-Before: x\n# X-Interactive: true\n### END INIT INFO\n# chkconfig: 2345 20 80\n. /lib/lsb/init-functions\nDAEMON=/usr/sbin/web\n[ -x "$DAEMON" ] || exit 0\ncase "$1" in\n start|"") start-stop-daemon --start --pidfile /run/w --exec $DAEMON -- ${OPTS:-a b} ;;\n *) echo "usage: ${0##*/}" >&2; exit 1 ;;\nesac\n',
  '/etc/init.d/db':
    '#!/bin/sh\n### BEGIN INIT INFO\n# Provides: db\n# Required-Start: web\n# Default-Start: S\n### END INIT INFO\ninit_is_upstart && exit 1\n',
  '/etc/init/web.conf':
    'description "web"\nstart on (started db and net-device-up IFACE!=lo) or runlevel [2345]\nstop on runlevel [!$RUNLEVEL]\nenv A="b c"\nexport A\ninstance $A\nexpect fork\nrespawn limit 10 5\npre-start script\n  [ -f /etc/default/web ] && . /etc/default/web\n  initctl emit --no-wait web-up A=$A${A:-d}\nend script\nexec /usr/sbin/web $A\n',
  '/etc/init/db.conf':
    'start on startup\ntask\nscript\n  start web A=1 || true\n  status x | grep -q start\n  telinit 2\nend script\n',
  '/etc/init/web.override': 'manual\nstart on filesystem\n',
  '/etc/network/interfaces':
    'auto lo eth0\niface lo inet loopback\niface eth0 inet dhcp\nsource /etc/network/interfaces.d/*\n',
  '/opt/s.sh':
    '#!/bin/bash -e\nset -- a "b c" $@\nfor i in 1 2 3; do A="$A$i$(basename /x/y.sh .sh)"; done\nf() { local x=$1; shift; if [ "$x" = a -o ! -d /etc ]; then exec /usr/bin/env -i B=c /bin/x "$@"; fi; }\nwhile read l; do case $l in a*|[b-d]?) break;; esac; done <<E\nx\nE\nf a ${A%%2*} "${B:=q}" `uname -s` $((1+2)) || eval "f $A"\nsource /etc/default/web\n',
  '/usr/bin/nova':
    '#!/usr/bin/python3\nimport sys\nfrom nova.cmd.compute import main as run\nif __name__ == "__main__":\n    sys.exit(run())\n',
  '/etc/nova/nova.conf':
    '[DEFAULT]\ntransport_url = rabbit://u:p@h:5672/,v:q@i\n# c\ndebug = true\n[database]\nconnection=mysql://a:b@c/d\n  more\n',
};

/** Recorded texts, read by themselves. */
export const RECORDS: readonly string[] = [
  'Manager: systemd 252 (252.1-1)\nFeatures: +PAM\n-> Unit a.service:\n\tDescription: x\n\tUnit Load State: loaded\n\tInactive Exit Timestamp: Tue 2026-11-24 21:34:59 UTC\n\tActive Enter Timestamp: Tue 2026-11-24 21:35:01 UTC\n\tName: b.service\n\tRequires: c.target (origin-file destination-implicit)\n\tAfter: c.target (origin-default)\n-> Job 12:\n\tAction: a.service -> start\n\tState: waiting\n',
  '[{"name":"a.service","activating":1000,"activated":2000,"deactivating":0,"time":1000}]',
  '{"MESSAGE_ID":"7d4958e842da4a758f6c1cdc7b36dcc5","UNIT":"a.service","_BOOT_ID":"b","__MONOTONIC_TIMESTAMP":"5"}\n',
  '__MONOTONIC_TIMESTAMP=5\n_BOOT_ID=b\nMESSAGE_ID=39f53479d3a045ac8e11786248231fbf\nUNIT=a.service\n\n',
  '1.234s a.service\n 200ms b.mount\n',
  'graphical.target @3.2s\n└─multi-user.target @3.2s\n  └─a.service @1s +2.1s\n',
  'Id=a.service\nNames=a.service b.service\nRequires=c.target\nInactiveExitTimestampMonotonic=5\n\nId=c.target\n',
  'Nov 24 21:34:59 h systemd[1]: Starting a.service - A...\nNov 24 21:35:00 h systemd[1]: Started a.service - A.\n',
  '<svg><text class="left" x="1" y="2">a.service (1.2s)</text></svg>',
  '{"format":"bootscope/baseline@1","findings":[{"fingerprint":"ab"}]}',
  '{"waive":[{"rule":"*","reason":"r","unit":"a*"}]}',
];

/** Words that mean something somewhere. */
export const DICTIONARY: readonly string[] =
  '[Unit] [Service] [Install] After= Before= Requires= ExecStart= Wants=%i Type=dbus WantedBy= \\\n %% %n %i %I %j %H %d %E %v %: %{ * ? [ [!a-z] [z-a] [[:alpha:]] ] ** $A ${A} ${A:-$A} $(A) $(( `a` "$@" $# || && | ; ;; { } ( ) if then elif else fi case esac in for do done while <<E E\n . source eval exec exit set -- shift \\ " \' # = + - ! @ : , / // /../ ../.. . ~ \\x2d \\040 \\n \u0000 \r \n\n \t \u001b[31m \u202e \u2028 \ufffd \ud800 \ufdd0 \ufdee 😀 é 0 -1 1e309 99999999999999999999 0x10 infinity start stop on and or not end script expect fork instance env export $local_fs $all $null +x <interactive> ### BEGIN INIT INFO ### END INIT INFO # Provides: # Required-Start: [::]: -.mount a.service b@.service c@d.service default.target dev-sda.device null true [] {} "" __proto__ constructor toString hasOwnProperty'
    .split(' ')
    .concat([
      ' ',
      'a'.repeat(300),
      '\\'.repeat(40),
      '('.repeat(200),
      '{'.repeat(200),
      '[[],'.repeat(100),
      '${a:-'.repeat(150),
      '\n'.repeat(50),
    ]);

/** What is started once the boot runs: timers, paths, sockets, an automount, a bus name, commands of a script. Who was started by what is compared. */
import { type Files, type Prepared, STAYS, UNITS, unit, wanted } from './prepared.ts';

const SCRIPT = '/usr/local/bin/t-kick';

/** Each starts a service of its own name. Some never do: what they wait for does not come. */
const TRIGGERS: Readonly<Record<string, string>> = {
  't-boot.timer': '[Timer]\nOnBootSec=1\n',
  't-active.timer': '[Timer]\nOnActiveSec=1\n',
  't-startup.timer': '[Timer]\nOnStartupSec=1\n',
  't-calendar.timer': '[Timer]\nOnCalendar=*-*-* *:*:*\nAccuracySec=1\n',
  't-persistent.timer': '[Timer]\nOnCalendar=yearly\nPersistent=yes\n',
  't-again.timer': '[Timer]\nOnUnitActiveSec=1\n',
  't-idle.timer': '[Timer]\nOnUnitInactiveSec=1\n',
  't-random.timer': '[Timer]\nOnBootSec=1\nRandomizedDelaySec=1\n',
  't-path.path': '[Path]\nPathExists=/etc/passwd\n',
  't-glob.path': '[Path]\nPathExistsGlob=/etc/pass*\n',
  't-folder.path': '[Path]\nDirectoryNotEmpty=/etc\n',
  't-touched.path': '[Path]\nPathChanged=/run/t-touched\n',
  't-nowhere.path': '[Path]\nPathExists=/srv/nowhere\n',
  't-fifo.socket': '[Socket]\nListenFIFO=/run/t-fifo\n',
};

/** In a script that the boot runs. Each `t-c-` unit is started by one of these, or by none. */
const COMMANDS = `#!/bin/sh
systemctl start --no-block t-c-start.service
systemctl --no-block restart t-c-restart
systemctl reload-or-restart --no-block t-c-reload.service
systemctl try-restart --no-block t-c-try.service
systemctl enable --now --no-block t-c-enable.service
service t-c-service start
invoke-rc.d t-c-invoke start
[ -e /srv/nowhere ] && systemctl start t-c-not.service
if [ -e /etc/passwd ]; then systemctl start --no-block t-c-if.service; fi
NAME=t-c-variable
systemctl start --no-block "$NAME.service"
for one in t-c-first t-c-second; do systemctl start --no-block $one; done
kick() { systemctl start --no-block "$1"; }
kick t-c-function
systemctl start --no-block t-c-at@one.service
systemctl start --no-block t-c-group.target
touch /run/t-touched
echo x > /run/t-fifo
ls /srv/auto > /run/t-list
busctl call org.example.Kicked / org.example.Kicked Do || true
`;

/** What is no service of its own name. */
const OTHERS: ReadonlySet<string> = new Set(['t-c-at', 't-c-group']);

export function later(): Prepared {
  const started = [
    ...[...COMMANDS.matchAll(/t-c-[a-z]+/g)].flatMap(([name]) => (OTHERS.has(name) ? [] : [name])),
    ...Object.keys(TRIGGERS).map((name) => name.replace(/\.[a-z]+$/, '')),
  ];
  const files: Record<string, string> = {};
  for (const name of started) files[`${UNITS}/${name}.service`] = `${STAYS}[Install]\nWantedBy=graphical.target\n`;
  for (const [name, text] of Object.entries(TRIGGERS)) Object.assign(files, wanted(name, text));
  const more: Files = {
    ...wanted('t-kick.service', unit('After=dbus.socket', `[Service]\nType=oneshot\nExecStart=/bin/sh ${SCRIPT}\n`)),
    [SCRIPT]: COMMANDS,
    [`${UNITS}/t-c-at@.service`]: unit('Wants=t-c-with-instance.service', STAYS),
    [`${UNITS}/t-c-with-instance.service`]: STAYS,
    [`${UNITS}/t-c-group.target`]: '[Unit]\nRequires=t-c-member.service\n',
    [`${UNITS}/t-c-member.service`]: STAYS,
    ...wanted('srv-auto.automount', '[Automount]\nWhere=/srv/auto\n'),
    [`${UNITS}/srv-auto.mount`]: '[Mount]\nWhat=none\nWhere=/srv/auto\nType=tmpfs\n',
    '/srv/auto/.keep': '',
    [`${UNITS}/t-called.service`]: STAYS,
    [`${UNITS}/dbus-org.example.Kicked.service`]: '-> t-called.service',
    '/usr/share/dbus-1/system-services/org.example.Kicked.service':
      '[D-BUS Service]\nName=org.example.Kicked\nExec=/bin/false\nUser=root\nSystemdService=dbus-org.example.Kicked.service\n',
  };
  return { healthy: { ...files, ...more }, broken: {}, breakages: [] };
}

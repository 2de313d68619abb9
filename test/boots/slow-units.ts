/** Units that make a boot slow in the ways that speed-up knows, laid over any root. */
import { type Files, UNITS } from './prepared/prepared.ts';

const oneshot = (seconds: number): string => `[Service]\nType=oneshot\nExecStart=/bin/sleep ${seconds}\n`;
const wanted = (by: string): string => `[Install]\nWantedBy=${by}\n`;

const SLOW: Readonly<Record<string, string>> = {
  // A report that only multi-user.target waits for.
  'slow-report.service': `[Unit]\nDescription=Slow report\n${oneshot(16)}${wanted('multi-user.target')}`,
  // One service after another that it does not ask for.
  'slow-cache.service': `[Unit]\nDescription=Slow cache\n${oneshot(6)}${wanted('multi-user.target')}`,
  'slow-app.service': `[Unit]\nDescription=Slow app\nAfter=slow-cache.service\n${oneshot(5)}${wanted('multi-user.target')}`,
  // The network takes its time, and two wait for it.
  'slow-link.service': `[Unit]\nDescription=Slow link\nBefore=network-online.target\n${oneshot(6)}${wanted('network-online.target')}`,
  'slow-feed.service': `[Unit]\nDescription=Slow feed\nAfter=network-online.target\nWants=network-online.target\n${oneshot(1)}${wanted('multi-user.target')}`,
  'slow-mirror.service': `[Unit]\nDescription=Slow mirror\nAfter=network-online.target\nWants=network-online.target\n${oneshot(0.5)}${wanted('multi-user.target')}`,
  // A service beside its own socket.
  'slow-api.socket': `[Unit]\nDescription=Slow API\n[Socket]\nListenStream=/run/slow-api\n${wanted('sockets.target')}`,
  'slow-api.service': `[Unit]\nDescription=Slow API\n[Service]\nExecStartPre=/bin/sleep 4.5\nExecStart=/bin/sleep infinity\n${wanted('multi-user.target')}`,
};

/**
 * The whole, and without some of its units, so that another of them is what the boot's length rests on.
 * @param scale of the seconds that each takes
 */
export function slowUnits(without: readonly string[] = [], scale = 1): Files {
  const units = Object.entries(SLOW)
    .filter(([name]) => !without.includes(name))
    .map(([name, text]): [string, string] => [
      name,
      text.replace(/sleep ([\d.]+)/, (_, seconds) => `sleep ${Number(seconds) * scale}`),
    ]);
  return Object.fromEntries(
    units.flatMap(([name, text]) => [
      [`${UNITS}/${name}`, text],
      [`${UNITS}/${/WantedBy=(\S+)/.exec(text)?.[1]}.wants/${name}`, `-> ${UNITS}/${name}`],
    ]),
  );
}

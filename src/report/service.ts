/** `service NAME restart` in words: what it acts on, and what restarting means there (service(8), systemctl(1)). */
import type { ServiceTarget } from '../answers/service-acts-on.ts';

export function serviceText({ name, on, others }: ServiceTarget): string {
  const left = others.flatMap(({ fragment }) => (fragment === null ? [] : [fragment]));
  const alone = left.length === 0 ? '' : `; ${left.join(' and ')} ${left.length === 1 ? 'is' : 'are'} left alone`;
  switch (on.type) {
    case 'service':
      return `"service ${name} restart" acts on ${on.id}: systemd stops it and starts it again${alone}.`;
    case 'job':
      return `"service ${name} restart" acts on the job ${on.fragment}: "stop", then "start", which reads the job anew${alone}.`;
    default:
      return `"service ${name} restart" runs "${on.fragment} restart": what that does is the script's own${alone}.`;
  }
}

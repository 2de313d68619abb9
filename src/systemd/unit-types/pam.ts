import type { Loading } from '../loading.ts';
import { bad, type Refusal } from './common.ts';

/** PAM sessions need their processes to be killed together: `mixed` is enough for services, from 256 on for all. */
export function pamRefusal(at: Loading, section: string): Refusal | undefined {
  const mixed = section === 'Service' || at.does('pam-takes-mixed-kill-mode');
  const enough = mixed ? ['control-group', 'mixed'] : ['control-group'];
  if (!at.read.text(section, 'PAMName') || enough.includes(killMode(at, section))) return undefined;
  return bad(`Unit has PAM enabled. Kill mode must be ${enough.join(' or ')}. Refusing.`);
}

function killMode(at: Loading, section: string): string {
  return at.read.choice(section, 'KillMode', ['control-group', 'process', 'mixed', 'none'])?.value ?? 'control-group';
}

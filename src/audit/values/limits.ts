/** LimitNOFILE= and its like. */
import { type Check, ignored, type Place } from './check.ts';
import { integer, size } from './numbers.ts';
import { spanLength } from './times.ts';

/** rlimit_parse: one limit, or SOFT:HARD. */
export const resourceLimit: Check = (value, at) => {
  const [soft = '', hard = soft, more] = value.split(':');
  const [low, high] = [amount(soft, at), amount(hard, at)];
  if (more !== undefined || low === undefined || high === undefined)
    return ignored(value, 'is no limit (one, or SOFT:HARD), and not infinity');
  return low > high ? ignored(value, 'has a soft limit above the hard one') : undefined;
};

const BYTES = new Set(['FSIZE', 'DATA', 'STACK', 'CORE', 'RSS', 'AS', 'MEMLOCK', 'MSGQUEUE']);
/** RLIM_INFINITY, which may not be written as a number. */
const UNLIMITED = (1n << 64n) - 1n;

function amount(text: string, { setting }: Place): bigint | undefined {
  const kind = setting.key.slice('Limit'.length);
  if (kind === 'NICE') {
    if (!/^[+-]/.test(text)) return integer(text, [0n, 40n]);
    const level = integer(text, [-20n, 19n]);
    return level === undefined ? undefined : 20n - level;
  }
  if (text === 'infinity') return UNLIMITED;
  const value =
    kind === 'CPU' || kind === 'RTTIME'
      ? spanLength(text, kind === 'CPU' ? 's' : 'us')
      : BYTES.has(kind)
        ? size(text, 1024)
        : integer(text, [0n, UNLIMITED]);
  return value === undefined || value >= UNLIMITED ? undefined : value;
}

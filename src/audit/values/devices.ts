/** Devices with what is allowed or limited for them, and programs of the kernel's filters. */
import { DEVICE_ALLOW } from '../../systemd/values.ts';
import { firstWord } from '../../systemd/words.ts';
import { type Check, expanded, ignored, orEmpty } from './check.ts';
import { absolute, any } from './paths.ts';

/** A device, or with a word that matters behind it: DEVICE VALUE. */
export const deviceAnd = (check: Check, what: string): Check =>
  orEmpty((value, at) => {
    const first = firstWord(value, { unquote: true });
    if (!('word' in first) || first.rest === undefined || first.rest === '')
      return ignored(value, `is no DEVICE ${what}`);
    return expanded(any)(first.word, at) ?? check(first.rest, at);
  });

/** config_parse_device_allow. */
export const deviceAllow: Check = orEmpty((value, at) => {
  const first = firstWord(value, { unquote: true });
  if (!('word' in first)) return ignored(value, 'is no DEVICE RIGHTS');
  const wrong = expanded((text, place) => {
    if (DEVICE_ALLOW.group.test(text)) return undefined;
    return (
      any(text, place) ?? (DEVICE_ALLOW.node.test(text) ? undefined : ignored(text, 'is no device node below /dev'))
    );
  })(first.word, at);
  if (wrong) return wrong;
  const rights = first.rest ?? '';
  return DEVICE_ALLOW.rights.test(rights) ? undefined : ignored(rights, 'are no rights made of r, w and m');
});

/** config_parse_bpf_foreign_program: TYPE:PATH. */
export const bpfProgram: Check = orEmpty((value, at) => {
  const first = firstWord(value, { separators: ':' });
  if (!('word' in first) || first.rest === undefined) return ignored(value, 'is no TYPE:PATH');
  if (!BPF_TYPES.has(first.word)) return ignored(first.word, 'is no type of BPF program');
  return expanded(absolute)(first.rest, at);
});

const BPF_TYPES = new Set(
  `egress ingress sock_create sock_ops device bind4 bind6 connect4 connect6 post_bind4 post_bind6 sendmsg4 sendmsg6 sysctl
   recvmsg4 recvmsg6 getsockopt setsockopt`.split(/\s+/),
);

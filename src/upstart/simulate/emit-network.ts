/** The events of ifupdown's hook, and of the udev bridge for the interfaces that the configuration counts on. */
import type { Declaration } from '../../graph/model.ts';
import type { Interface } from './interfaces.ts';
import { emitsProof, expanded, proofOf, type Writing } from './steps.ts';

/** ifupdown's if-up.d/upstart: an event for each interface, and one when every `auto` interface is up. Nobody waits for them. */
export function writeIfup(writing: Writing, args: readonly string[], line: number): void {
  const { job, context, env } = writing;
  const { interfaces, ifupHook } = context.facts;
  const declares = job.stanzas.some(
    (one) => one.key === 'emits' && /^(net-device-up|static-network-up)$/m.test(one.words.join('\n')),
  );
  if (ifupHook === undefined && !declares) return;
  const all = args.includes('-a') || args.includes('--all');
  const names = new Set(args.map((arg) => expanded(arg, env, writing)));
  for (const one of interfaces) {
    if (!one.auto || context.up.has(one.name) || !(all || names.has(one.name))) continue;
    context.up.add(one.name);
    writeUp(writing, one, line);
  }
}

function writeUp(writing: Writing, one: Interface, line: number): void {
  const { job, context } = writing;
  const { interfaces, ifupHook } = context.facts;
  const by = `upstart:${job.name}`;
  const hook: Declaration[] =
    ifupHook === undefined ? [] : [{ by, origin: 'script', how: 'rule', rule: 'upstart-ifupdown', file: ifupHook }];
  const table: Declaration[] =
    one.line === undefined
      ? []
      : [{ by, origin: 'file', how: 'line', file: one.file, line: one.line, as: `auto ${one.name}` }];
  const proof = (event: string) => [...emitsProof(job, event), proofOf(writing, line, 'ifup'), ...hook, ...table];
  const env = [`IFACE=${one.name}`, `LOGICAL=${one.name}`, `ADDRFAM=${one.family}`, `METHOD=${one.method}`];
  writing.steps.push({
    do: 'emit',
    event: 'net-device-up',
    env,
    wait: false,
    certainty: 'modelled',
    proof: proof('net-device-up'),
  });
  if (interfaces.every(({ name, auto }) => !auto || context.up.has(name)))
    writing.steps.push({
      do: 'emit',
      event: 'static-network-up',
      env: [],
      wait: false,
      certainty: 'modelled',
      proof: proof('static-network-up'),
    });
}

/** The loopback, and the network devices that the configuration counts on; what other hardware there is, no disk tells. */
export function writeDevices(writing: Writing, line: number): void {
  const { bridge, facts } = writing.context;
  const by = `upstart:${bridge?.job.name ?? writing.job.name}`;
  for (const one of facts.interfaces) {
    const path = one.name === 'lo' ? '/devices/virtual/net/lo' : `/devices/pci/net/${one.name}`;
    const proof: Declaration[] = [
      proofOf(writing, line),
      {
        by,
        origin: 'script',
        how: 'rule',
        rule: 'upstart-udev-bridge',
        ...(bridge === undefined ? {} : { file: bridge.job.file, line: bridge.line }),
      },
      {
        by,
        origin: 'file',
        how: 'line',
        file: one.file,
        ...(one.line === undefined ? {} : { line: one.line }),
        as: one.line === undefined ? 'the loopback interface is in every kernel' : `auto ${one.name}`,
      },
    ];
    const env = [`KERNEL=${one.name}`, `DEVPATH=${path}`, 'SUBSYSTEM=net', 'ACTION=add', `INTERFACE=${one.name}`];
    writing.steps.push({ do: 'emit', event: 'net-device-added', env, wait: false, certainty: 'modelled', proof });
  }
}

import { describe, expect, it } from 'vitest';
import { isIn, list } from '../../src/answers/list.ts';
import { exampleRoot } from '../audit/example-root.ts';

const VENDOR = '/usr/lib/systemd/system';
const SERVICE = '[Service]\nExecStart=/bin/true\n';
const opened = exampleRoot(
  {},
  {
    [`${VENDOR}/own.target`]: '[Unit]\nWants=web.service skip.service refuse.service web.timer\n',
    [`${VENDOR}/multi-user.target.wants/own.target`]: { link: '../own.target' },
    [`${VENDOR}/web.service`]: SERVICE,
    [`${VENDOR}/skip.service`]: `[Unit]\nConditionPathExists=/etc/no-such\n${SERVICE}`,
    [`${VENDOR}/refuse.service`]: `[Unit]\nAssertPathExists=/etc/no-such\n${SERVICE}`,
    [`${VENDOR}/web.timer`]: '[Timer]\nOnCalendar=daily\nUnit=job.service\n',
    [`${VENDOR}/job.service`]: SERVICE,
    [`${VENDOR}/idle.service`]: SERVICE,
    [`${VENDOR}/gate@.service`]: SERVICE,
    '/etc/hostname': 'example\n',
    '/etc/machine-id': '0123456789abcdef0123456789abcdef\n',
  },
);
const rows = new Map(list(opened).map((unit) => [unit.name, unit]));
const of = (name: string) => rows.get(name);

describe('list', () => {
  it('a unit that is wanted is started, one that nothing asks for is not', () => {
    expect([of('web.service')?.started, of('idle.service')?.started]).toEqual(['always', 'never']);
  });

  it('a unit whose condition is not met is skipped, one whose assertion is not met is refused', () => {
    expect([of('skip.service')?.fate, of('refuse.service')?.fate]).toEqual(['skipped', 'refused']);
  });

  it('what a started timer starts comes later', () => {
    expect(of('job.service')).toMatchObject({ started: 'never', later: ['web.timer'] });
  });

  it('a template is listed, though only its instances are ever loaded', () => {
    expect(of('gate@.service')).toMatchObject({ template: true, load: null, enabled: 'static' });
  });

  it('the mount of the root is up before the boot begins: it is neither started nor left out', () => {
    const root = of('-.mount');
    expect(root?.already).toBe(true);
    expect(root !== undefined && isIn(root, ['not-started'])).toBe(false);
  });

  it('units come by type, then by name', () => {
    const names = [...rows.values()].filter(({ type }) => type === 'service').map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    const types = [...rows.values()].map(({ type }) => type);
    expect(types).toEqual([...types].sort());
  });

  it.each([
    ['skipped', ['skip.service']],
    ['refused', ['refuse.service']],
    ['later', ['job.service']],
  ] as const)('--state %s', (state, names) => {
    expect([...rows.values()].filter((unit) => isIn(unit, [state])).map(({ name }) => name)).toEqual(names);
  });
});

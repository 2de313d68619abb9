import { describe, expect, it } from 'vitest';
import { type Tree, tree } from '../../src/answers/tree.ts';
import { plain } from '../../src/report/style.ts';
import { treeText } from '../../src/report/tree.ts';
import { exampleRoot } from '../audit/example-root.ts';

const VENDOR = '/usr/lib/systemd/system';
const SERVICE = '[Service]\nExecStart=/bin/true\n';
const opened = exampleRoot(
  {},
  {
    [`${VENDOR}/own.target`]: '[Unit]\nWants=web.service gone.service\n',
    [`${VENDOR}/multi-user.target.wants/own.target`]: { link: '../own.target' },
    [`${VENDOR}/web.service`]: `[Unit]\nRequires=db.service\nWants=db.service own.target\n${SERVICE}`,
    [`${VENDOR}/db.service`]: SERVICE,
    [`${VENDOR}/part.service`]: `[Unit]\nPartOf=own.target\n${SERVICE}`,
  },
);
const own = (units: Tree): readonly string[] =>
  units.branches
    .filter(({ unit }) => !/^(sysinit|basic|system|-)/.test(unit))
    .map(({ unit, depth, edge }) => `${depth} ${unit}${edge === null ? '' : ` ${edge.type}`}`);

describe('tree', () => {
  it('a target leads to what it wants, and to what is part of it; services are followed only when all are', () => {
    expect(own(tree(opened, 'own.target'))).toEqual([
      '0 own.target',
      '1 gone.service Wants',
      '1 part.service PartOf',
      '1 web.service Wants',
    ]);
  });

  it('of two edges to one unit the stronger is told, and a circle ends where it comes back', () => {
    const all = tree(opened, 'own.target', { all: true });
    expect(own(all).filter((line) => line.startsWith('2'))).toEqual(['2 db.service Requires', '2 own.target Wants']);
    expect(all.branches.find(({ unit, depth }) => unit === 'own.target' && depth === 2)?.repeated).toBe(true);
  });

  it('backwards it leads up to the default target, and names what comes back in a circle', () => {
    const up = tree(opened, 'web.service', { reverse: true });
    expect(own(up)).toEqual([
      '0 web.service',
      '1 own.target Wants',
      '2 multi-user.target Wants',
      '2 web.service Wants',
    ]);
  });

  it('each branch is drawn with the line or link that makes it', () => {
    const text = plain(treeText(opened.graph, tree(opened, 'multi-user.target')));
    expect(text).toContain(`own.target  Wants: link ${VENDOR}/multi-user.target.wants/own.target`);
    expect(text).toContain('gone.service (not-found)  Wants: /usr/lib/systemd/system/own.target:2');
    expect(text).toContain('part.service (not started)  ConsistsOf: /usr/lib/systemd/system/part.service:2');
  });
});

import { keysOf, sectionsOf } from '../../behaviours/keys.ts';
import type { Setting } from '../../graph/model.ts';
import { type nearestNames, nearestOfMany } from '../../words/nearest-names.ts';
import { at } from '../context.ts';
import type { Rule } from '../rule.ts';

export const unknownKey: Rule = {
  id: 'unknown-key',
  severity: 'warning',
  statement: 'Every key stands in a section where systemd knows it.',
  why: 'systemd ignores a key that it does not know, with one line in its log that nobody reads: the setting simply has no effect.',
  mend: 'Correct the spelling, or move it to the section where it belongs.',
  example: {
    files: {
      '/etc/systemd/system/web.service': '[Unit]\nAfer=db.service\nRestart=always\n[Service]\nExecStart=/bin/true\n',
    },
    finds: ['/etc/systemd/system/web.service:2', '/etc/systemd/system/web.service:3'],
    mended: {
      '/etc/systemd/system/web.service': '[Unit]\nAfter=db.service\n[Service]\nRestart=always\nExecStart=/bin/true\n',
    },
  },
  *check({ keys }) {
    const nearest = nearestOfMany();
    for (const { unit, setting, knowledge } of keys) {
      if (knowledge !== 'unknown-key') continue;
      const { message, mend } = wordsFor(setting, unit.type, nearest);
      yield { message, unit: unit.id, ...at(setting), ...(mend === undefined ? {} : { mend }) };
    }
  },
};

function wordsFor(
  { section, key }: Setting,
  type: string,
  nearest: typeof nearestNames,
): { readonly message: string; readonly mend?: string } {
  const own = [`Unit`, 'Install', `${type[0]?.toUpperCase()}${type.slice(1)}`];
  const elsewhere = sectionsOf(key).filter((name) => own.includes(name));
  if (elsewhere.length > 0)
    return {
      message: `${key}= has no effect in [${section}]: it belongs to [${elsewhere.join('] or [')}].`,
      mend: `Move it to [${elsewhere[0]}].`,
    };
  const near = nearest(key, keysOf(section))[0];
  return {
    message: `systemd knows no ${key}= in [${section}] and ignores it${near === undefined ? '' : `; ${near}= may be meant`}.`,
    ...(near === undefined ? {} : { mend: `Write ${near}=, if that is meant.` }),
  };
}

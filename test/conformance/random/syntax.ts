/** What files look like when they are not neat: systemd.syntax(7) at its edges. */
import type { Dice } from './dice.ts';
import type { Names } from './names.ts';
import { settingLine } from './settings.ts';

/** The same lines with one or more oddities of syntax put in. */
export function roughen(d: Dice, n: Names, plain: readonly string[]): string {
  const lines = [...plain];
  const times = d.pick([1, 1, 2, 3]);
  for (let i = 0; i < times; i++) {
    const at = d.below(lines.length + 1);
    const line = lines[at] ?? '';
    const eq = line.indexOf('=');
    switch (d.below(20)) {
      case 0:
        if (eq > 0) lines.splice(at, 1, `${line.slice(0, eq + 1)} \\`, `  ${line.slice(eq + 1)}`);
        break;
      case 1:
        if (eq > 0) lines.splice(at, 1, `${line.slice(0, eq + 1)} \\`, '# within', '; too', line.slice(eq + 1));
        break;
      case 2:
        if (eq > 0) lines[at] = `  ${line.slice(0, eq)}  =  ${line.slice(eq + 1)}   `;
        break;
      case 3:
        lines.splice(at, 0, d.pick(['no assignment', '=value', 'Wants', '====', ' = x', '\\']));
        break;
      case 4:
        lines.splice(
          at,
          0,
          d.pick(['[Unknown]', '[X-Own]', '[]', '[Unit ]', '[ Unit]', '[unit]']),
          settingLine(d, n, 'Unit'),
        );
        break;
      case 5:
        lines.splice(at, 0, d.pick(['[Unit', '[Unit] x', '[', '[Un"it]', '[Un\\it]']));
        break;
      case 6:
        lines.splice(at, 0, '[Unit]', settingLine(d, n, 'Unit'));
        break;
      case 7:
        lines[0] = `\u00ef\u00bb\u00bf${lines[0]}`;
        break;
      case 8:
        lines.splice(at, 0, `Description=\u00ff\u00fe ${n.prefix}`, `Wants=${n.prefix}\u00c3.service`);
        break;
      case 9:
        lines.splice(0, 0, settingLine(d, n, 'Unit'));
        break;
      case 10:
        lines.splice(at, 0, `${line.slice(0, eq + 1)}`);
        break;
      case 11:
        if (eq > 0) lines[at] = `${line}\\\\`;
        break;
      case 12:
        lines[at] = `${line}\\`;
        break;
      case 13:
        lines.splice(at, 0, `Documentation=${'x'.repeat(d.pick([3000, 70_000]))}`);
        break;
      case 14:
        lines.splice(at, 0, d.pick(['   # a comment', '\t;x', '#', ';=', ' ', '\f']));
        break;
      case 15:
        if (eq > 0) lines[at] = `${line} # no comment`;
        break;
      case 16:
        lines.splice(at, 0, d.pick(['Wants=\u0001.service', 'Wants=a\u0000b.service', '\u0000', 'After=\u000b']));
        break;
      case 17:
        lines.splice(at, 0, d.pick(['.include /nowhere', '.include @', 'unit.Wants=x.service']));
        break;
      case 18:
        lines[at] = line.replace('=', d.pick([' =', '= ', ':', '\t=\t']));
        break;
      default:
        lines[at] = line.toLowerCase();
    }
  }
  const end = d.pick(['\n', '\n', '\n', '\n', '\r\n', '\n\n', '\n\r', '\r']);
  return d.pick([`${lines.join(end)}${end}`, `${lines.join(end)}${end}`, lines.join(end), `${lines.join(end)} \\`]);
}

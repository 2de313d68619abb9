import { expect, test } from 'vitest';
import { laterStartsOf } from '../../src/answers/graph.ts';
import { why } from '../../src/answers/why.ts';
import { graphJson } from '../../src/report/json.ts';
import { whyText } from '../../src/report/why.ts';
import { factsOfView } from '../../src/view/graph.ts';
import { viewOfGraph } from '../../src/view/of-graph.ts';
import { fileStartsFromJson, graphFromJson } from '../../src/view/read.ts';
import { WIDE } from '../../src/view/wide.ts';
import { service, smallBoot } from '../systemd/small-boot.ts';

/** As the page does with a file that is dropped on it. */
function dropped(text: string): ReturnType<typeof factsOfView> {
  const json: unknown = JSON.parse(text);
  return factsOfView(viewOfGraph(graphFromJson(json), fileStartsFromJson(json)));
}

test('a graph dropped on the page tells what udev, the bus and scripts start later as the root itself does', () => {
  const opened = smallBoot(
    {
      'plugged.service': service('#not-wanted', 'oneshot'),
      'called.service': service('#not-wanted'),
      'kicked.service': service('#not-wanted'),
      'kicks.service': '[Unit]\n[Service]\nType=oneshot\nExecStart=/usr/bin/kick\n',
    },
    {
      '/etc/udev/rules.d/9.rules': 'SUBSYSTEM=="net", ENV{SYSTEMD_WANTS}="plugged.service"\n',
      '/usr/share/dbus-1/system-services/org.example.Called.service':
        '[D-BUS Service]\nName=org.example.Called\nSystemdService=called.service\n',
      '/usr/bin/kick': '#!/bin/sh\nsystemctl start --no-block kicked.service\n',
    },
  );
  const facts = dropped(JSON.stringify(graphJson(opened.graph, laterStartsOf(opened, opened.graph))));
  for (const unit of ['plugged.service', 'called.service', 'kicked.service']) {
    const text = whyText(opened, why(opened, unit), WIDE);
    expect(text).toContain('Not at once:');
    expect(whyText(facts, why(facts, unit), WIDE)).toBe(text);
  }
});

test('a damaged later start of a dropped graph is left out', () => {
  expect(fileStartsFromJson({ later: [null, 7, { unit: 'a.service', kind: 'bus' }, { at: {} }] })).toEqual([]);
  expect(fileStartsFromJson({ later: 'x' })).toEqual([]);
});

/** The Indexed Job of docs/fleet.md: its command, run once for each index as the kubelet would; there is no Kubernetes here. */
import { join } from 'node:path';
import { parse } from 'yaml';
import { everyHostOnce, scene } from './fleet.ts';
import { shell } from './processes.ts';
import { recipe } from './recipes.ts';

interface Job {
  readonly kind: string;
  readonly spec: {
    readonly completionMode: string;
    readonly completions: number;
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly env: readonly { readonly name: string; readonly value: string }[];
          readonly command: readonly string[];
        }[];
      };
    };
  };
}

/** @returns what was seen. @throws Error where the manifest does not fit together, or a host is missing */
export async function tryKubernetes(): Promise<string> {
  const { kind, spec } = parse(recipe('Kubernetes', 'yaml')) as Job;
  const [container] = spec.template.spec.containers;
  const [sh, option, command = ''] = container?.command ?? [];
  const parts = container?.env.find(({ name }) => name === 'N')?.value;
  if (
    kind !== 'Job' ||
    spec.completionMode !== 'Indexed' ||
    String(spec.completions) !== parts ||
    sh !== 'sh' ||
    option !== '-c'
  )
    throw new Error('the manifest is no Indexed Job whose completions are its N');
  const at = scene('kubernetes');
  const indices = Array.from({ length: Number(at.env['N']) }, (_, k) => k);
  // An index that is tried again, as after a lost pod, does no harm.
  for (const index of [...indices, 0])
    if (
      (await shell(
        command,
        at.folder,
        { ...at.env, JOB_COMPLETION_INDEX: String(index) },
        join(at.folder, 'job.log'),
      )) !== 0
    )
      throw new Error(`index ${index} failed`);
  return `Kubernetes, the Job's command for each index, one twice: ${everyHostOnce(at)}`;
}

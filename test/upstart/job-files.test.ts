import { describe, expect, it } from 'vitest';
import { printExpression } from '../../src/upstart/expression.ts';
import { readJobFiles } from '../../src/upstart/job-files.ts';
import { graphOf, snapshotOf } from './simulate/boot-of.ts';

const read = (files: Readonly<Record<string, string>>) => readJobFiles(snapshotOf(files));
const startOn = (files: Readonly<Record<string, string>>, job = 'a') => {
  const on = read(files).jobs.get(job)?.startOn?.on;
  return on && printExpression(on);
};

describe('which files of /etc/init are jobs', () => {
  it('a job is named by its path, hidden files count, backups and hidden folders do not', () => {
    const { jobs } = read({
      'net/a.conf': '',
      '.h.conf': '',
      'b.c.conf': '',
      'x.conf~': '',
      '.git/y.conf': '',
      'z.conf.dpkg-new': '',
      'old~/o.conf': '',
      'CVS/v.conf': '',
      README: 'start on x\n',
    });
    expect([...jobs.keys()]).toEqual(['.h', 'b.c', 'net/a']);
  });

  it('a link to a job counts at boot, and so does a link to a folder of jobs', () => {
    const { jobs } = read({
      'a.conf': '-> ../../opt/a.conf',
      '/opt/a.conf': 'start on x\n',
      more: '-> /opt/jobs',
      '/opt/jobs/b.conf': 'start on x\n',
      'gone.conf': '-> nowhere',
    });
    expect([...jobs.keys()]).toEqual(['a', 'more/b']);
  });

  it('one folder under two names holds two jobs, but a folder within itself is entered once', () => {
    const { jobs } = read({ 'd/j.conf': '', e: '-> d', 'd/self': '-> ../d' });
    expect([...jobs.keys()]).toEqual(['d/j', 'e/j']);
  });
});

describe('an override', () => {
  it('manual takes the start condition away, and a later start on brings one back', () => {
    const { jobs } = read({
      'a.conf': 'start on x\n',
      'a.override': 'manual\n',
      'b.conf': 'manual\n',
      'b.override': 'start on y\n',
      'c.conf': 'start on x\nmanual\n',
      'd.conf': 'manual\nstart on x\n',
    });
    expect(jobs.get('a')?.startOn).toBeUndefined();
    expect(jobs.get('a')?.manual?.file).toBe('/etc/init/a.override');
    expect(jobs.get('b')?.startOn?.value).toBe('y');
    expect(jobs.get('c')?.startOn).toBeUndefined();
    expect(jobs.get('d')?.startOn?.value).toBe('x');
  });

  it('replaces start on and stop on, and adds to env, export and emits', () => {
    const files = {
      'a.conf': 'start on x\nstop on y\nenv A=1\nemits e\n',
      'a.override': 'start on z\nenv B=2\nemits f\n',
    };
    const job = read(files).jobs.get('a');
    expect(job?.startOn?.value).toBe('z');
    expect(job?.stopOn?.value).toBe('y');
    expect(job?.stanzas.filter(({ key }) => key === 'env').map(({ value }) => value)).toEqual(['A=1', 'B=2']);
    expect(job?.stanzas.filter(({ key }) => key === 'emits').map(({ value }) => value)).toEqual(['e', 'f']);
  });

  it('without a job of its name, or as a link, it is not read', () => {
    const { ignoredOverrides, jobs } = read({
      'x.override': 'manual\n',
      'a.conf': 'start on x\n',
      'a.override': '-> /opt/manual',
      '/opt/manual': 'manual\n',
    });
    expect(ignoredOverrides).toEqual(['/etc/init/a.override', '/etc/init/x.override']);
    expect(jobs.get('a')?.startOn?.value).toBe('x');
  });

  it('with an error it counts up to there', () => {
    const { jobs, errors } = read({
      'a.conf': 'nonsense\n',
      'b.conf': 'start on x\n',
      'b.override': 'manual\nnonsense\n',
    });
    expect([...jobs.keys()]).toEqual(['b']);
    expect(jobs.get('b')?.startOn).toBeUndefined();
    expect(errors.map((error) => `${error.file}:${error.line}: ${error.message}`)).toEqual([
      '/etc/init/a.conf:1: Unknown stanza',
      '/etc/init/b.override:2: Unknown stanza',
    ]);
  });

  it('that fails within start on has lost the condition of the .conf: no event starts the job', () => {
    const files = { 'a.conf': 'start on x\nstop on y\n', 'a.override': '# why\nstart on (z\n' };
    expect(startOn(files)).toBeUndefined();
    expect(read(files).jobs.get('a')?.stopOn?.value).toBe('y');
    expect(graphOf(files).nodes.get('upstart:a')?.noEffect).toMatchObject({
      code: 'lost-start-on',
      file: '/etc/init/a.override',
      line: 3,
    });
  });

  it('that fails before the word on leaves the condition alone', () => {
    expect(startOn({ 'a.conf': 'start on x\n', 'a.override': 'start at z\n' })).toBe('x');
  });

  it('of a broken .conf is a job of its own', () => {
    expect(startOn({ 'a.conf': 'nonsense\n', 'a.override': 'start on z\n' })).toBe('z');
  });
});

it('a byte order mark makes the first word an unknown stanza', () => {
  const { errors } = read({ 'a.conf': '\uFEFFstart on x\n' });
  expect(errors.map(({ line, message }) => `${line}: ${message}`)).toEqual(['1: Unknown stanza']);
});

it('a broken job has a node that says where Upstart stops reading', () => {
  const graph = graphOf({ 'a.conf': 'start on x\n\nexec\n' });
  expect(graph.nodes.get('upstart:a')).toMatchObject({
    load: 'error',
    loadError: { message: 'Expected token', file: '/etc/init/a.conf', line: 3 },
  });
  expect(graph.edges).toEqual([]);
});

/** How cytoscape draws units: kinds by colour and shape, states by outline, lights by halo. */
import type { StylesheetJson } from 'cytoscape';
import { NAME_STYLE } from './canvas-names.ts';
import { hueOf, KINDS, kindOf } from './kinds.ts';
import { DIM } from './light.ts';
import type { Palette } from './palette.ts';

/** Longer than 80 lines: a table of looks, a line each. */
export function styleSheet(palette: Palette): StylesheetJson {
  const p = (name: string): string => palette[name] || '#888888';
  const outline = (colour: string, width: number, style = 'solid'): Record<string, unknown> => ({
    'border-width': width,
    'border-style': style,
    'border-color': p(colour),
  });
  const halo = (colour: string, opacity: number): Record<string, unknown> => ({
    'underlay-color': p(colour),
    'underlay-opacity': opacity,
    'underlay-padding': 4,
    'underlay-shape': 'ellipse',
  });
  const sheet: { selector: string; style: Record<string, unknown> }[] = [
    {
      selector: 'node',
      style: {
        width: 13,
        height: 13,
        shape: 'polygon',
        'shape-polygon-points': hitPoints(kindOf('service').points),
        label: 'data(label)',
        'text-events': 'yes',
        'font-family': 'system-ui, -apple-system, "Segoe UI", sans-serif',
        'min-zoomed-font-size': 5,
        'text-wrap': 'ellipsis',
        ...NAME_STYLE,
        color: p('text'),
        'text-outline-color': p('bg'),
        'text-outline-width': 2,
        'text-outline-opacity': 0.85,
        'border-width': 0,
        'overlay-opacity': 0,
        'transition-duration': 0,
      },
    },
    ...Object.entries(KINDS).map(([type, kind]) => ({
      selector: `.kind-${type}`,
      style: { 'shape-polygon-points': hitPoints(kind.points), 'background-color': p(`hue-${hueOf(type)}`) },
    })),
    {
      selector: '.kind-group',
      style: {
        shape: 'round-rectangle',
        width: 20,
        height: 20,
        'background-color': p('surface'),
        ...outline('hue-service', 5, 'double'),
        'font-weight': 600,
      },
    },
    { selector: '.hue-slice, .hue-device', style: { color: p('muted') } },
    {
      selector: '.state-idle, .state-active',
      style: { 'background-opacity': 0.25, ...outline('muted', 1.5), color: p('muted') },
    },
    {
      selector: '.state-masked',
      style: { 'background-opacity': 0.1, ...outline('muted', 4, 'double'), color: p('muted') },
    },
    {
      selector: '.state-missing',
      style: { 'background-opacity': 0, ...outline('warn', 1.5, 'dashed'), color: p('muted') },
    },
    {
      selector: '.state-gone',
      style: { 'background-opacity': 0.1, ...outline('danger', 2, 'dashed'), color: p('danger') },
    },
    { selector: '.state-broken', style: outline('danger', 2) },
    { selector: '.state-dropped, .state-victim', style: { ...outline('danger', 2.5), color: p('danger') } },
    {
      selector: '.state-no-effect',
      style: { 'background-opacity': 0.12, ...outline('muted', 1.5, 'dotted'), color: p('muted') },
    },
    {
      selector: '.nameless',
      style: { label: '' },
    },
    { selector: '.out', style: { width: 18, height: 18 } },
    {
      selector: '.milestone',
      style: { width: 21, height: 21, 'font-weight': 'bold', color: p('text'), 'z-index': 5 },
    },
    { selector: '.milestone.out', style: { width: 26, height: 26 } },
    { selector: '.kind-group.out', style: { width: 26, height: 26 } },
    {
      selector: '.collapsed',
      style: { width: 26, height: 26, ...outline('text', 4, 'double'), 'font-weight': 'bold' },
    },
    { selector: '.dim', style: { opacity: DIM } },
    { selector: '.lit-before', style: halo('before', 0.22) },
    { selector: '.lit-after', style: halo('after', 0.22) },
    { selector: '.lit-path', style: { ...halo('accent', 0.25), 'font-weight': 'bold' } },
    { selector: '.lit-gone', style: halo('danger', 0.22) },
    { selector: '.lit-changed, .lit-late', style: halo('warn', 0.3) },
    { selector: '.lit-found', style: halo('accent', 0.3) },
    { selector: '.lit-lost, .lit-peril', style: halo('danger', 0.3) },
    { selector: '.lit-new', style: halo('after', 0.3) },
    // What is named by a hot edge keeps its name at any zoom.
    { selector: '.near, .lit-path, .chosen, .lit-centre', style: { 'min-zoomed-font-size': 0 } },
    {
      selector: '.chosen, .lit-centre',
      style: {
        width: 20,
        height: 20,
        ...outline('accent', 3),
        'font-weight': 'bold',
        color: p('text'),
        opacity: 1,
        'z-index': 9,
      },
    },
  ];
  return sheet as unknown as StylesheetJson;
}

/**
 * Cytoscape counts a corner that lies exactly above or below the pointer twice, and so misses the very centre of an icon with corners
 * there: for it no corner stands on the middle line.
 */
function hitPoints(points: readonly number[]): string {
  return points.map((value, k) => (k % 2 === 0 && value === 0 ? 0.013 : value)).join(' ');
}

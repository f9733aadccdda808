import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { DAY_MS } from '../model/beijing.ts';
import { demoCataloguePath, demoScenario } from './demo.ts';
import { catalogueOf } from './out/catalogue.ts';
import { World } from './world.ts';

const scenario = demoScenario();

test('the catalogue beside the scenario is the one of the scenario', () => {
  expect(parse(readFileSync(demoCataloguePath, 'utf8'))).toEqual(parse(catalogueOf(scenario)));
});

test('plants are labelled as demonstration and use numbers that no device has', () => {
  for (const site of scenario.sites) {
    expect(site.id).toMatch(/^demo-/);
    expect(site.name.zh).toContain('示范');
    expect(site.name.en).toContain('Demonstration');
    for (const { mn } of [...site.furnaces, ...site.meters]) expect(mn).toMatch(/^8888888/);
  }
});

test('the first five days tell the story that a visitor sees first', () => {
  const world = new World(scenario);
  while (world.at < world.start + 5 * DAY_MS) world.step();
  const day = (at: number) => Math.floor((at - world.start) / DAY_MS) + 1;
  const told = world
    .truth()
    .filter((t) => t.kind !== 'process' && t.kind !== 'benign')
    .map((t) => `${t.outlet} ${t.mode} day ${day(t.start)}`);
  expect(told.toSorted()).toEqual([
    'demo-a-f2 WTE-01 day 2',
    'demo-a-f2 WTE-01 day 3',
    'demo-a-f3 F16 day 4',
    'demo-a-f3 F38 day 5',
    'demo-a-f3 PWR-01 day 5',
    'demo-b-f1 F32 day 4',
    'demo-b-f1 WTE-04 day 3',
    'demo-b-f1 WTE-07 day 4',
    'demo-b-f2 WTE-05 day 5',
  ]);
});

test('the story is the same on any first day', () => {
  const first = (start: number) => {
    const world = new World(scenario, { start });
    return Array.from({ length: 3 }, () => world.step().reports.map((report) => report.cells));
  };
  const world = new World(scenario);
  expect(first(world.start + 100 * DAY_MS)).toEqual(first(world.start));
});

import { loadCatalogue } from '../../src/catalogue/load.ts';
import type { StandardFile } from '../../src/catalogue/schema.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { EvidenceTerms } from '../../src/leads/evidence.ts';
import { LeadBook } from '../../src/leads/lead-book.ts';
import type { Alert, AlertEvent } from '../../src/model/alert.ts';
import { DAY_MS, dayOf } from '../../src/model/beijing.ts';
import { GRAIN_ID, packChannel, STAT_ID } from '../../src/model/channel.ts';
import { factorName } from '../../src/model/factors.ts';
import { BACKFILL, flagOf } from '../../src/model/flag.ts';
import type { Lead } from '../../src/model/lead.ts';
import type { Rulebook } from '../../src/rulebook/rulebook.ts';
import type { Report } from '../../src/simulator/cems/report.ts';
import { catalogueOf } from '../../src/simulator/out/catalogue.ts';
import type { Scenario } from '../../src/simulator/script/scenario.ts';
import type { Truth } from '../../src/simulator/script/truth.ts';
import { World } from '../../src/simulator/world.ts';

/** What the rules folder gave. */
export interface Rules {
  rulebook: Rulebook;
  standards: ReadonlyMap<string, StandardFile>;
}

/** What came of a scenario: leads with the clock at which each first asked for enforcement, and every final alert. */
export interface Outcome {
  leads: { lead: Lead; at: number }[];
  alerts: Map<string, Alert>;
  truth: Truth[];
  /** by which signals were weighed together */
  terms: EvidenceTerms;
}

/** Pages older than this are let go: no rule of suspicion looks back further than its summaries of days. */
const KEPT_DAYS = 65;

const SETTLED_DAYS = 3;

/**
 * Plays a scenario straight into the engine, without frames and sockets, under the rules as they ship: loggers hold back
 * during an outage and send afterwards, marks come when they were entered. Windows are judged once a day of the clock,
 * which changes nothing in what is said in the end.
 */
export function watch(scenario: Scenario, rules: Rules): Outcome {
  const world = new World(scenario, { live: false });
  const catalogue = loadCatalogue([{ name: 'catalogue.yaml', text: catalogueOf(scenario) }], rules.standards);
  const engine = new Engine(catalogue, rules.rulebook, factorName);
  const book = new LeadBook(rules.rulebook.leads, (id) => {
    const { name, keyPolluter } = catalogue.sites.find((site) => site.id === id)!;
    return { name, keyPolluter };
  });
  const until = world.start + scenario.days * DAY_MS;
  const opened = new Map<string, number>();
  const take = (events: readonly AlertEvent[]) => {
    for (const { lead, at } of book.follow(events)) {
      if (lead.queue === 'enforcement' && !opened.has(lead.id)) opened.set(lead.id, at);
    }
  };
  engine.endsAt(until);
  const feed = new Feed(engine);
  let day = dayOf(world.at);
  while (world.at < until) {
    const { at, reports, marks } = world.step();
    feed.networks(world, at);
    for (const report of reports) feed.report(report);
    for (const mark of marks) engine.mark(mark);
    if (dayOf(world.at) === day) continue;
    day = dayOf(world.at);
    take(engine.advance(world.at));
    for (const ledger of engine.ledgers()) {
      for (const page of ledger.pages.values()) page.unsaved = false;
      ledger.rest(day - KEPT_DAYS);
    }
  }
  // What was judged last settles in the days after, and leads are dated then.
  for (let k = 1; k <= SETTLED_DAYS; k++) take(engine.advance(until + k * DAY_MS));
  take(engine.finish());
  const leads = [...book.all()].map((lead) => ({ lead, at: opened.get(lead.id) ?? Number.NaN }));
  return {
    leads,
    alerts: new Map([...engine.alerts.alerts()].map((a) => [a.id, a])),
    truth: world.truth(),
    terms: rules.rulebook.leads.evidence,
  };
}

/** The loggers of a world: what is due goes to the engine, or waits for the network. */
class Feed {
  #engine: Engine;
  #network = new Map<string, 'up' | 'down' | 'lost'>();
  #held = new Map<string, Report[]>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  networks(world: World, at: number): void {
    for (const { id } of world.stations) {
      const state = world.network(id, at);
      this.#network.set(id, state);
      const held = this.#held.get(id);
      if (state !== 'up' || !held) continue;
      this.#held.delete(id);
      for (const report of held) this.#write(report, at, BACKFILL);
    }
  }

  report(report: Report): void {
    const state = this.#network.get(report.outlet);
    if (state === 'up') this.#write(report, report.due, 0);
    else if (state === 'down') this.#held.set(report.outlet, [...(this.#held.get(report.outlet) ?? []), report]);
  }

  #write({ outlet, grain, at, cells, clock = 0 }: Report, sendsAt: number, how: number): void {
    const source = this.#engine.numberOf(outlet)!;
    this.#engine.seen(source, sendsAt);
    const sentAt = sendsAt + clock;
    for (const { factor, values, flag } of cells) {
      const number = this.#engine.factors.of(factor);
      const mark = flagOf(flag) | how;
      for (const [stat, text] of values) {
        this.#engine.write(source, packChannel(number, GRAIN_ID[grain], STAT_ID[stat]), at, sentAt, +text, mark);
      }
    }
  }
}

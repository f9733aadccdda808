import { z } from 'zod';
import type { Span } from '../../model/beijing.ts';
import type { Mark } from '../../model/mark.ts';
import type { Faults } from '../cems/faults.ts';
import type { Minute } from '../cems/minute.ts';
import type { Report } from '../cems/report.ts';
import type { Levers } from '../plant/flue.ts';
import type { Furnace } from '../plant/furnace.ts';
import type { Random } from '../random.ts';
import type { Water, WaterLevers } from '../works/water.ts';
import type { Says } from './truth.ts';
import { lengthOf, whenOf } from './when.ts';

/** What can be done to the sampling of a works in this minute. */
export interface Sampling {
  /** analysers begin a cycle of their own now */
  again(): void;
  /** what analysers and probes see instead of the water of the outlet; the flow is measured elsewhere */
  alter(of: (water: Water) => Water): void;
  /** samples are drawn only where this holds */
  when(of: (flowing: boolean) => boolean): void;
}

export interface LoggerSetting {
  /** % O2 that it converts with; undefined = what is measured */
  conversionO2: number | undefined;
}

/** What an event does while its span lasts; every method is called once a minute (`begin` in the first only). */
export interface Act {
  begin?(furnace: Furnace): void;
  levers?(levers: Levers): void;
  /** of a sewage works */
  water?(levers: WaterLevers): void;
  sampling?(sampling: Sampling): void;
  faults?(faults: Faults): void;
  /** how the logger is set */
  logger?(logger: LoggerSetting): void;
  /** the minute as measured: misbehaviour changes it in place */
  minute?(minute: Minute): void;
  /** the minute's report as it is sent */
  minuteReport?(report: Report): void;
  /** a finished mean of an hour or a day whose period touches the span */
  report?(report: Report): void;
  /** by how much the logger's clock is off in the minute or hour that began at `at`, ms; ahead is positive */
  clock?(at: number): number;
}

/** What an event may look at and reach. */
export interface Stage {
  outlet: string;
  span: Span;
  random: Random;
  /** start of the scenario, for further times in the event */
  start: number;
  /** an earlier (or the present) minute of an outlet as it was reported */
  reported(outlet: string, at: number): Minute | undefined;
  /** the operator enters a mark; it becomes known at `createdAt` */
  mark(mark: Omit<Mark, 'id' | 'outlet'>): void;
  /** the logger sends a report at its `due`, whatever it sent before for the same period */
  resend(report: Report): void;
}

/** A kind of event: one file each. The name of the file is the word `what` in the scenario. */
export interface EventKind<S extends z.ZodRawShape = z.ZodRawShape> {
  what: string;
  /** where it happens: a furnace's outlet, that of a sewage works, or any outlet (meters too) */
  at: 'furnace' | 'works' | 'outlet';
  shape: S;
  truth(event: z.output<z.ZodObject<S>>): Says[];
  act(event: z.output<z.ZodObject<S>>, stage: Stage): Act;
}

export function defineEvent<S extends z.ZodRawShape>(kind: EventKind<S>): EventKind<S> {
  return kind;
}

export const when = z.string().refine((text) => !Number.isNaN(whenOf(text, 0)), {
  message: 'no such time; write "day 3 08:00" or "2026-03-03 08:00"',
});
export const length = z.string().refine((text) => !Number.isNaN(lengthOf(text)), {
  message: 'no such length; write "90m", "4h" or "2d"',
});
export const share = z.number().min(0).max(1);
export const factors = z.array(z.string()).min(1);

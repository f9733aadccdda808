import type { Engine } from '../../engine/engine.ts';
import { DayView } from '../../ledger/view.ts';
import type { Alert, Json } from '../../model/alert.ts';
import { dayOf, dayStart, minuteText } from '../../model/beijing.ts';
import { BACKFILL, Flag, REWRITTEN } from '../../model/flag.ts';
import { MARK_KINDS } from '../../model/mark.ts';
import type { Text } from '../../model/text.ts';
import type { BasisView, StepView } from '../../model/views/alerts.ts';
import { basisInTime } from '../../rulebook/basis.ts';
import { basisView } from './rules.ts';

export interface Explanation {
  ruleTitle: Text;
  basis: BasisView[];
  steps: StepView[];
  against: Text[];
}

/** Why an alert says what it says, and what speaks against it. */
export function explain(engine: Engine, alert: Alert, now: number): Explanation | undefined {
  const rule = engine.rulebook.rules.find((r) => r.id === alert.rule);
  if (!rule) return undefined;
  const act = { from: dayOf(alert.start), to: dayOf(alert.end - 1) + 1 };
  const basis = basisInTime(engine.rulebook.basis, rule.basis, act, dayOf(now));
  return {
    ruleTitle: rule.title,
    basis: [...new Set([...basis.atAct, ...basis.now])].map(basisView),
    steps: steps(alert.facts.steps),
    against: against(engine, alert),
  };
}

function steps(facts: Json | undefined): StepView[] {
  if (!Array.isArray(facts)) return [];
  return facts.map((fact) => {
    const { zh, en, formula, inputs, output, unit } = fact as { [key: string]: Json };
    return {
      says: { zh: String(zh), en: String(en) },
      formula: String(formula),
      inputs: (inputs ?? {}) as StepView['inputs'],
      output: output as StepView['output'],
      unit: (unit ?? null) as string | null,
      clause: null,
    };
  });
}

/** What the detector looked at that could explain it innocently, as it said itself. */
function looked({ facts }: Alert): Text[] {
  return Array.isArray(facts.against) ? facts.against.map((said) => said as unknown as Text) : [];
}

/** Everything in the alert's span that a defence would name: marks, late and rewritten data, unmarked gaps. */
function against(engine: Engine, alert: Alert): Text[] {
  const found = looked(alert);
  const ledger = alert.outlet === null ? undefined : engine.ledger(alert.outlet);
  if (!ledger) return found;
  const marks: Text[] = ledger.marks.within(alert).map((mark) => {
    const { name } = MARK_KINDS[mark.kind];
    const late = mark.createdAt > mark.end;
    return {
      zh: `标记“${name.zh}” ${minuteText(mark.start)} 至 ${minuteText(mark.end)}，${minuteText(mark.createdAt)} 填报${late ? '（事后补标）' : ''}`,
      en: `mark "${name.en}" ${minuteText(mark.start)} to ${minuteText(mark.end)}, entered ${minuteText(mark.createdAt)}${late ? ' (afterwards)' : ''}`,
    };
  });
  found.push(...marks);
  if (alert.factor === null) return found;
  let rewritten = 0;
  let late = 0;
  let unmarked = 0;
  let reported = 0;
  for (let day = dayOf(alert.start); dayStart(day) < alert.end; day++) {
    const view = new DayView(ledger, day);
    for (const flag of view.minutes(alert.factor).flags) {
      if (flag & REWRITTEN) rewritten++;
      if (flag & BACKFILL) late++;
      if ((flag & 0x0f) === Flag.UNMARKED) unmarked++;
    }
    reported += view.converted(alert.factor).by.reported;
  }
  if (rewritten > 0)
    found.push({
      zh: `${rewritten} 个分钟值被设备改写过，按最先发送的值判定`,
      en: `${rewritten} minute values were sent again with another value; judged on the one sent first`,
    });
  if (late > 0) found.push({ zh: `${late} 个分钟值为补传数据`, en: `${late} minute values were back-filled` });
  if (unmarked > 0)
    found.push({
      zh: `${unmarked} 个分钟值未带标记，按有效数据处理`,
      en: `${unmarked} minute values carry no flag and are deemed valid`,
    });
  if (reported > 0)
    found.push({
      zh: `${reported} 个分钟无有效含氧量，采用设备上报的折算值`,
      en: `${reported} minutes have no usable O2; the converted value reported by the device was used`,
    });
  return found;
}

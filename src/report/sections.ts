import type { AlertKind } from '../model/alert.ts';
import { minuteText } from '../model/beijing.ts';
import { LEAD_STATES, type LeadState } from '../model/lead.ts';
import { MARK_KINDS } from '../model/mark.ts';
import type { Text } from '../model/text.ts';
import type { TransmissionRow } from '../model/transmission.ts';
import { LEAD_STATE_WORDS } from '../model/words.ts';
import type { Block, Section } from './document.ts';
import { PRESENCES } from './facts.ts';
import { isBelow, type Report } from './report.ts';
import { type Heads, judgements, noticesTable, OUTLET, SITE, sentences, table, text } from './tables.ts';
import { counted, MEDIUM_WORDS, PRESENCE_WORDS, type Words } from './words.ts';

export type SectionOf = (report: Report, words: Words) => Section | undefined;

export const connection: SectionOf = ({ byMedium, absent }, words) => ({
  heading: words.say({ zh: '联网与在线', en: 'Connected and reporting' }),
  blocks: [
    table(
      words,
      [
        [{ zh: '介质', en: 'Medium' }, 20],
        [{ zh: '排放口（表计）', en: 'Outlets (meters)' }, 16, 'right'],
        ...PRESENCES.map((presence): Heads[number] => [PRESENCE_WORDS[presence], 16, 'right']),
      ],
      [...byMedium].map(([medium, counts]) => {
        const all = PRESENCES.reduce((sum, presence) => sum + counts[presence], 0);
        return [words.say(MEDIUM_WORDS[medium]), String(all), ...PRESENCES.map((presence) => String(counts[presence]))];
      }),
    ),
    ...(absent.length === 0
      ? []
      : [
          table(
            words,
            [SITE, OUTLET, [{ zh: '情况', en: 'How' }, 14], [{ zh: '最近数据', en: 'Latest data' }, 20]],
            absent.map(({ site, outlet, presence, lastData }) => [
              words.say(site.name),
              words.say(outlet.name),
              words.say(PRESENCE_WORDS[presence]),
              lastData === null ? '—' : minuteText(lastData),
            ]),
            {
              zh: '报告期内无数据的排放口（已全程标记停运的除外）',
              en: 'Outlets without data in the period, unless filed as out of service throughout',
            },
          ),
        ]),
  ],
});

/** Where days at the end of the period are not over, or were before the first data: how far it was counted. */
function partly(rows: readonly TransmissionRow[], words: Words): Block[] {
  const part = rows.filter(({ counted, period }) => counted.from > period.from || counted.to < period.to);
  if (part.length === 0) return [];
  const from = words.day(Math.max(...part.map(({ counted }) => counted.from)));
  const last = words.day(Math.min(...part.map(({ counted }) => counted.to)) - 1);
  const said = {
    zh: `${part.length} 个排放口未计满报告期：只计有数据以来、已结束的日（起始最晚 ${from}，截止最早 ${last}）。`,
    en: `${counted(part.length, 'outlet')} not counted over the whole period, but from the first data up to the last day that is over (latest first day ${from}, earliest last day ${last}).`,
  };
  return [text(words.say(said), 'note')];
}

export const transmission: SectionOf = ({ transmission }, words) => ({
  heading: words.say({ zh: '有效传输率', en: 'Effective transmission' }),
  blocks:
    transmission.length === 0
      ? [
          text(
            words.say({ zh: '报告期内没有可计算的完整日。', en: 'No whole day of the period can be counted yet.' }),
            'calm',
          ),
        ]
      : [
          table(
            words,
            [
              SITE,
              OUTLET,
              [{ zh: '应传', en: 'Due' }, 9, 'right'],
              [{ zh: '停运不计', en: 'Stopped' }, 9, 'right'],
              [{ zh: '收到', en: 'Received' }, 10, 'right'],
              [{ zh: '有效', en: 'Valid' }, 9, 'right'],
              [{ zh: '设备标记', en: 'Marked' }, 9, 'right'],
              [{ zh: '传输率%', en: 'Transm. %' }, 10, 'right'],
              [{ zh: '有效率%', en: 'Validity %' }, 10, 'right'],
              [{ zh: '有效传输率%', en: 'Effective %' }, 13, 'right'],
              [{ zh: '目标%', en: 'Target %' }, 9, 'right'],
            ],
            transmission.map((row) => [
              words.site(row.site),
              words.outlet(row.outlet),
              ...[row.due, row.filedStop, row.received, row.valid, row.marked].map(String),
              ...[row.transmission, row.validity].map(words.percent),
              `${isBelow(row) ? '▼ ' : ''}${words.percent(row.national)}`,
              words.percent(row.target),
            ]),
          ),
          text(
            words.say({
              zh: '按小时值、各因子合计计算：有效传输率 = 传输率（收到/应传）× 有效率（有效/收到）；停运时段不计入应传；设备标记为应传中因此无效的小时。▼ 为低于目标。规则按季度判定。',
              en: 'Hour values, all factors together: effective = transmission (received / due) × validity (valid / received); hours out of service are not due; marked = hours due that a device mark makes invalid. ▼ = below the target. The rule judges the quarter.',
            }),
            'note',
          ),
          ...partly(transmission, words),
        ],
});

const EXCEEDANCE = ['site', 'outlet', 'factor', 'period', 'value', 'limit', 'times', 'marks', 'state'];
const CUMULATIVE = ['site', 'outlet', 'rule', 'period', 'value', 'limit', 'state'];
const TEMPERATURE = ['site', 'outlet', 'period', 'value', 'limit', 'marks', 'state'];

export const exceedances: SectionOf = ({ exceedances, cumulative, notices }, words) => ({
  heading: words.say({ zh: '超标情况', en: 'Exceedances' }),
  blocks: [
    ...(exceedances.length === 0
      ? [
          text(
            words.say({
              zh: '报告期内没有按规则判定的涉嫌超标。',
              en: 'Nothing in the period counts as an exceedance under the rules.',
            }),
            'calm',
          ),
        ]
      : [judgements(words, EXCEEDANCE, exceedances, { zh: '涉嫌超标', en: 'Suspected exceedances' })]),
    ...(cumulative.length === 0
      ? []
      : [
          judgements(words, CUMULATIVE, cumulative, {
            zh: '累计事项（时段长于一日，按数据截止时的情况）',
            en: 'Cumulative, over more than a day, as data stand now',
          }),
        ]),
    ...noticesTable(notices.exceedance, words, {
      zh: '提示与预警（不作为超标依据）',
      en: 'Warnings and notes (no evidence of an exceedance)',
    }),
  ],
});

export const temperature: SectionOf = ({ furnaces, temperatures, notices }, words) =>
  furnaces
    ? {
        heading: words.say({ zh: '炉膛温度', en: 'Furnace temperature' }),
        blocks: [
          ...(temperatures.length === 0
            ? [
                text(
                  words.say({
                    zh: '报告期内没有炉膛温度不足的判定。',
                    en: 'No furnace was found too cold in the period.',
                  }),
                  'calm',
                ),
              ]
            : [
                judgements(words, TEMPERATURE, temperatures, {
                  zh: '5 分钟均值低于规定温度的次数超过限次的炉·日',
                  en: 'Furnace-days with more 5-minute means below the required temperature than are allowed',
                }),
              ]),
          ...noticesTable(notices.temperature, words),
        ],
      }
    : undefined;

/** A section of sentences: what the alerts of a kind say. */
function spoken(kind: AlertKind, heading: Text, none: Text, preface?: Text): SectionOf {
  return ({ asserted, notices }, words) => ({
    heading: words.say(heading),
    blocks: [
      ...(asserted[kind].length === 0
        ? [text(words.say(none), 'calm')]
        : [...(preface ? [text(words.say(preface), 'note')] : []), sentences(asserted[kind], words)]),
      ...noticesTable(notices[kind], words, { zh: '提示', en: 'For attention' }),
    ],
  });
}

export const duties = spoken(
  'duty',
  { zh: '监测义务', en: 'Monitoring duties' },
  { zh: '报告期内没有监测义务方面的判定。', en: 'No breach of a monitoring duty was found in the period.' },
);

export const marks: SectionOf = ({ markHours, quotas, asserted, notices }, words) => ({
  heading: words.say({ zh: '标记统计', en: 'Marks' }),
  blocks: [
    ...(markHours.length === 0
      ? [text(words.say({ zh: '报告期内没有自主标记。', en: 'No self-marks touch the period.' }), 'calm')]
      : [
          table(
            words,
            [
              SITE,
              OUTLET,
              [{ zh: '标记', en: 'Mark' }, 20],
              [{ zh: '报告期内小时', en: 'Hours in the period' }, 14, 'right'],
            ],
            markHours.map(({ figures, kind, hours }) => [
              words.say(figures.site.name),
              words.say(figures.outlet.name),
              words.say(MARK_KINDS[kind].name),
              words.hours(hours),
            ]),
          ),
        ]),
    ...(quotas.length === 0
      ? []
      : [
          table(
            words,
            [
              SITE,
              OUTLET,
              [{ zh: '豁免额度', en: 'Quota' }, 28],
              [{ zh: '周期', en: 'Period' }, 11],
              [{ zh: '已用小时', en: 'Hours used' }, 11, 'right'],
              [{ zh: '上限', en: 'Cap' }, 8, 'right'],
            ],
            quotas.map(({ figures, quota }) => [
              words.say(figures.site.name),
              words.say(figures.outlet.name),
              words.say(quota.name),
              quota.period,
              words.hours(quota.usedHours),
              words.hours(quota.capHours),
            ]),
            { zh: '额度使用（截至报告期末）', en: 'Quotas, used up to the end of the period' },
          ),
        ]),
    ...(asserted.mark.length === 0
      ? []
      : [text(words.say({ zh: '标记不当的判定：', en: 'Marks found improper:' })), sentences(asserted.mark, words)]),
    ...noticesTable(notices.mark, words, { zh: '标记提示', en: 'Marks, for attention' }),
  ],
});

export const suspicions = spoken(
  'falsification',
  { zh: '疑似数据异常', en: 'Data inconsistent with honest operation' },
  { zh: '报告期内没有疑似数据异常。', en: 'No data of the period were found inconsistent with honest operation.' },
  {
    zh: '以下为数据特征与正常运行不一致的疑点，供现场核查，不构成对弄虚作假的认定。',
    en: 'These are signs that data are inconsistent with normal operation, to be checked on site. They do not establish falsification.',
  },
);

export const power = spoken(
  'power',
  { zh: '用电与用水', en: 'Power and water use' },
  {
    zh: '报告期内用电、用水与排放数据之间没有矛盾。',
    en: 'Power and water use do not contradict the emission data of the period.',
  },
  {
    zh: '用电、用水数据为间接证据，只支持核查，不单独作为处罚依据。',
    en: 'Power and water data are indirect evidence: they support a check, not a penalty by themselves.',
  },
);

export const leads: SectionOf = ({ leads, facts: { openLeads } }, words) => {
  const states = (counts: Partial<Record<LeadState, number>>) =>
    LEAD_STATES.filter((state) => counts[state])
      .map((state) => `${words.say(LEAD_STATE_WORDS[state])} ${counts[state]}`)
      .join(words.say({ zh: '、', en: ', ' })) || words.say({ zh: '无', en: 'none' });
  const sentence = {
    zh: `新增执法线索 ${leads.opened.enforcement} 条、待研判 ${leads.opened.review} 条。报告期内处理：${states(leads.moved)}。数据截止时在办执法线索：${states(openLeads.enforcement)}；待研判：${states(openLeads.review)}。`,
    en: `${leads.opened.enforcement} new leads for enforcement, ${leads.opened.review} for review. Decided in the period: ${states(leads.moved)}. Open for enforcement as data stand now: ${states(openLeads.enforcement)}; for review: ${states(openLeads.review)}.`,
  };
  return {
    heading: words.say({ zh: '执法线索', en: 'Leads' }),
    blocks: [
      text(words.say(sentence), leads.list.length === 0 ? 'calm' : 'plain'),
      ...(leads.list.length === 0
        ? []
        : [
            table(
              words,
              [
                [{ zh: '形成时间', en: 'Opened' }, 15],
                SITE,
                [{ zh: '事由', en: 'Cause' }, 38],
                [{ zh: '报警', en: 'Alerts' }, 7, 'right'],
                [{ zh: '级别', en: 'Level' }, 8],
                [{ zh: '报告期内处理', en: 'Decided in it' }, 14],
                [{ zh: '现状', en: 'Now' }, 10],
              ],
              leads.list.map((lead) => [
                minuteText(Math.floor(lead.openedAt / 60_000) * 60_000),
                words.site(lead.site),
                words.say(lead.says),
                String(lead.alerts),
                words.severity(lead.severity),
                lead.moves.map(({ to }) => words.say(LEAD_STATE_WORDS[to])).join(' → ') || '—',
                words.say(LEAD_STATE_WORDS[lead.state]),
              ]),
            ),
          ]),
    ],
  };
};

export const devices: SectionOf = ({ offline, asserted, notices, facts }, words) => ({
  heading: words.say({ zh: '设备与数据质量', en: 'Devices and data quality' }),
  blocks: [
    offline.length === 0
      ? text(
          facts.devices.length === 0
            ? words.say({ zh: '没有登记的设备。', en: 'No devices are registered.' })
            : words.say({
                zh: `数据截止时 ${facts.devices.length} 台设备全部在线。`,
                en: `All ${facts.devices.length} devices were online when data were looked at.`,
              }),
          'calm',
        )
      : table(
          words,
          [
            [{ zh: '设备 MN', en: 'Device (MN)' }, 26],
            OUTLET,
            [{ zh: '情况', en: 'How' }, 14],
            [{ zh: '最近一次收到', en: 'Last heard' }, 20],
          ],
          offline.map(({ mn, outlet, state, lastSeen }) => [
            mn,
            words.outlet(outlet),
            words.say(state === 'never' ? { zh: '从未联网', en: 'never heard' } : { zh: '离线', en: 'offline' }),
            lastSeen === null ? '—' : minuteText(Math.floor(lastSeen / 60_000) * 60_000),
          ]),
          {
            zh: `数据截止时离线的设备（${offline.length} / ${facts.devices.length} 台）`,
            en: `Devices offline when data were looked at (${offline.length} of ${facts.devices.length})`,
          },
        ),
    ...(asserted.quality.length === 0 ? [] : [sentences(asserted.quality, words)]),
    ...noticesTable([...notices.quality, ...notices.statistics], words, {
      zh: '数据质量与统计提示',
      en: 'Data quality and statistics, for attention',
    }),
  ],
});

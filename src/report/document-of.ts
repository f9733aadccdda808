import { ALERT_KINDS } from '../model/alert.ts';
import { dateText, minuteText } from '../model/beijing.ts';
import type { Language, Text } from '../model/text.ts';
import type { ReportDocument, Section } from './document.ts';
import type { Report } from './report.ts';
import {
  connection,
  devices,
  duties,
  exceedances,
  leads,
  marks,
  power,
  type SectionOf,
  suspicions,
  temperature,
  transmission,
} from './sections.ts';
import { counted, Words } from './words.ts';

const SECTIONS: readonly SectionOf[] = [
  summary,
  connection,
  transmission,
  exceedances,
  temperature,
  duties,
  marks,
  suspicions,
  power,
  leads,
  devices,
  mayChange,
];

const TITLES: Record<Report['facts']['kind'], Text> = {
  daily: { zh: '污染源自动监控日报', en: 'Automatic monitoring of pollution sources: daily report' },
  monthly: { zh: '污染源自动监控月报', en: 'Automatic monitoring of pollution sources: monthly report' },
};

/** A report in words: what page and paper show. The same report gives the same document. */
export function documentOf(report: Report, language: Language): ReportDocument {
  const words = new Words(report, language);
  const { say } = words;
  const { facts } = report;
  const period = periodOf(report);
  const sections = SECTIONS.map((section) => section(report, words)).filter((one) => one !== undefined);
  return {
    language,
    name: `fluewatch-${facts.kind}-${period}${facts.site ? `-${facts.site}` : ''}${facts.region ? `-${facts.region}` : ''}`,
    title: say(TITLES[facts.kind]),
    period,
    banner: bannerOf(report, words),
    head: [
      [
        say({ zh: '编制单位', en: 'Made by' }),
        facts.issuer ?? say({ zh: '＿＿＿＿＿＿＿＿＿＿', en: '____________________' }),
      ],
      [
        say({ zh: '报告期', en: 'Period' }),
        `${words.span(report.span.start, report.span.end)}${say({ zh: '（北京时间，自然日）', en: ' (Beijing time, natural days)' })}`,
      ],
      [say({ zh: '范围', en: 'Scope' }), scopeOf(report, words)],
      [say({ zh: '编制日期', en: 'Made on' }), dateText(facts.producedOn)],
      [
        say({ zh: '数据截止', en: 'Data as of' }),
        facts.asOf === null
          ? say({ zh: '尚无数据', en: 'no data yet' })
          : `${minuteText(facts.asOf)} ${say({ zh: '北京时间', en: 'Beijing time' })}`,
      ],
      [
        say({ zh: '规则版本', en: 'Rules' }),
        `${facts.rules.version.slice(0, 12)}${facts.rules.edit === null ? '' : say({ zh: `（第 ${facts.rules.edit} 次修订）`, en: ` (edit ${facts.rules.edit})` })}`,
      ],
    ],
    sections: sections.map(({ heading, blocks }, i) => ({ heading: `${numeral(i + 1, language)}${heading}`, blocks })),
    signatures: [
      { zh: '编制', en: 'Made by' },
      { zh: '审核', en: 'Reviewed by' },
      { zh: '签发', en: 'Issued by' },
      { zh: '日期', en: 'Date' },
    ].map(say),
    foot: `${say(TITLES[facts.kind])} ${period}`,
    date: facts.asOf ?? report.span.end,
  };
}

const periodOf = ({ facts: { kind, days } }: Report) => dateText(days.from).slice(0, kind === 'daily' ? 10 : 7);

const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'];
const numeral = (n: number, language: Language) => (language === 'zh' ? `${NUMERALS[n - 1]}、` : `${n}. `);

function bannerOf({ demonstration, unfinished }: Report, { say }: Words): string | null {
  const said = [
    ...(demonstration
      ? [
          {
            zh: '示范数据：含模拟企业，不反映任何真实单位',
            en: 'Demonstration data: simulated sites, about nobody real',
          },
        ]
      : []),
    ...(unfinished
      ? [{ zh: '报告期尚未结束，内容不完整', en: 'The period is not over: the report is incomplete' }]
      : []),
  ];
  return said.length === 0 ? null : said.map(say).join(' · ');
}

function scopeOf({ facts: { region, site }, sites, presence }: Report, words: Words): string {
  const all = Object.values(presence).reduce((a, b) => a + b, 0);
  const which =
    site !== null
      ? words.site(site)
      : region !== null
        ? words.say({ zh: `行政区划代码 ${region} 开头的企业`, en: `sites whose region code begins with ${region}` })
        : words.say({ zh: '全部企业', en: 'all sites' });
  return words.say({
    zh: `${which}（${sites} 家、${all} 个排放口和表计）`,
    en: `${which} (${counted(sites, 'site')}, ${counted(all, 'outlet')}, meters included)`,
  });
}

function summary(report: Report, words: Words): Section {
  const { presence, belowTarget, exceedances, acts, asserted, leads, provisional } = report;
  const { due, received, valid } = report.hours;
  const total = Object.values(presence).reduce((a, b) => a + b, 0);
  const sites = new Set(exceedances.map(({ alert }) => alert.site)).size;
  const found = ALERT_KINDS.some((kind) => asserted[kind].length > 0);
  const said: Text[] = [];
  if (total === 0) {
    said.push({
      zh: '范围内没有登记的排放口，无可报告内容。',
      en: 'There are no outlets in this scope, and nothing to report.',
    });
  } else if (presence.reporting === 0) {
    said.push({
      zh: `纳入 ${total} 个排放口和表计，报告期内均没有数据。`,
      en: `Outlets and meters: ${total}, none of which sent anything in the period.`,
    });
  } else {
    said.push({
      zh: `纳入 ${total} 个排放口和表计：${presence.reporting} 个有数据，${presence.stopped} 个全程停运，${presence.silent} 个无数据，${presence.never} 个未联网。`,
      en: `Outlets and meters: ${total}, of which ${presence.reporting} reported, ${presence.stopped} out of service throughout, ${presence.silent} without data, ${presence.never} never connected.`,
    });
  }
  if (due > 0) {
    said.push({
      zh: `有效传输率合计 ${words.percent((valid / due) * 100)}%（应传 ${due}、收到 ${received}、有效 ${valid} 个小时值），低于目标的排放口 ${belowTarget} 个。`,
      en: `Effective transmission is ${words.percent((valid / due) * 100)} % over all (${due} hour values due, ${received} received, ${valid} valid); ${belowTarget === 0 ? 'no outlet is' : belowTarget === 1 ? '1 outlet is' : `${belowTarget} outlets are`} below the target.`,
    });
  }
  if (exceedances.length > 0) {
    said.push({
      zh: `涉嫌超标 ${exceedances.length} 项，计 ${acts} 起，涉及 ${sites} 家企业。`,
      en: `${counted(exceedances.length, 'suspected exceedance')} in ${counted(acts, 'act')} at ${counted(sites, 'site')}.`,
    });
  }
  if (found) {
    const count = (kind: keyof typeof asserted) => asserted[kind].length;
    said.push({
      zh: `炉膛温度 ${count('temperature')} 项，监测义务 ${count('duty')} 项，标记 ${count('mark')} 项，疑似数据异常 ${count('falsification')} 项，用电用水 ${count('power')} 项。`,
      en: `Furnace temperature ${count('temperature')}, monitoring duties ${count('duty')}, marks ${count('mark')}, data inconsistent with honest operation ${count('falsification')}, power and water ${count('power')}.`,
    });
  } else if (presence.reporting > 0) {
    said.push({ zh: '报告期内没有按规则判定的问题。', en: 'Nothing was found against the rules in the period.' });
  }
  if (leads.opened.enforcement > 0) {
    said.push({
      zh: `新增执法线索 ${leads.opened.enforcement} 条。`,
      en: `${counted(leads.opened.enforcement, 'new lead')}.`,
    });
  }
  if (provisional.alerts > 0) {
    said.push({
      zh: `以上有 ${provisional.alerts} 条报警为暂定，见末节。`,
      en: `${counted(provisional.alerts, 'alert')} among them still provisional: see the last section.`,
    });
  }
  const tone = found || total === 0 ? 'plain' : 'calm';
  return {
    heading: words.say({ zh: '概述', en: 'Summary' }),
    blocks: [{ kind: 'text', tone, text: said.map(words.say).join(words.language === 'zh' ? '' : ' ') }],
  };
}

function mayChange({ unfinished, provisional, facts }: Report, words: Words): Section {
  const waiting = provisional.notJudged.map(({ site, outlet }) => `${words.say(site.name)} ${words.say(outlet.name)}`);
  const shown = waiting.slice(0, 20).join(words.say({ zh: '、', en: ', ' }));
  const said: Text[] = [
    ...(unfinished ? [{ zh: '报告期尚未结束。', en: 'The period is not over.' }] : []),
    ...(provisional.alerts > 0
      ? [
          {
            zh: `${provisional.alerts} 条报警为暂定：标记期限未过，可能因标记、迟到数据而修订或撤回。`,
            en: `${counted(provisional.alerts, 'alert')} still provisional: the time for marks has not passed, and marks or late data may bring a revision or a withdrawal.`,
          },
        ]
      : []),
    ...(waiting.length > 0
      ? [
          {
            zh: `${waiting.length} 个排放口在报告期内的数据尚未到齐或未判完：${shown}${waiting.length > 20 ? ' 等' : ''}。`,
            en: `Data of the period are still to come or to be judged at ${counted(waiting.length, 'outlet')}: ${shown}${waiting.length > 20 ? ' and more' : ''}.`,
          },
        ]
      : []),
    ...(facts.behind > 0
      ? [
          {
            zh: `规则已修改，${facts.behind} 个排放口的历史正在重新判定。`,
            en: `Rules were changed: the past of ${counted(facts.behind, 'outlet')} is being judged anew.`,
          },
        ]
      : []),
  ];
  const settled = {
    zh: '所列报警均已过标记期限。此后只有迟到数据、补录标记或规则修订会使其变化。',
    en: 'The time for marks has passed for every alert here. Only late data, late marks or a change of rules can still change them.',
  };
  return {
    heading: words.say({ zh: '可能变化的内容', en: 'What may still change' }),
    blocks: [
      ...(said.length === 0
        ? [{ kind: 'text' as const, tone: 'calm' as const, text: words.say(settled) }]
        : said.map((one) => ({ kind: 'text' as const, tone: 'plain' as const, text: words.say(one) }))),
      {
        kind: 'text',
        tone: 'note',
        text: words.say({
          zh: '说明：本报告由系统按自动监测数据、企业自主标记和现行规则生成，所列为涉嫌问题，须经核查认定。超标倍数 = 数值 / 限值 − 1。时间均为北京时间，时段含起点不含终点。已撤回的报警不列入。',
          en: 'This report is made by machine from automatic monitoring data, the plants’ own marks and the rules in force. What it lists is suspected and has to be checked. Times over = value / limit − 1. Times are Beijing time; a period includes its start and not its end. Withdrawn alerts are left out.',
        }),
      },
    ],
  };
}

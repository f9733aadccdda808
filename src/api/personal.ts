/** Keeping out who complained: fields by their names, and what looks like a person in words. */

const ENGLISH =
  /^(full|first|last|real|user)?name$|complain(ant|er)|informant|reporter|petitioner|whistle|phone|mobile|^tel(no|number)?$|contact|address|^home|idcard|idno|idnumber|identity|passport|e?mail|wechat|weixin|^qq/;
const CHINESE = /姓名|举报人|投诉人|信访人|来访人|反映人|联系|电话|手机|地址|住址|身份证|证件|邮箱|微信|实名/;

/** The column or key is for something about the person who complained. */
export function isPersonalField(name: string): boolean {
  return CHINESE.test(name) || ENGLISH.test(name.toLowerCase().replace(/[\s_.-]/g, ''));
}

const DIGITS: Record<string, string> = {
  〇: '0',
  零: '0',
  一: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
  幺: '1',
};

/** What of a text could tell who wrote it; undefined where nothing is found. The answer never holds the text. */
export function personalTrace(text: string): PersonalTrace | undefined {
  const plain = text.normalize('NFKC');
  const joined = plain.replace(/(?<=\d)[\s\-–—.·]+(?=\d)/g, '');
  const spoken = joined.replace(/[〇零一二三四五六七八九幺]/g, (word) => DIGITS[word]!);
  for (const [trace, pattern] of PATTERNS) if ([plain, joined, spoken].some((form) => pattern.test(form))) return trace;
  return undefined;
}

export type PersonalTrace = 'phone' | 'id-number' | 'mail' | 'name' | 'address';

const PATTERNS: readonly [PersonalTrace, RegExp][] = [
  // Born before 2016: numbers of complaints are often a division code, today's date and a count.
  ['id-number', /(?<!\d)[1-9]\d{5}(19\d{2}|200\d|201[0-5])(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)/],
  ['phone', /(?<!\d)(\+?0{0,2}86)?1[3-9]\d{9}(?!\d)/],
  ['phone', /(?<!\d)\(?0\d{2,3}\)?[\s-]?[2-9]\d{6,7}(?!\d)/],
  ['mail', /[\w.+-]+@[\w-]+\.\w+/],
  ['mail', /(微信|wechat|weixin|QQ)\s*(号|号码)?\s*[:：为是]?\s*[\w-]{5,}/i],
  ['name', /(我叫|姓名|举报人|联系人)\s*[:：是为]?\s*[\u4e00-\u9fff]{2,4}/],
  ['name', /[\u4e00-\u9fff](先生|女士|小姐|师傅|大爷|阿姨)/],
  ['address', /(\d+|[一二三四五六七八九十]+)\s*(幢|栋|号楼|单元|室)/],
];

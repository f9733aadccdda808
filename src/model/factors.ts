import type { Medium } from './outlet.ts';
import type { Text } from './text.ts';

/**
 * Monitoring factors (监测因子) of HJ 212-2017 annex B, with the codes of HJ/T 212-2005 where they differ.
 *
 * The unit belongs to the station, never to the code alone: the catalogue may override it. Where annex B prints ng/m3
 * for something that devices send in ug/m3 or mg/m3 (NH3, CH4, TSP, PM10, PM2.5), `unit` is the one in use.
 */
export interface Factor extends Text {
  unit: string | null;
  /** null: noise, and the state of instruments */
  medium: Medium | null;
  /** decimals of the standard's notation, `N5.2` */
  decimals?: number;
  /** code of HJ/T 212-2005 */
  old?: string;
  /** unit of the old code, where it is another */
  oldUnit?: string;
}

type Row = readonly [
  code: string,
  zh: string,
  en: string,
  unit: string,
  decimals: number,
  old?: string,
  oldUnit?: string,
];

// Table B.2
const GAS: readonly Row[] = [
  ['a00000', '废气', 'Flue gas flow', 'm3/s', 1, 'B02'],
  ['a01001', '温度', 'Ambient temperature', '℃', 1],
  ['a01002', '湿度', 'Ambient humidity', '%', 1],
  ['a01006', '气压', 'Air pressure', 'kPa', 3],
  ['a01007', '风速', 'Wind speed', 'm/s', 1],
  ['a01008', '风向', 'Wind direction', '°', 0],
  ['a01010', '林格曼黑度', 'Ringelmann blackness', '', 0, '37'],
  ['a01011', '烟气流速', 'Flue gas velocity', 'm/s', 2, 'S02', 'm3/h'],
  ['a01012', '烟气温度', 'Flue gas temperature', '℃', 1, 'S03'],
  ['a01013', '烟气压力', 'Flue gas static pressure', 'kPa', 3, 'S08', 'MPa'],
  ['a01014', '烟气湿度', 'Flue gas humidity', '%', 1, 'S05'],
  ['a01015', '制冷温度', 'Cooler temperature', '℃', 1, 'S06'],
  ['a01016', '烟道截面积', 'Duct cross-section', 'm2', 2, 'S07'],
  ['a01017', '烟气动压', 'Flue gas dynamic pressure', 'kPa', 3, 'S04', 'MPa'],
  ['a01901', '炉膛内焚烧平均温度', 'Furnace mean temperature', '℃', 1],
  ['a01902', '炉膛内DCS温度', 'Furnace DCS temperature', '℃', 1],
  ['a05001', '二氧化碳', 'Carbon dioxide', 'mg/m3', 3, '30'],
  ['a05002', '甲烷', 'Methane', 'mg/m3', 1],
  ['a05024', '臭氧', 'Ozone', 'ug/m3', 1],
  ['a19001', '氧气含量', 'Oxygen', '%', 1, 'S01'],
  ['a20007', '砷', 'Arsenic', 'ng/m3', 6],
  ['a20016', '铍及其化合物', 'Beryllium and compounds', 'mg/m3', 4, '36'],
  ['a20025', '镉及其化合物', 'Cadmium and compounds', 'mg/m3', 4, '33'],
  ['a20026', '镉', 'Cadmium', 'ng/m3', 3],
  ['a20043', '铅及其化合物', 'Lead and compounds', 'mg/m3', 4, '32'],
  ['a20044', '铅', 'Lead', 'ng/m3', 3],
  ['a20057', '汞及其化合物', 'Mercury and compounds', 'mg/m3', 4, '31'],
  ['a20058', '汞', 'Mercury', 'ng/m3', 2],
  ['a20063', '镍及其化合物', 'Nickel and compounds', 'mg/m3', 3, '35'],
  ['a20091', '锡及其化合物', 'Tin and compounds', 'mg/m3', 3, '34'],
  ['a21001', '氨', 'Ammonia', 'mg/m3', 3, '10'],
  ['a21002', '氮氧化物', 'Nitrogen oxides', 'mg/m3', 1, '03'],
  ['a21003', '一氧化氮', 'Nitric oxide', 'mg/m3', 1],
  ['a21004', '二氧化氮', 'Nitrogen dioxide', 'mg/m3', 1],
  ['a21005', '一氧化碳', 'Carbon monoxide', 'mg/m3', 3, '04'],
  ['a21017', '氰化物', 'Cyanide', 'mg/m3', 3, '07'],
  ['a21018', '氟化物', 'Fluoride', 'mg/m3', 3, '06'],
  ['a21022', '氯气', 'Chlorine', 'mg/m3', 3, '11'],
  ['a21024', '氯化氢', 'Hydrogen chloride', 'mg/m3', 3, '08'],
  ['a21026', '二氧化硫', 'Sulphur dioxide', 'mg/m3', 2, '02'],
  ['a21028', '硫化氢', 'Hydrogen sulphide', 'mg/m3', 2, '05'],
  ['a23001', '酚类', 'Phenols', 'mg/m3', 3, '27'],
  ['a24046', '氯乙烯', 'Vinyl chloride', 'mg/m3', 3, '29'],
  ['a24087', '碳氢化合物', 'Hydrocarbons', 'mg/m3', 2, '25'],
  ['a24088', '非甲烷总烃', 'Non-methane hydrocarbons', 'mg/m3', 3],
  ['a25002', '苯', 'Benzene', 'mg/m3', 3],
  ['a25003', '甲苯', 'Toluene', 'mg/m3', 2, '17'],
  ['a25005', '二甲苯', 'Xylene', 'mg/m3', 2, '18'],
  ['a25010', '氯苯', 'Chlorobenzene', 'mg/m3', 3, '23'],
  ['a25023', '硝基苯', 'Nitrobenzene', 'mg/m3', 4, '22'],
  ['a25044', '苯并[a]芘', 'Benzo[a]pyrene', 'mg/m3', 3, '20'],
  ['a26001', '苯胺类', 'Anilines', 'mg/m3', 3, '21'],
  ['a30001', '甲醇', 'Methanol', 'mg/m3', 3, '28'],
  ['a30022', '硫醇', 'Mercaptans', 'mg/m3', 3, '13'],
  ['a31001', '甲醛', 'Formaldehyde', 'mg/m3', 3, '19'],
  ['a31002', '乙醛', 'Acetaldehyde', 'mg/m3', 4, '26'],
  ['a34001', '总悬浮颗粒物', 'Total suspended particulates', 'ug/m3', 3],
  ['a34002', '可吸入颗粒物PM10', 'PM10', 'ug/m3', 3],
  ['a34004', '细颗粒物PM2.5', 'PM2.5', 'ug/m3', 3],
  ['a34013', '烟尘', 'Particulate matter', 'mg/m3', 0, '01'],
  ['a34038', '沥青烟', 'Asphalt fume', 'mg/m3', 3, '09'],
  ['a34039', '硫酸雾', 'Sulphuric acid mist', 'mg/m3', 3, '14'],
  ['a34040', '铬酸雾', 'Chromic acid mist', 'mg/m3', 3, '15'],
  ['a99049', '光气', 'Phosgene', 'mg/m3', 3, '24'],
  ['a99051', '二硫化碳', 'Carbon disulphide', 'mg/m3', 3, '12'],
];

// Table B.1; w01003 is not in it but sent by surface-water stations
const WATER: readonly Row[] = [
  ['w00000', '污水', 'Waste water flow', 'L/s', 2, 'B01'],
  ['w01001', 'pH值', 'pH', '', 2, '001'],
  ['w01002', '色度', 'Colour', '度', 2, '002'],
  ['w01003', '浊度', 'Turbidity', 'NTU', 2],
  ['w01006', '溶解性总固体', 'Total dissolved solids', 'mg/L', 0],
  ['w01009', '溶解氧', 'Dissolved oxygen', 'mg/L', 1],
  ['w01010', '水温', 'Water temperature', '℃', 1],
  ['w01012', '悬浮物', 'Suspended solids', 'mg/L', 0, '003'],
  ['w01014', '电导率', 'Conductivity', 'uS/cm', 1],
  ['w01017', '五日生化需氧量', 'BOD5', 'mg/L', 1, '010'],
  ['w01018', '化学需氧量', 'Chemical oxygen demand', 'mg/L', 1, '011'],
  ['w01019', '高锰酸盐指数', 'Permanganate index', 'mg/L', 1],
  ['w01020', '总有机碳', 'Total organic carbon', 'mg/L', 1, '015'],
  ['w19002', '阴离子表面活性剂', 'Anionic surfactants', 'mg/L', 2, '520'],
  ['w20012', '钡', 'Barium', 'mg/L', 3, '039'],
  ['w20023', '硼', 'Boron', 'mg/L', 3, '037'],
  ['w20038', '钴', 'Cobalt', 'mg/L', 4, '040'],
  ['w20061', '钼', 'Molybdenum', 'mg/L', 4, '038'],
  ['w20089', '铊', 'Thallium', 'ng/L', 0, '041', 'mg/L'],
  ['w20092', '锡', 'Tin', 'mg/L', 1, '036'],
  ['w20111', '总汞', 'Total mercury', 'ug/L', 2, '020', 'mg/L'],
  ['w20113', '烷基汞', 'Alkyl mercury', 'ng/L', 0, '021', 'mg/L'],
  ['w20115', '总镉', 'Total cadmium', 'ug/L', 1, '022', 'mg/L'],
  ['w20116', '总铬', 'Total chromium', 'mg/L', 3, '023'],
  ['w20117', '六价铬', 'Hexavalent chromium', 'ug/L', 3, '024', 'mg/L'],
  ['w20119', '总砷', 'Total arsenic', 'ug/L', 3, '026', 'mg/L'],
  ['w20120', '总铅', 'Total lead', 'ug/L', 0, '027', 'mg/L'],
  ['w20121', '总镍', 'Total nickel', 'mg/L', 2, '028'],
  ['w20122', '总铜', 'Total copper', 'mg/L', 2, '029'],
  ['w20123', '总锌', 'Total zinc', 'mg/L', 3, '030'],
  ['w20124', '总锰', 'Total manganese', 'mg/L', 3, '031'],
  ['w20125', '总铁', 'Total iron', 'mg/L', 3, '032'],
  ['w20126', '总银', 'Total silver', 'mg/L', 3, '033'],
  ['w20127', '总铍', 'Total beryllium', 'ug/L', 3, '034', 'mg/L'],
  ['w20128', '总硒', 'Total selenium', 'ug/L', 2, '035', 'mg/L'],
  ['w21001', '总氮', 'Total nitrogen', 'mg/L', 2, '065'],
  ['w21003', '氨氮', 'Ammonia nitrogen', 'mg/L', 2, '060'],
  ['w21004', '凯氏氮', 'Kjeldahl nitrogen', 'mg/L', 1, '062'],
  ['w21006', '亚硝酸盐', 'Nitrite', 'mg/L', 3, '063'],
  ['w21007', '硝酸盐', 'Nitrate', 'mg/L', 3, '064'],
  ['w21011', '总磷', 'Total phosphorus', 'mg/L', 2, '101'],
  ['w21016', '氰化物', 'Cyanide', 'mg/L', 3, '070'],
  ['w21017', '氟化物', 'Fluoride', 'mg/L', 2, '072'],
  ['w21019', '硫化物', 'Sulphide', 'mg/L', 3, '071'],
  ['w21022', '氯化物', 'Chloride', 'mg/L', 1, '090'],
  ['w22001', '石油类', 'Petroleum oils', 'mg/L', 2, '080'],
  ['w23002', '挥发酚', 'Volatile phenols', 'mg/L', 4, '110'],
  ['w99001', '有机氮', 'Organic nitrogen', 'mg/L', 1, '061'],
];

// Table B.3
const NOISE: readonly Row[] = [
  ['LA', 'A计权声级', 'A-weighted sound level', 'dB', 1],
  ['L5', '累计百分声级L5', 'Percentile sound level L5', 'dB', 1],
  ['L10', '累计百分声级L10', 'Percentile sound level L10', 'dB', 1],
  ['L50', '累计百分声级L50', 'Percentile sound level L50', 'dB', 1],
  ['L90', '累计百分声级L90', 'Percentile sound level L90', 'dB', 1],
  ['L95', '累计百分声级L95', 'Percentile sound level L95', 'dB', 1],
  ['Leq', '等效声级', 'Equivalent sound level', 'dB', 1],
  ['Ldn', '昼夜等效声级', 'Day-night equivalent sound level', 'dB', 1],
  ['Ld', '昼间等效声级', 'Day equivalent sound level', 'dB', 1],
  ['Ln', '夜间等效声级', 'Night equivalent sound level', 'dB', 1],
  ['LMx', '最大瞬时声级', 'Maximum sound level', 'dB', 1],
  ['LMn', '最小瞬时声级', 'Minimum sound level', 'dB', 1],
];

// Table B.10: the site around the instruments
const DEVICE: readonly Row[] = [
  ['i23001', '现场气压', 'Local air pressure', 'kPa', 3],
  ['i33001', '伴热管温度', 'Heated line temperature', '℃', 1],
  ['i33002', '冷凝器温度', 'Condenser temperature', '℃', 1],
  ['i33101', '站房温度', 'Room temperature', '℃', 1],
  ['i33102', '站房湿度', 'Room humidity', '%', 1],
  ['i33103', '供电电压', 'Supply voltage', 'V', 1],
  ['i33400', '生产负荷', 'Production load', '%', 1],
];

// Table B.10, and active power, which the standard does not name. The d-codes of 2025 (ST=44) have no place here: their
// table was not read, and the examples put production (d2…) and treatment (d3…) into one frame, so they stay as sent.
const POWER: readonly Row[] = [
  ['kw', '有功功率', 'Active power', 'kW', 2],
  ['i33200', '电流', 'Current', 'A', 2],
  ['i33201', '总用电量', 'Total energy', 'kWh', 2],
  ['i33202', '日用电量', 'Energy of the day', 'kWh', 2],
];

const FURNACE_SECTIONS = [
  ['i3331', '炉膛上部温度', 'Furnace temperature, upper section'],
  ['i3332', '炉膛中部温度', 'Furnace temperature, middle section'],
  ['i3333', '炉膛下部温度', 'Furnace temperature, lower section'],
  ['i3334', '二次风入口温度', 'Secondary air inlet temperature'],
] as const;

// Tables B.4–B.7 number their factors within a process; the print reuses some of them, so only the process is told.
const PROCESSES: Readonly<Record<string, Text>> = {
  e1: { zh: '进水口工况', en: 'Inlet signal' },
  e2: { zh: '出水口工况', en: 'Outlet signal' },
  g1: { zh: '湿法脱硫工况', en: 'Wet desulphurisation signal' },
  g2: { zh: '半干法脱硫工况', en: 'Semi-dry desulphurisation signal' },
  g3: { zh: 'SCR脱硝工况', en: 'SCR signal' },
  g4: { zh: 'SNCR脱硝工况', en: 'SNCR signal' },
  g5: { zh: '电除尘工况', en: 'Electrostatic precipitator signal' },
  g6: { zh: '袋式除尘工况', en: 'Bag filter signal' },
};

function* entries(): Generator<[string, Factor]> {
  const tables: [readonly Row[], Medium | null][] = [
    [GAS, 'flue-gas'],
    [WATER, 'waste-water'],
    [NOISE, null],
    [DEVICE, null],
    [POWER, 'power'],
  ];
  for (const [rows, medium] of tables) {
    for (const [code, zh, en, unit, decimals, old, oldUnit] of rows) {
      const factor: Factor = { zh, en, unit: unit === '' ? null : unit, medium, decimals };
      if (old !== undefined) factor.old = old;
      if (oldUnit !== undefined) factor.oldUnit = oldUnit;
      yield [code, factor];
    }
  }
  for (const [prefix, zh, en] of FURNACE_SECTIONS) {
    for (let i = 0; i < 10; i++) {
      yield [`${prefix}${i}`, { zh: `${zh}${i}`, en: `${en} ${i}`, unit: '℃', medium: 'flue-gas', decimals: 1 }];
    }
  }
}

export const FACTORS: Readonly<Record<string, Factor>> = Object.fromEntries(entries());

const BY_OLD = new Map(Object.entries(FACTORS).flatMap(([code, { old }]) => (old === undefined ? [] : [[old, code]])));

/** Today's code of a 2005 code; null for any other. 2-character gas and 3-character water codes clash with nothing. */
export function factorOfOldCode(code: string): string | null {
  return BY_OLD.get(code) ?? null;
}

/** A known factor's name, the process of a process signal, or the code itself. */
export function factorName(code: string): Text {
  const known = find(code);
  if (known) return { zh: known.zh, en: known.en };
  const process = /^[eg]\d{5}$/.test(code) ? PROCESSES[code.slice(0, 2)] : undefined;
  return process ? { zh: `${process.zh}${code}`, en: `${process.en} ${code}` } : { zh: code, en: code };
}

/** Several factors in one phrase. */
export function factorNames(codes: readonly string[]): Text {
  const names = codes.map(factorName);
  return { zh: names.map(({ zh }) => zh).join('、'), en: names.map(({ en }) => en).join(', ') };
}

/** The unit in use unless the catalogue says otherwise; null for a pure number or an unknown code. */
export function factorUnit(code: string): string | null {
  return find(code)?.unit ?? null;
}

const find = (code: string) => (Object.hasOwn(FACTORS, code) ? FACTORS[code] : undefined);

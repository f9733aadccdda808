import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ReadingBatch } from '../../../model/batch.ts';
import { FactorIndex } from '../../../model/channel.ts';
import { MessageDecoder } from './decode.ts';
import { lintMapping, readMapping } from './mapping.ts';
import { propose } from './propose.ts';

const table = (text: string) => {
  const [header, ...rows] = text.trim().split('\n');
  return { columns: header!.split(','), rows: rows.map((row) => row.split(',')) };
};

describe('a header as stations write it', () => {
  test('wide, Chinese, with units, converted values and marks', () => {
    const { yaml, open, understood } = propose(
      table(`监测时间,排放口,SO2实测浓度(mg/m³),SO2折算浓度(mg/m3),SO2标记,烟尘（ug/m3）,含氧量(%),烟气温度(℃),NOx(ppm),备注
2026-3-1 0:00,p1,1,2,N,3000,8,120,4,
2026-3-1 1:00,p1,1,2,N,3000,8,120,4,`),
    );
    expect(parse(yaml)).toEqual({
      id: 'my-table',
      format: 'csv',
      sender: { path: '排放口' },
      time: { path: '监测时间' },
      grain: 'hour',
      stat: 'avg',
      values: [
        { path: 'SO2实测浓度(mg/m³)', factor: 'a21026', flag: { path: 'SO2标记' } },
        { path: 'SO2折算浓度(mg/m3)', factor: 'a21026', stat: 'zsavg', flag: { path: 'SO2标记' } },
        { path: '烟尘（ug/m3）', factor: 'a34013', unit: 'ug/m3' },
        { path: '含氧量(%)', factor: 'a19001' },
        { path: '烟气温度(℃)', factor: 'a01012' },
      ],
    });
    expect(open.map(({ en }) => en)).toEqual([expect.stringContaining('ppm')]);
    expect(understood.at(-1)!.en).toBe('备注 → not used');
  });

  test('long, with factors by their names; of waste water a flow is a flow of water', () => {
    const { yaml, open } = propose(
      table(`time,mn,项目,数值,标记
2026-03-01 00:00:00,A1,化学需氧量,30,N
2026-03-01 00:00:00,A1,氨氮,1,N
2026-03-01 00:01:00,A1,流量,5,N
2026-03-01 00:01:00,A1,w21011,0.2,N`),
    );
    expect(parse(yaml)).toMatchObject({
      sender: { path: 'mn' },
      grain: 'minute',
      flag: { path: '标记' },
      values: [
        { path: '数值', factor: { path: '项目', names: { 化学需氧量: 'w01018', 氨氮: 'w21003', 流量: 'w00000' } } },
      ],
    });
    expect(open).toEqual([]);
  });

  test('English, with codes and Unix times; nobody named', () => {
    const text = `ts,a21026-Avg,co_avg,power (W)
1772294400,1,2,1500
1772294460,1,2,1500`;
    const { yaml, open } = propose(table(text));
    expect(parse(yaml)).toMatchObject({ time: { path: 'ts', form: 's' }, grain: 'minute', sender: 'OUTLET-OR-MN' });
    expect(parse(yaml).values).toEqual([
      { path: 'a21026-Avg', factor: 'a21026' },
      { path: 'co_avg', factor: 'a21005' },
      { path: 'power (W)', factor: 'kw', unit: 'W' },
    ]);
    expect(open).toHaveLength(1);
    const named = propose(table(text), 'stack-1');
    expect([named.open, lintMapping(named.yaml, 'x.yaml')]).toEqual([[], []]);
    const batch = new ReadingBatch();
    const decoder = new MessageDecoder(readMapping(named.yaml, 'x.yaml').says, new FactorIndex());
    const { senders, faultCount } = decoder.decode(Buffer.from(text), '', batch);
    expect([senders, faultCount, batch.length]).toEqual([['stack-1'], 0, 6]);
    expect([...batch.value.subarray(0, 3)]).toEqual([1, 2, 1.5]);
  });

  test('that says nothing: every gap is named, and nothing is guessed', () => {
    const { open } = propose(table('a,b\n1,2'));
    expect(open).toHaveLength(3);
  });
});

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeFrame } from '../ingest/codecs/hj212/encode.ts';
import { decodeStream } from './decode.ts';

const golden = readFileSync(new URL('../../fixtures/hj212/frames.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { frame: string });

async function decode(bytes: Uint8Array, options?: Parameters<typeof decodeStream>[2], size = bytes.length) {
  const lines: string[] = [];
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const counts = await decodeStream(chunks(), (line) => void lines.push(line), options);
  return { counts, lines, outcomes: lines.map((line) => JSON.parse(line)) };
}

const upload = encodeFrame({
  qn: '20160801085857223',
  st: '32',
  cn: '2011',
  pw: '424242',
  mn: '88888880000001',
  flag: 5,
  items: [
    [['DataTime', '20160801085857']],
    [
      ['w01018-Rtd', '24.5'],
      ['w01018-Flag', 'N'],
    ],
    [['060-Rtd', '-']],
    [['101-Rtd', '0.30']],
  ],
});

describe('decode', () => {
  it('prints a frame as the contract has it, keys in its order', async () => {
    const { lines } = await decode(upload);
    expect(lines).toEqual([
      '{"v":1,"ok":true,"qn":"20160801085857223","st":"32","cn":"2011","mn":"88888880000001","flag":5,"version":1,' +
        '"needAck":true,"pnum":null,"pno":null,"rf":false,"cp":[[["DataTime","20160801085857"]],' +
        '[["w01018-Rtd","24.5"],["w01018-Flag","N"]],[["060-Rtd","-"]],[["101-Rtd","0.30"]]],' +
        '"dataTime":"2016-08-01T08:58:57+08:00","readings":[{"factor":"w01018","stat":"rtd","value":24.5,"flag":"N"},' +
        '{"factor":"w21011","stat":"rtd","value":0.3,"flag":null,"code":"101"}],"marks":["NOVALUE","NOFLAG"]}',
    ]);
  });

  it('prints what it refuses, with its offset, in order', async () => {
    const damaged = Buffer.from(upload);
    damaged[damaged.indexOf('24.5')] = 0x33;
    const { outcomes, counts } = await decode(Buffer.concat([upload, damaged, upload]));
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(outcomes[1]).toMatchObject({ v: 1, ok: false, error: 'CRC', at: upload.length });
    expect(Object.keys(outcomes[1])).toEqual(['v', 'ok', 'error', 'at', 'bytes']);
    expect(outcomes[1].bytes).toMatch(/^##\d{4}QN=/);
    expect(counts).toMatchObject({ frames: 2, rejected: new Map([['CRC', 1]]) });
  });

  it('shows the beginning of a long reject, and says so', async () => {
    const { outcomes } = await decode(new Uint8Array(3000).fill(0x41));
    expect(outcomes).toMatchObject([{ error: 'GARBAGE', truncated: true, length: 3000 }]);
    expect(outcomes[0].bytes).toHaveLength(1024);
  });

  it('never prints the password of a header, nor any secret of a refused input; cp is exact', async () => {
    const secrets = encodeFrame({
      qn: '20240601085857223',
      st: '32',
      cn: '1072',
      pw: '424242',
      mn: 'A',
      flag: 5,
      items: [
        [
          ['NewPW', '424243'],
          ['NewSK', '4242444242444242'],
        ],
      ],
    });
    const damaged = Buffer.from(secrets);
    damaged[damaged.length - 4] = 0x37;
    const { lines } = await decode(Buffer.concat([upload, secrets, damaged]));
    expect(lines).toHaveLength(3);
    expect(lines.join()).not.toMatch(/424242[^4]/);
    expect(lines[1]).toContain('"cp":[[["NewPW","424243"],["NewSK","4242444242444242"]]]');
    expect(lines[2]).not.toMatch(/4242/);
  });

  it('says the same of the golden frames in any chunks', async () => {
    const bytes = Buffer.from(golden.map(({ frame }) => frame).join(''), 'latin1');
    const key = { sm4Keys: new Map([['010000A8900016F000169DC0', [new Uint8Array(16).fill(0x30)]]]) };
    const whole = await decode(bytes, key);
    expect((await decode(bytes, key, 1)).lines).toEqual(whole.lines);
    expect((await decode(bytes, key, 777)).lines).toEqual(whole.lines);
    const modbus = whole.outcomes.filter(({ error }) => error === 'CRC_MODBUS').length;
    expect(modbus).toBe(7);
    const lenient = await decode(bytes, { ...key, acceptModbusCrc: true });
    expect(lenient.counts.frames).toBe(whole.counts.frames + modbus);
  });
});

describe('fluewatch decode', () => {
  const script = `import { decodeCommand } from './src/cli/decode.ts'; import { report } from './src/cli/exit.ts';
    decodeCommand().parseAsync(process.argv.slice(1), { from: 'user' }).catch((e) => { process.exitCode = report(e); });`;
  const run = (args: string[], input: Uint8Array = new Uint8Array()) =>
    spawnSync(process.execPath, ['--input-type=module', '-e', script, '--', ...args], {
      cwd: new URL('../..', import.meta.url),
      input,
      encoding: 'utf8',
      env: { ...process.env, FLUEWATCH_LANG: 'en' },
    });

  it('reads standard input, data on stdout and the summary on stderr', () => {
    const { stdout, stderr, status } = run(['-'], Buffer.concat([upload, Buffer.from('noise')]));
    expect(status).toBe(0);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).ok),
    ).toEqual([true, false]);
    expect(stderr).toContain('1 good frame(s), 2 reading(s), 1 refused');
    expect(stderr).toContain('GARBAGE');
  });

  it('leaves with 4 where the file cannot be read', () => {
    const { stderr, status, stdout } = run(['no/such/file']);
    expect([status, stdout]).toEqual([4, '']);
    expect(stderr).toContain('no/such/file');
  });
});

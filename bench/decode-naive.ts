/**
 * The baseline of the `decode` benchmark: HJ 212 the way most open implementations read it — cut the text at `##`, check
 * length and CRC, split at `;` and `,`, fill maps of strings, make an object per factor.
 */
interface Reading {
  mn: string;
  at: Date;
  values: Map<string, number>;
  flag: string;
}

export function naiveDecode(bytes: Uint8Array): { readings: number; sum: number } {
  let readings = 0;
  let sum = 0;
  for (const packet of Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1').split('##')) {
    for (const { values } of decodePacket(packet)) {
      for (const value of values.values()) {
        readings++;
        sum += value;
      }
    }
  }
  return { readings, sum };
}

function decodePacket(packet: string): Reading[] {
  const length = Number.parseInt(packet.slice(0, 4), 10);
  const segment = packet.slice(4, 4 + length);
  if (Number.parseInt(packet.slice(4 + length, 8 + length), 16) !== crc(segment)) return [];
  const [head = '', area = ''] = segment.split('CP=&&');
  const fields = new Map(head.split(';').map((field) => field.split('=') as [string, string]));
  const factors = new Map<string, Map<string, string>>();
  let dataTime = '';
  for (const item of area.replace(/&&$/, '').split(';')) {
    for (const pair of item.split(',')) {
      const [key = '', value = ''] = pair.split('=');
      if (key === 'DataTime') dataTime = value;
      const [code = '', suffix] = key.split('-');
      if (suffix === undefined) continue;
      if (!factors.has(code)) factors.set(code, new Map());
      factors.get(code)!.set(suffix, value);
    }
  }
  const m = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(dataTime);
  if (!m) return [];
  const at = new Date(`${m[1]}-${m[2]}-${m[3]}T${m[4]}:${m[5]}:${m[6]}+08:00`);
  return [...factors.values()].map((by) => {
    const values = new Map<string, number>();
    for (const [suffix, value] of by) if (suffix !== 'Flag') values.set(suffix, Number.parseFloat(value));
    return { mn: fields.get('MN') ?? '', at, values, flag: by.get('Flag') ?? '' };
  });
}

const TABLE = Uint16Array.from({ length: 256 }, (_, i) => {
  let c = i;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >> 1) ^ 0xa001 : c >> 1;
  return c;
});

function crc(text: string): number {
  let register = 0xffff;
  for (let i = 0; i < text.length; i++) register = TABLE[(register >> 8) ^ text.charCodeAt(i)]!;
  return register;
}

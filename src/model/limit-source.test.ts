import { expect, it } from 'vitest';
import { limitSource } from './limit-source.ts';

it.each([
  ['gb18485-2014', 'GB 18485-2014', 'GB 18485-2014'],
  ['gb13223-2011-coal-key-region', 'GB 13223-2011 coal-key-region', 'GB 13223-2011 coal-key-region'],
  ['permit', '排污许可证', 'the permit'],
  ['上虞区 2021 协议', '上虞区 2021 协议', '上虞区 2021 协议'],
])('%s is written %s', (source, zh, en) => {
  expect(limitSource(source)).toEqual({ zh, en });
});

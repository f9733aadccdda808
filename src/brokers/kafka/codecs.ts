import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import { lz4Compress, lz4Decompress, snappyCompress, snappyDecompress } from '@platformatic/wasm-utils';
import kafkajs from 'kafkajs';

/** Java's producers wrap snappy in blocks: this magic, two version numbers of 4 bytes, then length (4) and block each. */
const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]);

/** The codecs of Kafka that the library leaves to others; gzip it has itself. */
export function addCodecs(): void {
  const { CompressionCodecs, CompressionTypes } = kafkajs;
  const compressZstd = promisify<Uint8Array, Buffer>(zstdCompress);
  const decompressZstd = promisify<Uint8Array, Buffer>(zstdDecompress);
  CompressionCodecs[CompressionTypes.ZSTD] = () => ({
    compress: ({ buffer }: { buffer: Buffer }) => compressZstd(buffer),
    decompress: (buffer: Buffer) => decompressZstd(buffer),
  });
  CompressionCodecs[CompressionTypes.LZ4] = () => ({
    compress: async ({ buffer }: { buffer: Buffer }) => lz4Compress(buffer),
    decompress: async (buffer: Buffer) => lz4Decompress(buffer),
  });
  CompressionCodecs[CompressionTypes.Snappy] = () => ({
    compress: async ({ buffer }: { buffer: Buffer }) => snappyCompress(buffer),
    decompress: async (buffer: Buffer) => unsnap(buffer),
  });
}

function unsnap(buffer: Buffer): Buffer {
  if (!buffer.subarray(0, XERIAL.length).equals(XERIAL)) return snappyDecompress(buffer);
  const blocks: Buffer[] = [];
  for (let at = XERIAL.length + 8; at < buffer.length; ) {
    const length = buffer.readUInt32BE(at);
    blocks.push(snappyDecompress(buffer.subarray(at + 4, at + 4 + length)));
    at += 4 + length;
  }
  return Buffer.concat(blocks);
}

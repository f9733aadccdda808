/** Working memory, shared by all framers: what a framer holds between two pushes is as small as what it waits with. */
export class Room {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;

  constructor() {
    const memory = new ArrayBuffer(128 * 1024);
    this.bytes = new Uint8Array(memory);
    this.words = new Int32Array(memory);
  }
}
export const rooms: Room[] = [new Room()];

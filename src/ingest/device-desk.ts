import type { DeviceRequest } from '../model/request.ts';
import { verdictOf } from './codecs/hj212/ask.ts';
import type { Frame } from './codecs/hj212/framer.ts';
import { Dialogues, type DialogueTerms, type Line } from './dialogues.ts';
import type { FrameEar } from './frame-intake.ts';
import type { Registry } from './gate.ts';
import type { Peer } from './listener.ts';

/** CN 1013: the device asks for the time. */
const WANTS_TIME = 1013;

export interface DeskSettings {
  terms: DialogueTerms;
  registry: Registry;
  /** a request came to its end */
  ended(request: DeviceRequest): void;
  /** a device asks to have its clock set, or that of the instrument of a factor */
  wantsTime(mn: string, factor: string | undefined): void;
}

/** Hears devices for the sake of what was asked of them: where each is to be reached, and what it answers. */
export class DeviceDesk implements FrameEar {
  readonly dialogues: Dialogues;
  readonly #settings: DeskSettings;
  readonly #peers = new WeakMap<Line, Peer>();

  constructor(settings: DeskSettings) {
    this.#settings = settings;
    this.dialogues = new Dialogues(settings.terms, settings.ended);
  }

  heard(frame: Frame, peer: Peer, at: number): void {
    if (!peer.say) return;
    const { dialogues } = this;
    const { header } = frame;
    const { mn, command } = header;
    dialogues.heard(
      mn,
      at,
      // A device that seals may begin with a frame that is never sealed: its line then has no key yet.
      (line) => this.#peers.get(line) === peer && (line.sm4Key !== undefined || !frame.encrypted),
      () => this.#lineOf(frame, peer),
    );
    if (command === 9011 || command === 9012) {
      dialogues.verdict(mn, verdictOf(command, header.qn, areaOf(frame)), at);
    } else if (dialogues.awaits(mn) === command) {
      const area = areaOf(frame);
      dialogues.data(mn, area, dataTimeOf(area), at);
    } else if (command === WANTS_TIME) {
      this.#settings.wantsTime(mn, /PolId=(\w{1,10})/i.exec(areaOf(frame))?.[1]);
    }
  }

  /** With the password that was agreed, else the one that the device itself sends: no other would be taken. */
  #lineOf({ header, encrypted }: Frame, peer: Peer): Line {
    const { mn, st, version } = header;
    const { password, sm4Keys } = this.#settings.registry.find(mn) ?? {};
    const line: Line = { st, version, say: peer.say!.bind(peer) };
    const own = password ?? passwordOf(header);
    if (own !== undefined) line.password = own;
    if (encrypted && sm4Keys?.[0]) line.sm4Key = sm4Keys[0];
    this.#peers.set(line, peer);
    return line;
  }
}

function passwordOf(header: Frame['header']): string | undefined {
  if (!header.hasPassword) return undefined;
  const field = Buffer.alloc(header.passwordBytes);
  header.copyPassword(field, 0);
  return field.toString('latin1', 'PW='.length, field.length - 1);
}

const areaOf = ({ bytes, header }: Frame) => Buffer.from(bytes.subarray(header.cpFrom, header.cpTo)).toString('latin1');

function dataTimeOf(area: string): number {
  const m = /DataTime=(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/i.exec(area);
  return m ? Date.parse(`${m[1]}-${m[2]}-${m[3]}T${m[4]}:${m[5]}:${m[6]}+08:00`) : Number.NaN;
}

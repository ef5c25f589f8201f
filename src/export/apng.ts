/**
 * Films as animated PNG: every pixel exact, grey or RGB. Each frame is whole, so that it can be packed alone and in order.
 * PNG specification, third edition (W3C 2025), sections 11.3.6: acTL, fcTL, fdAT.
 */
import type { Channels } from '../protocol/dataset.ts';
import { type FilmFacts, type FilmFile, filmNote } from './filmFile.ts';
import { textChunks } from './png.ts';
import { chunk, headerData, packedRows, SIGNATURE } from './pngChunks.ts';
import type { Pixels } from './readPng.ts';

/** acTL: how many frames, and how often they play: 0 is for ever. */
const CONTROL_BYTES = 8;
/** fcTL: sequence number, width, height, left, top, then 2 bytes each of the delay's halves, then disposal and blending. */
const FRAME_CONTROL_BYTES = 26;
const FRAME_WIDTH_AT = 4;
const FRAME_HEIGHT_AT = 8;
const DELAY_OVER_AT = 20;
const DELAY_UNDER_AT = 22;
const SEQUENCE_BYTES = 4;

/** Plays for ever. */
export function apngFile({ width, height, framesPerSecond, title, copies }: FilmFacts): FilmFile {
  const frames: Uint8Array<ArrayBuffer>[] = [];
  let count = 0;
  let sequence = 0;
  let channels: Channels = 1;
  return {
    async add(frame: Pixels) {
      if (count === 0) channels = frame.channels;
      const data = await packedRows(frame.data, width, height, channels);
      frames.push(chunk('fcTL', frameControl(sequence, width, height, framesPerSecond)));
      // The first frame is the picture that viewers without animation show, and has no number.
      frames.push(count === 0 ? chunk('IDAT', data) : chunk('fdAT', numbered(sequence + 1, data)));
      sequence += count === 0 ? 1 : 2;
      count += 1;
    },
    async finish() {
      const control = new Uint8Array(CONTROL_BYTES);
      new DataView(control.buffer).setUint32(0, count);
      const words = textChunks({ Comment: filmNote({ title, copies }), Software: 'Gyrus' });
      const before = [SIGNATURE, chunk('IHDR', headerData(width, height, channels)), chunk('acTL', control), ...words];
      return new Blob([...before, ...frames, chunk('IEND', new Uint8Array(0))], { type: 'image/apng' });
    },
  };
}

function frameControl(sequence: number, width: number, height: number, framesPerSecond: number): Uint8Array {
  const data = new Uint8Array(FRAME_CONTROL_BYTES);
  const view = new DataView(data.buffer);
  view.setUint32(0, sequence);
  view.setUint32(FRAME_WIDTH_AT, width);
  view.setUint32(FRAME_HEIGHT_AT, height);
  view.setUint16(DELAY_OVER_AT, 1);
  view.setUint16(DELAY_UNDER_AT, framesPerSecond);
  return data;
}

function numbered(sequence: number, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(SEQUENCE_BYTES + data.length);
  new DataView(bytes.buffer).setUint32(0, sequence);
  bytes.set(data, SEQUENCE_BYTES);
  return bytes;
}

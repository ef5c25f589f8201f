/** WebM and MP4 as the browser encodes them, opened again by its own player: size, duration and pictures. */
import { describe, expect, it } from 'vitest';
import type { Pixels } from '../../src/export/readPng.ts';
import { videoFile } from '../../src/export/video.ts';

const SIDE = 64;
const FRAMES = 10;
const RATE = 5;
/** Grey levels: a smooth picture loses less than this in a video. */
const TOLERANCE = 8;

/** A ramp whose right half brightens from frame to frame. */
const frameAt = (frame: number): Pixels => ({
  data: Uint8Array.from({ length: SIDE * SIDE }, (_, i) =>
    i % SIDE < SIDE / 2 ? 2 * Math.floor(i / SIDE) : 20 * frame,
  ),
  width: SIDE,
  height: SIDE,
  channels: 1,
});

/** The grey of a place, as the player shows it at `seconds`. */
async function shownAt(video: HTMLVideoElement, seconds: number, x: number, y: number): Promise<number> {
  await new Promise<void>((resolve) => {
    video.onseeked = () => resolve();
    video.currentTime = seconds;
  });
  const context = new OffscreenCanvas(SIDE, SIDE).getContext('2d');
  if (!context) throw new Error('This browser gives no 2D canvas.');
  context.drawImage(video, 0, 0);
  return context.getImageData(x, y, 1, 1).data[0] ?? -1;
}

describe.each(['webm', 'mp4'] as const)('a %s', (format) => {
  it('plays for as long as its frames say, and shows them', async () => {
    const words = { title: 'made up', copies: 'Nobody looked.' };
    const file = await videoFile(format, { width: SIDE, height: SIDE, framesPerSecond: RATE, ...words });
    for (let frame = 0; frame < FRAMES; frame++) await file.add(frameAt(frame));
    const blob = await file.finish();
    expect(blob.type).toBe(`video/${format}`);
    const video = document.createElement('video');
    const address = URL.createObjectURL(blob);
    await new Promise((resolve, reject) => {
      video.onloadeddata = resolve;
      video.onerror = () => reject(new Error(video.error?.message));
      video.src = address;
    });
    expect([video.videoWidth, video.videoHeight]).toEqual([SIDE, SIDE]);
    expect(video.duration).toBeCloseTo(FRAMES / RATE, 1);
    for (const frame of [0, 4, 9]) {
      const middle = (frame + 0.5) / RATE;
      expect(Math.abs((await shownAt(video, middle, 3 * (SIDE / 4), 32)) - 20 * frame)).toBeLessThan(TOLERANCE);
      expect(Math.abs((await shownAt(video, middle, SIDE / 4, 32)) - 64)).toBeLessThan(TOLERANCE);
    }
    URL.revokeObjectURL(address);
  });
});

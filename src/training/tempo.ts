/** How fast a run goes: seconds of training (pauses and sheets left out) against reals shown. Never decides anything. */

export interface Tempo {
  /** The loop works again. */
  resume(): void;
  /** The loop hands over; time until resume does not count. */
  pause(nimg: number): void;
  /** Over the last quarter of a minute or so; 0 until anything was trained. */
  secondsPerKimg(): number;
  /** Closes a tick: its own speed, and the seconds trained in all. */
  tick(nimg: number): { readonly secondsPerKimg: number; readonly totalSeconds: number };
  /** Milliseconds trained in all, up to the last pause. */
  trainedMs(): number;
}

const MS_PER_SECOND = 1000;
const IMAGES_PER_KIMG = 1000;
/** Long enough to smooth out single slow steps, short enough to follow a change of resolution. */
const WINDOW_MS = 15_000;

/** trainedMs: before this, when a run goes on. */
export function createTempo(clock: () => number, startNimg: number, trainedMs = 0): Tempo {
  let resumedAt: number | undefined;
  let busyMs = trainedMs;
  let window: { readonly busyMs: number; readonly nimg: number }[] = [{ busyMs, nimg: startNimg }];
  let tickStart = { busyMs, nimg: startNimg };
  const speed = (ms: number, images: number) => (images > 0 ? ms / MS_PER_SECOND / (images / IMAGES_PER_KIMG) : 0);
  return {
    resume() {
      resumedAt ??= clock();
    },
    pause(nimg) {
      if (resumedAt === undefined) return;
      busyMs += clock() - resumedAt;
      resumedAt = undefined;
      if (nimg > (window.at(-1)?.nimg ?? startNimg)) window.push({ busyMs, nimg });
      window = window.filter((entry, i) => busyMs - entry.busyMs <= WINDOW_MS || i >= window.length - 2);
    },
    secondsPerKimg() {
      const [first, last] = [window[0], window.at(-1)];
      return first && last ? speed(last.busyMs - first.busyMs, last.nimg - first.nimg) : 0;
    },
    tick(nimg) {
      const secondsPerKimg = speed(busyMs - tickStart.busyMs, nimg - tickStart.nimg);
      tickStart = { busyMs, nimg };
      return { secondsPerKimg, totalSeconds: busyMs / MS_PER_SECOND };
    },
    trainedMs: () => busyMs,
  };
}

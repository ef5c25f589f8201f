/** Plays the history forward, one sheet after another, up to the newest. It refuses to start by itself. */
import { useEffect, useEffectEvent, useState } from 'react';

/** Slow enough to see a sheet, fast enough to see change: a sheet takes this long at speed 1. */
const FRAME_MS = 420;
/** Times that. */
export const SPEEDS = [0.5, 1, 2, 4, 8] as const;
export type Speed = (typeof SPEEDS)[number];

interface Playback {
  readonly playing: boolean;
  readonly toggle: () => void;
}

/** `shown` of `count` sheets is looked at; playing from the newest begins at the oldest. */
export function usePlayback(shown: number, count: number, speed: Speed, show: (index: number) => void): Playback {
  const [wanted, setWanted] = useState(false);
  const last = count - 1;
  const playing = wanted && count > 1;
  // Not a dependency of the timer: a history that grows faster than it plays would start the timer over and over.
  const advance = useEffectEvent((from: number) => {
    show(Math.min(last, from + 1));
    if (from + 1 >= last) setWanted(false);
  });
  useEffect(() => {
    if (!playing) return;
    const timer = setTimeout(() => advance(shown), FRAME_MS / speed);
    return () => clearTimeout(timer);
  }, [playing, shown, speed]);

  function toggle(): void {
    if (!playing && shown >= last) show(0);
    setWanted(!playing);
  }
  return { playing, toggle };
}

/** Which frame of a strip is looked at, and playing it there and back. It refuses to start by itself. */
import { useEffect, useState } from 'react';

/** Twelve frames a second: smooth enough, and each is still seen. */
const FRAME_MS = 83;

interface Frames {
  readonly shown: number;
  readonly show: (index: number) => void;
  readonly playing: boolean;
  readonly toggle: () => void;
}

export function useFrames(count: number): Frames {
  // A place on the way there and back again: count - 1 steps each.
  const [place, setPlace] = useState(0);
  const [playing, setPlaying] = useState(false);
  const steps = Math.max(1, 2 * (count - 1));
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => setPlace((last) => (last + 1) % steps), FRAME_MS);
    return () => clearInterval(timer);
  }, [playing, steps]);
  const within = place % steps;
  return {
    shown: Math.max(0, within < count ? within : steps - within),
    show: (index) => setPlace(index),
    playing,
    toggle: () => setPlaying(!playing),
  };
}

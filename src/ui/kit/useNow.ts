/** The time of day, repainted now and then, for ages in words. It refuses to drive anything but text. */
import { useEffect, useState } from 'react';

/** Milliseconds since 1970, at most `everyMs` old, and no older than `atLeast`, a moment that has just been heard of. */
export function useNow(everyMs: number, atLeast: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return Math.max(now, atLeast);
}

/** Slows down a value that changes often, for what is costly to draw. It never leaves the last value out. */
import { useEffect, useEffectEvent, useRef, useState } from 'react';

/** `value`, renewed at most every `milliseconds`: at once after a quiet time, else when the time is over. */
export function useAtMostEvery<T>(value: T, milliseconds: number): T {
  const [shown, setShown] = useState(value);
  const renewed = useRef(Number.NEGATIVE_INFINITY);
  const renew = useEffectEvent(() => {
    renewed.current = performance.now();
    setShown(value);
  });
  const late = !Object.is(shown, value);
  useEffect(() => {
    if (!late) return;
    const wait = Math.max(0, renewed.current + milliseconds - performance.now());
    const timer = setTimeout(() => renew(), wait);
    return () => clearTimeout(timer);
  }, [late, milliseconds]);
  return shown;
}

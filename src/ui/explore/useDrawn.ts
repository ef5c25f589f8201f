/**
 * Asks for a picture whenever the wish for it changes, one request at a time: while one is drawn, only the newest wish waits.
 * What was drawn before stays until its successor comes.
 */
import { useEffect, useEffectEvent, useState } from 'react';
import { type Failure, toFailure } from '../../protocol/failure.ts';

export interface Asked<T> {
  readonly answer?: T;
  readonly failure?: Failure;
  readonly asking: boolean;
}

interface Settled<T> {
  readonly wish: string;
  readonly answer?: T;
  readonly failure?: Failure;
}

/** wish: what `ask` depends on, as text; undefined while nothing is wanted. */
export function useDrawn<T>(wish: string | undefined, ask: () => Promise<T>): Asked<T> {
  const [settled, setSettled] = useState<Settled<T>>();
  const [asking, setAsking] = useState(false);
  const begin = useEffectEvent(async (wanted: string) => {
    setAsking(true);
    try {
      setSettled({ wish: wanted, answer: await ask() });
    } catch (error) {
      setSettled((before) => ({
        wish: wanted,
        failure: toFailure(error),
        ...(before?.answer === undefined ? {} : { answer: before.answer }),
      }));
    }
    setAsking(false);
  });
  useEffect(() => {
    if (wish !== undefined && !asking && settled?.wish !== wish) void begin(wish);
  }, [wish, asking, settled]);
  return {
    asking,
    ...(settled?.answer === undefined ? {} : { answer: settled.answer }),
    ...(settled?.failure === undefined ? {} : { failure: settled.failure }),
  };
}

/**
 * One writer a run: named locks that all tabs of this page share, and that end with their holder. It refuses to wait: a
 * lock is free or it is not.
 */

export interface Locks {
  /** Takes the lock and gives what releases it; undefined where anyone holds it, here or in another tab. */
  take(name: string): Promise<(() => Promise<void>) | undefined>;
  /** Names of all locks that are held, in any tab. */
  held(): Promise<ReadonlySet<string>>;
}

/** The browser's own (Web Locks). */
export function webLocks(manager: LockManager): Locks {
  return {
    take: (name) =>
      new Promise((resolve, reject) => {
        const ended: Promise<void> = manager.request(name, { ifAvailable: true }, (lock) => {
          if (lock === null) return resolve(undefined);
          return new Promise<void>((release) => {
            resolve(() => {
              release();
              return ended;
            });
          });
        });
        ended.catch(reject);
      }),
    async held() {
      const { held = [] } = await manager.query();
      return new Set(held.map(({ name = '' }) => name));
    },
  };
}

/** Locks of one worker alone, where nothing is shared. */
export function ownLocks(): Locks {
  const held = new Set<string>();
  return {
    async take(name) {
      if (held.has(name)) return undefined;
      held.add(name);
      return async () => {
        held.delete(name);
      };
    },
    held: async () => new Set(held),
  };
}

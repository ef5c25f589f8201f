/**
 * One thing at a time on the GPU: bounded jobs run in order, and while there is none an idle task (a step of training) is
 * pulled again and again, with a macrotask in between so that messages arrive, and a rest where the task asks for one. Long
 * work comes in parts, which take turns with the pulls.
 */

export interface Jobs {
  /** Adds a job; its errors go to `onError`. */
  add(job: () => Promise<void>): void;
  /** Adds a part of long work: it waits for all jobs, and for a pull since the last such part where there is one to do. */
  addPart(job: () => Promise<void>): void;
  /** Looks again whether the idle task has work. */
  wake(): void;
}

export interface IdleTask {
  readonly hasWork: () => boolean;
  /** Resolves with the milliseconds to rest before the next pull; a job, or a wake, ends the rest. */
  readonly pull: () => Promise<number>;
}

/** `nextMacrotask` lets waiting messages be handled before the next pull. */
export function createJobs(
  idle: IdleTask,
  onError: (error: unknown) => void,
  nextMacrotask: () => Promise<void>,
): Jobs {
  const waiting: (() => Promise<void>)[] = [];
  const parts: (() => Promise<void>)[] = [];
  let pulled = false;
  let running = false;
  let endRest = () => {};

  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const pullAndRest = async () => {
    pulled = true;
    const ms = await idle.pull();
    if (ms > 0 && waiting.length === 0) await rest(ms);
  };

  /** The next part of long work, if it is its turn. */
  function nextPart(): (() => Promise<void>) | undefined {
    if (!pulled && idle.hasWork()) return undefined;
    pulled = false;
    return parts.shift();
  }

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    try {
      while (waiting.length > 0 || parts.length > 0 || idle.hasWork()) {
        const work = waiting.shift() ?? nextPart() ?? pullAndRest;
        await work().catch(onError);
        await nextMacrotask();
      }
    } finally {
      running = false;
    }
  }

  return {
    add(job) {
      waiting.push(job);
      endRest();
      void run();
    },
    addPart(job) {
      parts.push(job);
      void run();
    },
    wake() {
      endRest();
      void run();
    },
  };
}

/** setTimeout is held back to 4 ms after a few calls; a message to oneself is not. */
export function macrotask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

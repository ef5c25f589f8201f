/**
 * One thing at a time on the GPU: bounded jobs run in order, and while there is none an idle task (a step of training) is
 * pulled again and again, with a macrotask in between so that messages arrive, and a rest where the task asks for one. Long
 * work comes in parts, which take turns with the pulls.
 */

export interface Jobs {
  /** Adds a job: it comes before the next pull, unless MOST_IN_A_ROW did already. Its errors go to `onError`. */
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

/**
 * Jobs without a pull between them, where there is one to do: two views that each ask again when they are answered would
 * leave training no step. More than one person asks for at a time.
 */
const MOST_IN_A_ROW = 4;

/** `nextMacrotask` lets waiting messages be handled before the next pull. */
export function createJobs(
  idle: IdleTask,
  onError: (error: unknown) => void,
  nextMacrotask: () => Promise<void>,
): Jobs {
  const waiting: (() => Promise<void>)[] = [];
  const parts: (() => Promise<void>)[] = [];
  let pulled = false;
  let inARow = 0;
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
    inARow = 0;
    const ms = await idle.pull();
    if (ms > 0 && waiting.length === 0) await rest(ms);
  };

  function nextJob(): (() => Promise<void>) | undefined {
    if (waiting.length === 0 || (inARow >= MOST_IN_A_ROW && idle.hasWork())) return undefined;
    inARow++;
    return waiting.shift();
  }

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
        const work = nextJob() ?? nextPart() ?? pullAndRest;
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

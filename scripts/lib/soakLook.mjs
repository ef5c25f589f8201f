// @ts-check
/**
 * Weighs a page and its worker while the run is at rest: tensors, GPU buffers, heaps after a collection, storage. It changes
 * nothing but that garbage is collected.
 */

/** @typedef {Omit<import('./soakJudge.mjs').SoakLook, 'life'>} Weights */

/** @typedef {{ numTensors: number, numBytes: number }} TensorMemory */

/**
 * @param {import('playwright').Page} page
 * @returns {Promise<Weights>}
 */
export async function weigh(page) {
  const [worker] = page.workers();
  if (!worker) throw new Error('The page has no worker.');
  const held = await worker.evaluate(() => {
    // tfjs keeps its engine there by itself.
    const scope = /** @type {{ _tfengine?: { memory(): TensorMemory }, heldBuffers?: { bytes: number } }} */ (
      /** @type {unknown} */ (globalThis)
    );
    const { numTensors = Number.NaN, numBytes = Number.NaN } = scope._tfengine?.memory() ?? {};
    return { tensors: numTensors, tensorBytes: numBytes, gpuBytes: scope.heldBuffers?.bytes ?? Number.NaN };
  });
  const shown = await page.evaluate(async () => {
    const run = window.gyrus?.getState().run;
    const { usage = Number.NaN } = await navigator.storage.estimate();
    const [batch, nimg] = [run?.config.batch, run?.now?.nimg ?? 0];
    return {
      step: nimg / (typeof batch === 'number' ? batch : Number.NaN),
      isOver: run?.state === 'finished',
      resolution: run?.now?.resolution ?? 0,
      alpha: run?.now?.alpha ?? 1,
      stored: usage,
      sheets: run?.sheets.length ?? 0,
      steps: run?.series.length ?? 0,
    };
  });
  return { ...shown, ...held, ...(await heapsOf(page)) };
}

/**
 * Bytes of both heaps after a collection, array buffers included.
 * @param {import('playwright').Page} page
 */
async function heapsOf(page) {
  const session = await page.context().newCDPSession(page);
  try {
    /** @type {string[]} */
    const workers = [];
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker') workers.push(sessionId);
    });
    // Playwright gives no session of its own for a worker.
    await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
    const [worker] = workers;
    if (worker === undefined) throw new Error('Chromium does not show the worker of the page.');
    await session.send('HeapProfiler.collectGarbage');
    const pageHeap = bytesOf(await session.send('Runtime.getHeapUsage'));
    await askWorker(session, worker, 1, 'HeapProfiler.collectGarbage');
    const workerHeap = bytesOf(await askWorker(session, worker, 2, 'Runtime.getHeapUsage'));
    return { pageHeap, workerHeap };
  } finally {
    await session.detach();
  }
}

/** @param {{ usedSize: number, backingStorageSize: number }} usage */
const bytesOf = ({ usedSize, backingStorageSize }) => usedSize + backingStorageSize;

/**
 * @param {import('playwright').CDPSession} session
 * @param {string} sessionId of the worker
 * @param {number} id
 * @param {string} method
 * @returns {Promise<{ usedSize: number, backingStorageSize: number }>} what the method gives; {} where it gives nothing
 */
async function askWorker(session, sessionId, id, method) {
  const answered = new Promise((resolve, reject) => {
    const hear = (/** @type {{ sessionId: string, message: string }} */ event) => {
      const answer = JSON.parse(event.message);
      if (event.sessionId !== sessionId || answer.id !== id) return;
      session.off('Target.receivedMessageFromTarget', hear);
      if (answer.error) reject(new Error(`${method}: ${answer.error.message}`));
      else resolve(answer.result);
    };
    session.on('Target.receivedMessageFromTarget', hear);
  });
  await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
  return answered;
}

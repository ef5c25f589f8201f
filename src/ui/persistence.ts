/** Asks the browser to keep what this page stores, instead of clearing it when space runs out. It stores nothing itself. */

/** The browser's answer; undefined where it cannot be asked, or would not answer. */
export async function askToPersist(): Promise<boolean | undefined> {
  if (typeof navigator === 'undefined' || !('storage' in navigator) || !('persist' in navigator.storage))
    return undefined;
  return navigator.storage.persist().catch(() => undefined); // a browser without storage for this page rejects
}

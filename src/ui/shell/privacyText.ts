/** What the page may say about privacy: that it sends nothing, and of the rest only what was found to hold. Pure. */
import type { OfflineView } from '../../protocol/offline.ts';

/** What Gyrus itself does, wherever it is served. */
export const NOTHING_LEAVES = 'No data leaves this computer';

/** The line in full, as sentences. host: of the page's address. offline: undefined until it is known. */
export function privacyText(offline: OfflineView | undefined, host: string): string {
  const sentences = [
    offline?.confined
      ? `${NOTHING_LEAVES}: the browser lets this page talk to its own address alone (${host}).`
      : `${NOTHING_LEAVES}.`,
  ];
  if (offline?.kept) sentences.push('It works offline.');
  if (offline?.obstacle) sentences.push(`It does not work offline. ${offline.obstacle}`);
  return sentences.join(' ');
}

/**
 * SHA-256 of files that may be too large to lie in memory twice. The browser hashes whole buffers only, so a file's digest
 * here is SHA-256 over the SHA-256 of its blocks. It refuses other block sizes: they would give other digests.
 */

/** Bytes hashed, read and written at once. Part of what a digest means: changing it makes every saved file look damaged. */
export const BLOCK_BYTES = 4 * 2 ** 20;

const DIGEST_BYTES = 32;

export interface Digest {
  /** The next block, not kept. */
  add(block: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Hexadecimal digest over the digests of all blocks, then over `tail`. */
  finish(tail?: Uint8Array): Promise<string>;
}

export function startDigest(): Digest {
  const ofBlocks: Uint8Array[] = [];
  return {
    async add(block) {
      ofBlocks.push(await sha256(block));
    },
    async finish(tail = new Uint8Array(0)) {
      const start = ofBlocks.length * DIGEST_BYTES;
      const all = new Uint8Array(start + tail.length);
      ofBlocks.forEach((digest, index) => {
        all.set(digest, index * DIGEST_BYTES);
      });
      all.set(tail, start);
      return hexOf(await sha256(all));
    },
  };
}

/** SHA-256 of one buffer. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** Two lower-case digits a byte. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

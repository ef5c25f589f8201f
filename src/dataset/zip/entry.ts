/** One file of an archive as its table of contents claims, and the header in front of its data. It refuses to judge. */

export interface ZipEntry {
  /** Path with forward slashes, fit to be shown: no control characters, no longer than LONGEST_NAME. */
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly compressedBytes: number;
  readonly inflatedBytes: number;
  /** Where its local header begins, absolute in the file. */
  readonly offset: number;
  /** Where whatever follows its data begins, absolute in the file. */
  readonly end: number;
  readonly encrypted: boolean;
  /** Why this entry alone cannot be read: the reason shown in the list of skipped files. */
  readonly problem?: string;
}

/** Begins every local file header. */
export const LOCAL_SIGNATURE = 0x04034b50;
/** A local file header's fixed part: no entry is shorter than this. */
export const LOCAL_BYTES = 30;

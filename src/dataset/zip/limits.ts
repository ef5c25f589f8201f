/**
 * How much of an archive Gyrus will look at. Every limit is checked against what the archive claims before anything is
 * allocated for it, and against what really comes out while inflating. It refuses nothing that the page promises to read.
 */

const MIB = 2 ** 20;

/** Largest archive. The page promises 2 GB; the archive is read in windows, so twice that costs time and no memory. */
export const MAX_ARCHIVE_BYTES = 4096 * MIB;
/** Largest table of contents: about 100 bytes an entry, so several times MAX_ENTRIES, and small enough to hold. */
export const MAX_DIRECTORY_BYTES = 64 * MIB;
/** Entries of any kind. macOS doubles every file, OASIS every slice: four entries for each of 100,000 slices. */
export const MAX_ENTRIES = 400_000;
/** Longest path of an entry, in characters. Windows ends at 260; the format allows 65,535. */
export const LONGEST_NAME = 1024;
/** Entries that lie about their places are sorted out one by one; an archive with more of them was made to deceive. */
export const MAX_MISPLACED = 1000;
/** Pictures that may be kept, as the page says. */
export const MAX_PICTURES = 100_000;
/** Largest single picture file, inflated. An uncompressed 16-bit slice of 4096 x 4096 has 32 MiB. */
export const MAX_ENTRY_BYTES = 64 * MIB;
/** Sum of all inflated pictures of one archive. */
export const MAX_INFLATED_BYTES = 16_384 * MIB;
/** A picture is compressed already, so a zip shrinks it a little; deflate itself cannot go beyond 1032. */
export const MAX_RATIO = 200;
/** Below this size a high ratio harms nobody (an all-black PNG), so it is not looked at. */
export const RATIO_FREE_BYTES = MIB;

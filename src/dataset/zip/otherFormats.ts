/** Names what a file without a zip's end is, from its first bytes, so that the error can say it. It refuses to open any of these. */

/** First bytes (at an offset) of what people drop by mistake. */
const KINDS: readonly { readonly kind: string; readonly at: number; readonly bytes: readonly number[] }[] = [
  { kind: 'zip', at: 0, bytes: [0x50, 0x4b, 0x03, 0x04] },
  { kind: 'the first part of a split zip', at: 0, bytes: [0x50, 0x4b, 0x07, 0x08] },
  { kind: 'a 7z archive', at: 0, bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { kind: 'a RAR archive', at: 0, bytes: [0x52, 0x61, 0x72, 0x21] },
  { kind: 'a gzip file', at: 0, bytes: [0x1f, 0x8b] },
  { kind: 'an xz file', at: 0, bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a] },
  { kind: 'a tar archive', at: 257, bytes: [0x75, 0x73, 0x74, 0x61, 0x72] },
  { kind: 'a single PNG picture', at: 0, bytes: [0x89, 0x50, 0x4e, 0x47] },
  { kind: 'a single JPEG picture', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { kind: 'a DICOM file', at: 128, bytes: [0x44, 0x49, 0x43, 0x4d] },
  { kind: 'a PDF', at: 0, bytes: [0x25, 0x50, 0x44, 0x46] },
];
/** Enough for the tar mark, the one that lies deepest. */
const LOOKED_AT = 264;

/** 'zip' for the beginning of a zip, a noun phrase for other known formats, undefined for the rest. */
export async function otherFormat(file: Blob): Promise<string | undefined> {
  const head = new Uint8Array(await file.slice(0, LOOKED_AT).arrayBuffer());
  return KINDS.find(({ at, bytes }) => bytes.every((byte, i) => head[at + i] === byte))?.kind;
}

/** Zips that are wrong in one known way each, made in memory; none holds anybody's picture. */
import { encode } from 'fast-png';
import JSZip from 'jszip';

/** What a file input takes. */
export interface GivenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const MIME = 'application/zip';
/** General purpose bit 0: the entry is encrypted (APPNOTE 4.4.4). */
const ENCRYPTED = 1;
/** Signatures of local and central headers, and where each keeps its flags (APPNOTE 4.3.7, 4.3.12). */
const LOCAL_HEADER = { signature: 0x04034b50, flagsAt: 6 };
const CENTRAL_HEADER = { signature: 0x02014b50, flagsAt: 8 };

export const textFile = (): GivenFile => given('notes.zip', Buffer.from('These are notes, not an archive.\n'));

/** A whole zip without its second half, as a download that was cut off. */
export async function damagedZip(): Promise<GivenFile> {
  const whole = await zipOf(pictures(20));
  return given('damaged.zip', whole.subarray(0, Math.floor(whole.length / 2)));
}

export async function encryptedZip(): Promise<GivenFile> {
  const bytes = await zipOf(pictures(20));
  for (let at = 0; at + 4 <= bytes.length; at++) {
    const header = [LOCAL_HEADER, CENTRAL_HEADER].find(({ signature }) => bytes.readUInt32LE(at) === signature);
    if (header) bytes.writeUInt16LE(bytes.readUInt16LE(at + header.flagsAt) | ENCRYPTED, at + header.flagsAt);
  }
  return given('encrypted.zip', bytes);
}

export async function zipWithoutPictures(): Promise<GivenFile> {
  return given(
    'words.zip',
    await zipOf({ 'readme.txt': Buffer.from('words'), 'table.csv': Buffer.from('a,b\n1,2\n') }),
  );
}

export async function zipOfPictures(count: number): Promise<GivenFile> {
  return given(`${count}-pictures.zip`, await zipOf(pictures(count)));
}

/** Grey squares with a bright disc, each a little different. */
function pictures(count: number): Record<string, Buffer> {
  const side = 16;
  const files: Record<string, Buffer> = {};
  for (let number = 0; number < count; number++) {
    const data = new Uint8Array(side * side).map((_, index) => {
      const [x, y] = [index % side, Math.floor(index / side)];
      return Math.hypot(x - 8, y - 8) < 3 + (number % 4) ? 200 + number : 20;
    });
    files[`subject${number}/slice_${number}.png`] = Buffer.from(
      encode({ width: side, height: side, data, channels: 1 }),
    );
  }
  return files;
}

async function zipOf(files: Record<string, Buffer>): Promise<Buffer> {
  const zip = new JSZip();
  for (const [name, bytes] of Object.entries(files)) zip.file(name, bytes);
  return zip.generateAsync({ type: 'nodebuffer' });
}

const given = (name: string, buffer: Buffer): GivenFile => ({ name, mimeType: MIME, buffer });

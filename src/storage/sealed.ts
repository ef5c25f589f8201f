/**
 * Small facts as a file that tells by itself whether it is whole: the SHA-256 of the rest, a line's end, then JSON. It refuses to
 * say anything of a file that is not.
 */
import { hexOf, sha256 } from './digest.ts';

const HEX_LENGTH = 64;
const LINE_END = '\n';

export async function seal(value: unknown): Promise<Uint8Array<ArrayBuffer>> {
  const json = JSON.stringify(value);
  const digest = hexOf(await sha256(new TextEncoder().encode(json)));
  return new TextEncoder().encode(`${digest}${LINE_END}${json}`);
}

/** What was sealed, still to be checked for its form; undefined where a byte is missing or another. */
export async function unseal(bytes: Uint8Array<ArrayBuffer>): Promise<unknown> {
  const text = new TextDecoder().decode(bytes);
  const json = bytes.subarray(HEX_LENGTH + LINE_END.length);
  const isWhole = text.startsWith(`${hexOf(await sha256(json))}${LINE_END}`);
  return isWhole ? JSON.parse(new TextDecoder().decode(json)) : undefined;
}

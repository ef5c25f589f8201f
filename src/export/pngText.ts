/**
 * Words inside a PNG: tEXt where Latin-1 has the letters, iTXt otherwise, neither compressed. It refuses keywords that the
 * format does not have. PNG specification, third edition (W3C 2025), sections 11.3.3.2 and 11.3.3.4.
 */

/** Words by keyword, e.g. { seed: '1015' }. */
export type PngTexts = Readonly<Record<string, string>>;

/** Printable ASCII without spaces at the ends: what readers agree on. The specification's limit is 79 bytes. */
const KEYWORD = /^[!-~](?:[ -~]{0,77}[!-~])?$/;
const NOT_LATIN_1 = /[^\n\u0020-\u007e\u00a0-\u00ff]/;
/** After the keyword of an iTXt: its zero, no compression (2), no language (1), no translated keyword (1). */
const INTERNATIONAL_ZEROS = 5;

/** The chunk for `text`. Throws a RangeError for a keyword that PNG does not allow. */
export function textData(keyword: string, text: string): { readonly type: 'tEXt' | 'iTXt'; readonly data: Uint8Array } {
  if (!KEYWORD.test(keyword))
    throw new RangeError(`A PNG cannot hold words called "${keyword}": use 1 to 79 letters, digits or signs of ASCII.`);
  if (!NOT_LATIN_1.test(text))
    return { type: 'tEXt', data: Uint8Array.from(`${keyword}\0${text}`, (letter) => letter.charCodeAt(0)) };
  return { type: 'iTXt', data: new TextEncoder().encode(`${keyword}${'\0'.repeat(INTERNATIONAL_ZEROS)}${text}`) };
}

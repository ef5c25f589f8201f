/** Hands a finished file to the browser's downloads. Nothing leaves the machine: the address is a local blob. */

/** Browsers read the blob after the click returns; a minute later it can be let go. */
const KEEP_BLOB_MS = 60_000;

/** Saves `blob` as a download called `fileName`. */
export function saveFile(fileName: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEEP_BLOB_MS);
}

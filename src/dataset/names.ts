/**
 * What a path in an archive tells before anything is read: junk or picture, slice or label map. It refuses to judge by
 * content; a file that lies about its name is caught when it is decoded.
 */

const PICTURE = /\.(png|jpe?g)$/i;
/** Picture and volume formats that people expect to work, so that the reason names them. */
const UNREAD = /\.(dcm|dicom|nii|nii\.gz|mgz|mha|nrrd|tiff?|bmp|gif|webp|jp2|h5|npy|npz|mat)$/i;
const ARCHIVE = /\.(zip|7z|rar|tar|tgz|gz|bz2|xz|zst)$/i;
/** Words, as whole words of a folder's or file's name, that mark label maps; OASIS writes keras_png_slices_seg_train. */
const LABEL_WORDS = new Set(
  'seg segs segmentation segmentations mask masks label labels labelmap labelmaps'.split(' '),
);

/** Why `path` is left out unread; undefined for a PNG or JPEG by name. */
export function junkReason(path: string): string | undefined {
  const parts = path.split('/');
  if (parts.includes('__MACOSX')) return 'macOS bookkeeping (__MACOSX)';
  if (parts.some((part) => /^\.[^.]/.test(part))) return 'hidden file';
  if (PICTURE.test(path)) return undefined;
  const unread = UNREAD.exec(path);
  if (unread !== null) return `.${(unread[1] as string).toLowerCase()} is not read by this version (PNG and JPEG are)`;
  if (ARCHIVE.test(path)) return 'an archive in the archive: unpack it and zip its pictures themselves';
  return 'not a picture';
}

/** Whether a folder or the file's own name has one of the words for label maps. */
export function isLabelMap(path: string): boolean {
  return path
    .toLowerCase()
    .split(/[^a-z]+/)
    .some((word) => LABEL_WORDS.has(word));
}

/** The file's name without folders and without .png, .jpeg, .nii and the like. */
export function stemOf(path: string): string {
  const fileName = path.slice(path.lastIndexOf('/') + 1);
  return fileName.replace(PICTURE, '').replace(/\.nii(\.gz)?$/i, '');
}

/**
 * PNG and JPEG through the browser's own decoder, which runs off this thread: createImageBitmap, then a canvas read
 * back. Colour profiles and gamma are not applied: a scan's numbers are not colours. Transparent pixels come out black
 * where wholly transparent; 16-bit PNGs keep their upper 8 bits. It refuses to run where there is no canvas (Node).
 */
import { squareWords } from '../words.ts';
import { pictureOfRgba } from './fromRgba.ts';
import { type PictureDecoder, PictureError } from './picture.ts';

/** A decoder with a canvas of its own; calls may overlap, because reading the canvas back is one synchronous piece. */
export function platformDecoder(): PictureDecoder {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('This browser gives the worker no 2D canvas, so pictures cannot be decoded.');
  return async (bytes, facts, channels) => {
    const blob = new Blob([bytes], { type: `image/${facts.format}` });
    let bitmap: ImageBitmap;
    try {
      bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
    } catch (cause) {
      throw new PictureError('broken: the browser cannot decode it', { cause });
    }
    try {
      const { width, height } = bitmap;
      // EXIF may turn a picture, but nothing makes it larger than its header said.
      if (width * height !== facts.width * facts.height)
        throw new PictureError(`broken: ${squareWords(width, height)} pixels, which is not what its header says`);
      // Setting a size clears the canvas, even to the same size; 'copy' replaces what is there instead.
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
      context.globalCompositeOperation = 'copy';
      context.drawImage(bitmap, 0, 0);
      return pictureOfRgba(context.getImageData(0, 0, width, height).data, width, height, channels);
    } finally {
      bitmap.close();
    }
  };
}

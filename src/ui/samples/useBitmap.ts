/** A sheet's PNG as a decoded bitmap. The last one stays until the next is ready, so that nothing flickers. */
import { useEffect, useState } from 'react';

interface Decoded {
  readonly bitmap?: ImageBitmap;
  /** The picture that could not be decoded. */
  readonly failed?: Uint8Array<ArrayBuffer>;
}

/** The bitmap of `png`, or of the one before while it is decoded; `failed` when the bytes are no picture. Closes its own. */
export function useBitmap(png: Uint8Array<ArrayBuffer> | undefined): { bitmap?: ImageBitmap; failed: boolean } {
  const [decoded, setDecoded] = useState<Decoded>({});
  useEffect(() => {
    if (!png) return;
    let wanted = true;
    createImageBitmap(new Blob([png], { type: 'image/png' })).then(
      (bitmap) => {
        if (wanted) setDecoded({ bitmap });
        else bitmap.close();
      },
      () => {
        if (wanted) setDecoded({ failed: png });
      },
    );
    return () => {
      wanted = false;
    };
  }, [png]);
  const { bitmap } = decoded;
  useEffect(() => () => bitmap?.close(), [bitmap]);
  return { ...(bitmap ? { bitmap } : {}), failed: decoded.failed !== undefined && decoded.failed === png };
}

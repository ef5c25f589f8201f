/** A saved run's newest sheet, small and whole. Decoration: the run's name is beside it. */
import { useEffect, useRef } from 'react';
import { useBitmap } from '../samples/useBitmap.ts';
import styles from './RunThumbnail.module.css';

/** Device pixels a side: twice the CSS size, for dense screens. */
const SIDE = 128;

export function RunThumbnail({ png }: { readonly png: Uint8Array<ArrayBuffer> | undefined }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const { bitmap } = useBitmap(png);
  useEffect(() => {
    const pen = ref.current?.getContext('2d');
    if (!pen || !bitmap) return;
    const scale = SIDE / Math.max(bitmap.width, bitmap.height);
    const [width, height] = [bitmap.width * scale, bitmap.height * scale];
    pen.clearRect(0, 0, SIDE, SIDE);
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(bitmap, (SIDE - width) / 2, (SIDE - height) / 2, width, height);
  }, [bitmap]);
  return <canvas ref={ref} className={png ? styles.thumbnail : styles.none} width={SIDE} height={SIDE} />;
}

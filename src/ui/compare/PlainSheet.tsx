/** A sheet as wide as its room, its pixels as they are where it is small. It names itself and offers nothing to press. */
import { useEffect, useRef } from 'react';
import type { SheetImage } from '../../protocol/dataset.ts';
import { smoothed } from '../samples/sheetGeometry.ts';
import { useBitmap } from '../samples/useBitmap.ts';
import styles from './PlainSheet.module.css';

export function PlainSheet({ sheet, label }: { readonly sheet: SheetImage; readonly label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { bitmap } = useBitmap(sheet.png);
  useEffect(() => {
    const pen = canvas.current?.getContext('2d');
    if (pen && bitmap) pen.drawImage(bitmap, 0, 0);
  }, [bitmap]);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={label}
      className={styles.sheet}
      data-sharp={!smoothed(sheet.tile) || undefined}
      width={sheet.columns * sheet.tile}
      height={sheet.rows * sheet.tile}
    />
  );
}

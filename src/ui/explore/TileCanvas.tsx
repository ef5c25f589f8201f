/** One picture of a sheet on a canvas of the picture's own size, enlarged by the page. It refuses to draw sheets. */
import { useEffect, useRef } from 'react';
import type { SheetImage } from '../../protocol/dataset.ts';
import { smoothed, tileSquare } from '../samples/sheetGeometry.ts';
import { useBitmap } from '../samples/useBitmap.ts';
import styles from './TileCanvas.module.css';

interface TileCanvasProps {
  readonly sheet: SheetImage;
  /** Row by row. */
  readonly index: number;
  /** What the picture is, for those who do not see it. */
  readonly label: string;
  /** A pixel of the picture for each of the page, rather than the whole width. */
  readonly fullSize?: boolean;
}

export function TileCanvas({ sheet, index, label, fullSize = false }: TileCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { bitmap } = useBitmap(sheet.png);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !bitmap) return;
    const { x, y, side } = tileSquare(sheet, index);
    context.drawImage(bitmap, x, y, side, side, 0, 0, side, side);
  }, [bitmap, sheet, index]);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={label}
      className={fullSize ? styles.full : styles.fitted}
      data-sharp={!smoothed(sheet.tile) || undefined}
      width={sheet.tile}
      height={sheet.tile}
    />
  );
}

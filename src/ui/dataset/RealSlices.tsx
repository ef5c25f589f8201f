/** The sheet of real slices: one canvas with role img, laid out in as many columns as fit its place. It draws nothing else. */
import { useEffect, useRef } from 'react';
import type { SheetImage } from '../../protocol/dataset.ts';
import { classes } from '../kit/classes.ts';
import styles from './RealSlices.module.css';

/** Pictures up to this side are enlarged as hard squares: smoothing would hide what the network is given. */
const SHARP_UP_TO = 32;

interface RealSlicesProps {
  readonly sheet: SheetImage;
  /** Pictures that the sheet really holds; its last row may be short. */
  readonly count: number;
  readonly columns: number;
}

export function RealSlices({ sheet, count, columns }: RealSlicesProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const rows = Math.ceil(count / columns);

  useEffect(() => {
    let wanted = true;
    void createImageBitmap(new Blob([sheet.png], { type: 'image/png' })).then((bitmap) => {
      const context = canvas.current?.getContext('2d');
      if (wanted && context) drawTiles(context, bitmap, sheet, columns, count);
      bitmap.close();
    });
    return () => {
      wanted = false;
    };
  }, [sheet, columns, count]);

  return (
    <div className={styles.viewport}>
      <canvas
        ref={canvas}
        role="img"
        aria-label="Real slices"
        className={classes(styles.canvas, sheet.tile <= SHARP_UP_TO && styles.sharp)}
        width={columns * sheet.tile}
        height={rows * sheet.tile}
      />
    </div>
  );
}

/** Draws the first `count` tiles of `bitmap`, `columns` a row. */
function drawTiles(
  context: CanvasRenderingContext2D,
  bitmap: ImageBitmap,
  { tile, columns: sheetColumns }: SheetImage,
  columns: number,
  count: number,
): void {
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  for (let index = 0; index < count; index++) {
    const fromX = (index % sheetColumns) * tile;
    const fromY = Math.floor(index / sheetColumns) * tile;
    const toX = (index % columns) * tile;
    const toY = Math.floor(index / columns) * tile;
    context.drawImage(bitmap, fromX, fromY, tile, tile, toX, toY, tile, tile);
  }
}

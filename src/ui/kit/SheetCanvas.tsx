/**
 * SheetCanvas: a mosaic of pictures as one canvas with role img, laid out anew in as many columns as asked. Small
 * pictures are drawn as hard squares: smoothing would hide what the network made. It draws nothing but the pictures.
 */
import { type ReactNode, useEffect, useRef } from 'react';
import type { SheetImage } from '../../protocol/dataset.ts';
import { classes } from './classes.ts';
import styles from './SheetCanvas.module.css';

/** Pictures up to this side are enlarged without smoothing. */
export const SHARP_UP_TO = 32;

interface SheetCanvasProps {
  readonly sheet: SheetImage;
  /** The image's name for screen readers. */
  readonly label: string;
  /** Pictures a row; the sheet's own by default. */
  readonly columns?: number;
  /** Pictures drawn at most; all by default. */
  readonly most?: number;
  /** Pixels of black between pictures, in picture pixels. */
  readonly gap?: number;
  /** Drawn over the canvas, e.g. a grid of buttons. */
  readonly children?: ReactNode;
}

export function SheetCanvas({ sheet, label, columns = sheet.columns, most, gap = 0, children }: SheetCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const count = Math.min(sheet.columns * sheet.rows, most ?? Number.POSITIVE_INFINITY);
  const rows = Math.ceil(count / columns);
  const pitch = sheet.tile + gap;

  useEffect(() => {
    let current = true;
    void createImageBitmap(new Blob([sheet.png], { type: 'image/png' })).then((bitmap) => {
      const context = canvas.current?.getContext('2d');
      if (current && context) drawTiles(context, bitmap, sheet, { columns, count, pitch });
      bitmap.close();
    });
    return () => {
      current = false;
    };
  }, [sheet, columns, count, pitch]);

  return (
    <div className={styles.frame}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={label}
        className={classes(styles.canvas, sheet.tile <= SHARP_UP_TO && styles.sharp)}
        width={columns * pitch - gap}
        height={rows * pitch - gap}
      />
      {children}
    </div>
  );
}

function drawTiles(
  context: CanvasRenderingContext2D,
  bitmap: ImageBitmap,
  sheet: SheetImage,
  layout: { readonly columns: number; readonly count: number; readonly pitch: number },
): void {
  const { tile } = sheet;
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  for (let index = 0; index < layout.count; index++) {
    const sourceX = (index % sheet.columns) * tile;
    const sourceY = Math.floor(index / sheet.columns) * tile;
    const x = (index % layout.columns) * layout.pitch;
    const y = Math.floor(index / layout.columns) * layout.pitch;
    context.drawImage(bitmap, sourceX, sourceY, tile, tile, x, y, tile, tile);
  }
}

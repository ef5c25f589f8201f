/**
 * One sheet on a black viewport, as large as its room allows, with its proportions; the names of a class sheet's rows
 * beside them. It refuses to crop or stretch.
 */
import { type CSSProperties, useEffect } from 'react';
import type { SampleSheet } from '../../protocol/events.ts';
import { classes } from '../kit/classes.ts';
import { useSize } from '../kit/useSize.ts';
import { drawSheets, type Layer } from './drawSheet.ts';
import styles from './SheetCanvas.module.css';
import { rowsText } from './sheetText.ts';
import { useBitmap } from './useBitmap.ts';

interface SheetCanvasProps {
  readonly sheet: SampleSheet;
  /** What the picture is, for those who do not see it. */
  readonly label: string;
  /** Another sheet of the same shape, laid over it. */
  readonly over?: SheetOver | undefined;
}

export interface SheetOver {
  readonly sheet: SampleSheet;
  readonly mode: 'blend' | 'difference';
  /** How much of a blend it is, 0 to 1. */
  readonly share: number;
}

/** Characters of a row's name that have room; longer names end in an ellipsis. */
const WIDEST_NAME = 12;

export function SheetCanvas({ sheet, label, over }: SheetCanvasProps) {
  const { bitmap, failed } = useBitmap(sheet.png);
  const upper = useBitmap(over?.sheet.png);
  const [ref, size] = useSize<HTMLCanvasElement>();
  const { columns, rows, tile, rowLabels } = sheet;
  const rowNames = rowsText(sheet);
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas || !bitmap || !size || size.width === 0) return;
    const density = window.devicePixelRatio;
    canvas.width = Math.round(size.width * density);
    canvas.height = Math.round(size.height * density);
    const layers: Layer[] = [{ bitmap, sheet: { columns, rows, tile } }];
    if (over && upper.bitmap) layers.push(upperLayer(over, upper.bitmap));
    drawSheets(canvas, layers, density);
  }, [ref, bitmap, size, columns, rows, tile, over, upper.bitmap]);
  const gutter = rowLabels ? Math.min(WIDEST_NAME, Math.max(...rowLabels.map((name) => name.length))) : 0;
  const shape = { '--columns': columns, '--rows': rows, '--gutter': gutter } as CSSProperties;
  return (
    <div className={styles.viewport}>
      <div className={classes(styles.framed, rowLabels && styles.named)} style={shape}>
        {rowLabels && (
          <div className={styles.names} aria-hidden="true">
            {rowLabels.map((name) => (
              <span key={name} title={name}>
                {name}
              </span>
            ))}
          </div>
        )}
        <canvas
          ref={ref}
          className={styles.sheet}
          role="img"
          aria-label={rowNames === undefined ? label : `${label}, ${rowNames}`}
        />
      </div>
      {(failed || upper.failed) && (
        <p className={styles.failure} role="alert">
          This sheet cannot be drawn: its PNG is damaged. Choose another epoch.
        </p>
      )}
    </div>
  );
}

/** It takes its own share of a blend, and all of a difference. */
function upperLayer({ sheet, mode, share }: SheetOver, bitmap: ImageBitmap): Layer {
  return mode === 'difference' ? { bitmap, sheet, isDifference: true } : { bitmap, sheet, alpha: share };
}

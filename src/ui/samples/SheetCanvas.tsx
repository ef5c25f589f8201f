/** One sheet on a black viewport, as large as its room allows, with its proportions. It refuses to crop or stretch. */
import { type CSSProperties, useEffect } from 'react';
import type { SampleSheet } from '../../protocol/events.ts';
import { useSize } from '../kit/useSize.ts';
import { drawSheet } from './drawSheet.ts';
import styles from './SheetCanvas.module.css';
import { useBitmap } from './useBitmap.ts';

interface SheetCanvasProps {
  readonly sheet: SampleSheet;
  /** What the picture is, for those who do not see it. */
  readonly label: string;
}

export function SheetCanvas({ sheet, label }: SheetCanvasProps) {
  const { bitmap, failed } = useBitmap(sheet.png);
  const [ref, size] = useSize<HTMLCanvasElement>();
  const { columns, rows, tile } = sheet;
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas || !bitmap || !size || size.width === 0) return;
    const density = window.devicePixelRatio;
    canvas.width = Math.round(size.width * density);
    canvas.height = Math.round(size.height * density);
    drawSheet(canvas, bitmap, { columns, rows, tile }, density);
  }, [ref, bitmap, size, columns, rows, tile]);
  const shape = { '--columns': columns, '--rows': rows } as CSSProperties;
  return (
    <div className={styles.viewport}>
      <canvas ref={ref} className={styles.sheet} style={shape} role="img" aria-label={label} />
      {failed && (
        <p className={styles.failure} role="alert">
          This sheet cannot be drawn: its PNG is damaged. Choose another epoch.
        </p>
      )}
    </div>
  );
}
